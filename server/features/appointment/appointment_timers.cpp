// What the fair does by itself. Each look finds out anew how the appointment stands: it may have been moved,
// called off or begun in the very moment before.
#include <algorithm>

#include "protocol/generated/cpp/streams.hpp"
#include "server/core/log.hpp"
#include "server/features/appointment/meeting.hpp"
#include "server/features/appointment/round.hpp"
#include "server/features/fair/fair.hpp"
#include "server/realtime/registry.hpp"
#include "server/storage/timers.hpp"

namespace stollen::appointment {
namespace {

namespace messages = protocol::appointment;

constexpr std::string_view kNoticeDue = "appointment.notice", kOpen = "appointment.open",
                           kGraceOver = "appointment.grace", kLookDue = "appointment.close",
                           kEnd = "appointment.end", kProposal = "appointment.proposal";

bool is_to_begin(const Appointment& appointment) {
  return appointment.state == AppointmentState::booked || appointment.state == AppointmentState::checked_in;
}

void give_notice(Transaction& tx, Stored& stored) {
  const auto& appointment = stored.appointment;
  if (!is_to_begin(appointment) || tx.now() >= end_of(appointment)) return;
  const messages::StartingEvent event{.appointment_id = appointment.appointment_id};
  tx.publish(protocol::DayStream::name(appointment.visitor.person_id), event);
  if (appointment.person_id != appointment.visitor.person_id)
    tx.publish(protocol::DayStream::name(appointment.person_id), event);
}

void call_off_unheld(Transaction& tx, AppointmentId id) {
  end_by(tx, id, Step::cancel, {.not_held = true}, std::nullopt);
}

void open_by_itself(Transaction& tx, Stored& stored) {
  const auto& appointment = stored.appointment;
  const auto id = appointment.appointment_id;
  if (!is_to_begin(appointment)) return;
  // The fair was away, or took no entries, over all of its time.
  if (tx.now() >= end_of(appointment)) return call_off_unheld(tx, id);
  if (!fair::takes_entries(tx)) {
    storage::set_timer(tx, kOpen, id.text(), std::min(tx.now() + kLook, end_of(appointment)));
    return;
  }
  const auto open_before = appointment.conversation_id;
  open_talk(tx, stored);
  set_opening(tx, stored, opening_at(appointment, tx.now()));
  storage::set_timer(tx, kGraceOver, id.text(), stored.opening->opened_at + kGrace);
  storage::set_timer(tx, kLookDue, id.text(), next_look(appointment, *stored.opening, tx.now()));
  if (appointment.conversation_id == open_before) return;  // a round that began early
  add_step(tx, id, "opened", std::nullopt);
  tell(tx, stored);
}

/// What is known at a look. After an outage both have their time anew from now on.
Opening look_around(Transaction& tx, Stored& stored) {
  const Opening before = stored.opening.value_or(opening_at(stored.appointment, tx.now()));
  const Opening opening = after_look(before, tx.now());
  if (!fair::takes_entries(tx)) return opening;  // nobody can come in: not a moment at which both could
  set_opening(tx, stored, opening);
  if (opening.opened_at != before.opened_at)
    storage::set_timer(tx, kGraceOver, stored.appointment.appointment_id.text(), tx.now() + kGrace);
  return opening;
}

void end_grace(Transaction& tx, Stored& stored) {
  const auto& appointment = stored.appointment;
  if (!is_to_begin(appointment)) return;
  if (tx.now() < look_around(tx, stored).opened_at + kGrace) return;
  const auto presence = presence_in(tx, stored);
  if (presence.visitor == presence.team) return;
  const PersonId waiting = presence.visitor ? appointment.visitor.person_id : appointment.person_id;
  tx.publish(protocol::DayStream::name(waiting),
             messages::MissingEvent{.appointment_id = appointment.appointment_id,
                                    .side = presence.visitor ? Side::team : Side::visitor});
}

/// Who wrote without checking in was there all the same.
std::optional<Stored> with_visitor_in(Transaction& tx, const Stored& stored) {
  if (stored.appointment.state != AppointmentState::booked) return stored;
  return check_visitor_in(tx, stored.appointment.appointment_id, std::nullopt);
}

void look(Transaction& tx, Stored& stored) {
  const auto id = stored.appointment.appointment_id;
  if (!is_to_begin(stored.appointment)) return;
  const Opening opening = look_around(tx, stored);
  const auto look_again = [&] {
    storage::set_timer(tx, kLookDue, id.text(), next_look(stored.appointment, opening, tx.now()));
  };
  switch (judge(stored.appointment, opening, presence_in(tx, stored), tx.now())) {
    case Verdict::nothing: return;
    case Verdict::wait: return look_again();
    case Verdict::not_held: return call_off_unheld(tx, id);
    case Verdict::visitor_missed:
      end_by(tx, id, Step::visitor_missed, {.missed_by = Side::visitor}, std::nullopt);
      return;
    case Verdict::begin:
      if (const auto there = with_visitor_in(tx, stored)) begin_by_itself(tx, *there);
      return;
    case Verdict::wait_for_team:
      look_again();
      if (stored.appointment.state != AppointmentState::booked) return;
      if (const auto there = with_visitor_in(tx, stored)) tell(tx, *there);
      return;
    case Verdict::team_missed:
      if (with_visitor_in(tx, stored))
        end_by(tx, id, Step::team_missed, {.missed_by = Side::team}, std::nullopt);
      return;
  }
}

void end(Transaction& tx, Stored& stored) {
  end_by(tx, stored.appointment.appointment_id, Step::finish, {}, std::nullopt);
}

void end_proposal(Transaction& tx, Stored& stored) {
  if (!stored.appointment.proposal) return;
  drop_proposal(tx, stored);
  tell(tx, stored);
}

realtime::Registry::OnTimer on_appointment(void (*look)(Transaction&, Stored&)) {
  return [look](Transaction& tx, std::string_view subject) {
    const auto id = AppointmentId::parse(subject);
    auto stored = id ? find(tx, *id) : std::nullopt;
    if (stored) look(tx, *stored);
  };
}

}  // namespace

void set_timers(Transaction& tx, const Appointment& appointment) {
  const std::string id = appointment.appointment_id.text();
  storage::set_timer(tx, kNoticeDue, id, appointment.starts_at - kNotice);
  storage::set_timer(tx, kOpen, id, appointment.starts_at);
}

void stop_looking(Transaction& tx, AppointmentId id) {
  for (const auto kind : {kGraceOver, kLookDue}) storage::cancel_timer(tx, kind, id.text());
}

void cancel_timers(Transaction& tx, AppointmentId id) {
  for (const auto kind : {kNoticeDue, kOpen, kGraceOver, kLookDue, kEnd, kProposal})
    storage::cancel_timer(tx, kind, id.text());
}

void set_end_timer(Transaction& tx, const Appointment& appointment, std::int64_t minutes_from_now) {
  storage::set_timer(tx, kEnd, appointment.appointment_id.text(),
                     std::max(latest_end(appointment), tx.now() + std::chrono::minutes(minutes_from_now)));
}

void set_proposal_timer(Transaction& tx, AppointmentId id, Timestamp until) {
  storage::set_timer(tx, kProposal, id.text(), until);
}

void cancel_proposal_timer(Transaction& tx, AppointmentId id) {
  storage::cancel_timer(tx, kProposal, id.text());
}

void attach_timers(realtime::Registry& registry) {
  registry.timer(kNoticeDue, on_appointment(give_notice));
  registry.timer(kOpen, on_appointment(open_by_itself));
  registry.timer(kGraceOver, on_appointment(end_grace));
  registry.timer(kLookDue, on_appointment(look));
  registry.timer(kEnd, on_appointment(end));
  registry.timer(kProposal, on_appointment(end_proposal));
}

}  // namespace stollen::appointment
