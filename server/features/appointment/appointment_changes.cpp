// How rows of appointments are written, and how that is told.
#include "protocol/cpp/stored_json.hpp"
#include "protocol/generated/cpp/streams.hpp"
#include "server/features/account/account.hpp"
#include "server/features/appointment/appointment_mails.hpp"
#include "server/features/appointment/appointment_store.hpp"

namespace stollen::appointment {

namespace messages = protocol::appointment;

namespace {

/// A step leads from one state or from two: the last fills the statement's place.
std::pair<AppointmentState, AppointmentState> sources(Step step) {
  const auto& from = way_of(step).from;
  return {from.front(), from.back()};
}

}  // namespace

void insert(Transaction& tx, const Stored& stored) {
  const auto& a = stored.appointment;
  tx.run(
      "INSERT INTO appointment (id, slot_id, seat_id, booth_id, booth_slug, booth_name, person_id, name, "
      "visitor_id, visitor_name, visitor_booth_id, visitor_booth_name, visitor_is_team, starts_at, minutes, "
      "is_round, title, state, reason, job_id, job_title, zone, sequence, booked_at, by_staff, visitor_here, "
      "team_here, talk_n) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, "
      "$21, $22, $23, $24, $25, 0, 0, 0)",
      a.appointment_id, a.slot_id, stored.seat_id, a.booth_id, a.booth_slug, a.booth_name, a.person_id,
      a.name, a.visitor.person_id, a.visitor.name, a.visitor.booth_id, a.visitor.booth_name,
      a.visitor.is_team, a.starts_at, a.minutes, a.is_round, a.title, a.state, a.reason, a.job_id,
      a.job_title, a.zone, a.sequence, a.booked_at, a.by_staff);
}

std::optional<Stored> advance(Transaction& tx, AppointmentId id, Step step, const Marks& marks) {
  const auto [one, other] = sources(step);
  const auto advanced = tx.one<AppointmentId>(
      "UPDATE appointment SET state = $4, visitor_here = CASE WHEN $5 = 1 THEN 1 ELSE visitor_here END, "
      "team_here = CASE WHEN $6 = 1 THEN 1 ELSE team_here END, missed_by = COALESCE($7, missed_by), "
      "cancelled_by = COALESCE($8, cancelled_by), cancel_reason = COALESCE($9, cancel_reason), "
      "person_id = COALESCE($10, person_id), name = COALESCE($11, name), "
      "not_held = CASE WHEN $12 = 1 THEN 1 ELSE not_held END, "
      "sequence = sequence + CASE WHEN $4 = 'cancelled' THEN 1 ELSE 0 END "
      "WHERE id = $1 AND state IN ($2, $3) RETURNING id",
      id, one, other, way_of(step).to, marks.visitor_here, marks.team_here, marks.missed_by,
      marks.cancelled_by, marks.cancel_reason, marks.member, marks.member_name, marks.not_held);
  if (!advanced) return std::nullopt;
  return find(tx, id);
}

bool place(Transaction& tx, Stored& stored, Step step) {
  const auto [one, other] = sources(step);
  auto& a = stored.appointment;
  const auto state = state_after(a.state, step);
  if (!state) return false;
  const auto placed = tx.changed(
      "UPDATE appointment SET slot_id = $4, seat_id = $5, person_id = $6, name = $7, starts_at = $8, "
      "minutes = $9, is_round = $10, title = $11, note = $12, state = $13, "
      "visitor_here = CASE WHEN $14 = 1 THEN 0 ELSE visitor_here END, "
      "team_here = CASE WHEN $14 = 1 THEN 0 ELSE team_here END, "
      "opened_at = CASE WHEN $14 = 1 THEN NULL ELSE opened_at END, "
      "seen_at = CASE WHEN $14 = 1 THEN NULL ELSE seen_at END, sequence = sequence + 1 "
      "WHERE id = $1 AND state IN ($2, $3)",
      a.appointment_id, one, other, a.slot_id, stored.seat_id, a.person_id, a.name, a.starts_at, a.minutes,
      a.is_round, a.title, stored.note, *state, step == Step::move);
  if (placed == 0) return false;
  stored = find(tx, a.appointment_id).value();
  return true;
}

void set_note(Transaction& tx, AppointmentId id, const std::optional<std::string>& note) {
  tx.run("UPDATE appointment SET note = $2 WHERE id = $1", id, note);
}

void mark_here(Transaction& tx, Stored& stored, Side side) {
  auto& a = stored.appointment;
  (side == Side::visitor ? a.visitor_here : a.team_here) = true;
  tx.run("UPDATE appointment SET visitor_here = $2, team_here = $3 WHERE id = $1", a.appointment_id,
         a.visitor_here, a.team_here);
}

void set_talk(Transaction& tx, Stored& stored, protocol::ConversationId talk, std::int64_t n) {
  stored.appointment.conversation_id = talk;
  stored.talk_n = n;
  tx.run("UPDATE appointment SET conversation_id = $2, talk_n = $3 WHERE id = $1",
         stored.appointment.appointment_id, talk, n);
}

void set_opening(Transaction& tx, Stored& stored, const Opening& opening) {
  stored.opening = opening;
  tx.run("UPDATE appointment SET opened_at = $2, seen_at = $3 WHERE id = $1",
         stored.appointment.appointment_id, opening.opened_at, opening.seen_at);
}

void forget_talk(Transaction& tx, Stored& stored) {
  stored.appointment.conversation_id.reset();
  stored.talk_n = 0;
  tx.run("UPDATE appointment SET conversation_id = NULL, talk_n = 0 WHERE id = $1",
         stored.appointment.appointment_id);
}

void set_proposal(Transaction& tx, Stored& stored, const std::optional<protocol::Proposal>& proposal,
                  std::optional<slot::SeatId> seat) {
  std::optional<std::string> text;
  if (proposal) text = protocol::to_stored(*proposal);
  stored.appointment.proposal = proposal;
  stored.proposal_seat = seat;
  tx.run("UPDATE appointment SET proposal = $2, proposal_seat = $3 WHERE id = $1",
         stored.appointment.appointment_id, text, seat);
}

void add_step(Transaction& tx, AppointmentId id, std::string_view step,
              const std::optional<protocol::Person>& by, const std::optional<std::string>& text) {
  const auto who = by.value_or(protocol::Person{});
  tx.run(
      "INSERT INTO appointment_step (appointment_id, n, at, step, by_id, by_name, by_booth_id, "
      "by_booth_name, by_is_team, text) VALUES ($1, (SELECT COALESCE(MAX(n), 0) + 1 FROM appointment_step "
      "WHERE appointment_id = $1), $2, $3, $4, $5, $6, $7, $8, $9)",
      id, tx.now(), step, by ? std::optional(who.person_id) : std::nullopt,
      by ? std::optional(who.name) : std::nullopt, who.booth_id, who.booth_name, who.is_team, text);
}

bool has_step(Transaction& tx, AppointmentId id, std::string_view step) {
  return tx
      .one<std::int64_t>("SELECT 1 FROM appointment_step WHERE appointment_id = $1 AND step = $2", id, step)
      .has_value();
}

void tell(Transaction& tx, const Stored& stored) {
  const auto& appointment = stored.appointment;
  tell_by_mail(tx, appointment);
  tx.publish(protocol::DayStream::name(appointment.visitor.person_id),
             messages::ChangedEvent{.appointment = appointment});
  if (appointment.person_id != appointment.visitor.person_id) {
    tx.publish(protocol::DayStream::name(appointment.person_id),
               messages::ChangedEvent{.appointment = appointment});
  }
  if (appointment.starts_at < slot::day_start(tx)) return;  // no calendar shows it any more
  tx.publish(protocol::CalendarStaffStream::name(appointment.booth_id),
             messages::StaffChangedEvent{.appointment = {.appointment = appointment, .note = stored.note}});
}

void tell_old_member(Transaction& tx, const Stored& stored, PersonId member_before) {
  const auto& appointment = stored.appointment;
  if (member_before == appointment.person_id || member_before == appointment.visitor.person_id) return;
  tx.publish(protocol::DayStream::name(member_before),
             messages::GoneEvent{.appointment_id = appointment.appointment_id});
}

}  // namespace stollen::appointment
