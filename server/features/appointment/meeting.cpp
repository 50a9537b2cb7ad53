#include "server/features/appointment/meeting.hpp"

#include "server/core/log.hpp"
#include "server/features/account/account.hpp"
#include "server/features/appointment/round.hpp"
#include "server/features/booth/booth.hpp"
#include "server/features/conversation/conversation.hpp"

namespace stollen::appointment {
namespace {

/// So much must be left of a missed appointment for somebody else to have its seat.
constexpr std::chrono::minutes kWorthGiving{5};

std::string_view name_of(AppointmentState state) {
  return protocol::to_text(state);
}

/// A called-off seat is free; of what was missed by the visitor only what is left of it; a talk that was over
/// early frees the visitor's time.
void free_place(Transaction& tx, const Stored& stored) {
  const auto& appointment = stored.appointment;
  const bool is_missed = appointment.missed_by == Side::visitor;
  const bool is_worth_giving = tx.now() + kWorthGiving <= end_of(appointment);
  if (appointment.state == AppointmentState::cancelled || (is_missed && is_worth_giving)) {
    slot::give_back(tx, stored.seat_id);
  } else {
    slot::free_time(tx, stored.seat_id);
  }
}

bool is_in_team(Transaction& tx, const Appointment& appointment) {
  return account::booth_role(tx, appointment.person_id, appointment.booth_id).has_value();
}

}  // namespace

std::optional<Stored> end_by(Transaction& tx, AppointmentId id, Step step, const Marks& marks,
                             const std::optional<protocol::Person>& by,
                             const std::optional<std::string>& text) {
  auto ended = advance(tx, id, step, marks);
  if (!ended) return std::nullopt;
  const auto& appointment = ended->appointment;
  cancel_timers(tx, id);
  drop_proposal(tx, *ended);
  free_place(tx, *ended);
  // In a round are those who have a seat in it.
  if (appointment.state == AppointmentState::cancelled || appointment.missed_by == Side::visitor)
    leave_round(tx, *ended);
  slot::uncount_appointment(tx, appointment.visitor.person_id);
  add_step(tx, id, name_of(appointment.state), by, text);
  tell(tx, *ended);
  log::info("appointment.ended", {{"appointment", id}, {"state", name_of(appointment.state)}});
  return ended;
}

std::optional<Stored> check_visitor_in(Transaction& tx, AppointmentId id,
                                       const std::optional<protocol::Person>& by) {
  auto stored = advance(tx, id, Step::check_in, {.visitor_here = true});
  if (stored) add_step(tx, id, "checked_in", by);
  return stored;
}

std::optional<Stored> begin_with(Transaction& tx, const Stored& stored, const protocol::Person& member,
                                 const std::optional<protocol::Person>& by) {
  const auto id = stored.appointment.appointment_id;
  const PersonId member_before = stored.appointment.person_id;
  Marks marks{.team_here = true};
  if (member.person_id != member_before) {
    marks.member = member.person_id;
    marks.member_name = member.name;
  }
  auto begun = advance(tx, id, Step::begin, marks);
  if (!begun) return std::nullopt;
  auto& appointment = begun->appointment;
  drop_proposal(tx, *begun);
  open_talk(tx, *begun);
  join_talk(tx, *begun);
  set_end_timer(tx, appointment, appointment.minutes);
  add_step(tx, id, "begun", by);
  tell_old_member(tx, *begun, member_before);
  tell(tx, *begun);
  if (by) booth::begin_talking(tx, appointment.booth_id, by->person_id);
  return begun;
}

void open_talk(Transaction& tx, Stored& stored) {
  const auto& appointment = stored.appointment;
  if (appointment.is_round) return open_round_for(tx, stored);
  if (appointment.conversation_id && conversation::is_open(tx, *appointment.conversation_id)) return;
  const auto opened = conversation::open_for_appointment(
      tx, {.booth_id = appointment.booth_id,
           .booth_slug = appointment.booth_slug,
           .booth_name = appointment.booth_name,
           .visitor = appointment.visitor,
           .member = is_in_team(tx, appointment) ? appointment.person_id : PersonId{},
           .job_id = appointment.job_id,
           .reason = appointment.reason});
  set_talk(tx, stored, opened.id, opened.n);
}

void join_talk(Transaction& tx, const Stored& stored) {
  const auto& appointment = stored.appointment;
  const auto member = account::appearance(tx, appointment.person_id, appointment.booth_id);
  if (appointment.is_round) {
    conversation::join_round(tx, appointment.conversation_id.value(), member);
  } else {
    conversation::add_member(tx, appointment.conversation_id.value(), member);
  }
}

Presence presence_in(Transaction& tx, const Stored& stored) {
  const auto& appointment = stored.appointment;
  Presence presence{.visitor = appointment.visitor_here, .team = appointment.team_here};
  if (appointment.conversation_id && !(presence.visitor && presence.team)) {
    const auto heard = conversation::heard_since(tx, *appointment.conversation_id,
                                                 appointment.visitor.person_id, stored.talk_n);
    presence.visitor = presence.visitor || heard.visitor;
    presence.team = presence.team || heard.team;
  }
  return presence;
}

Result<Stored> settle_at(Transaction& tx, Stored stored, const slot::TakenSeat& taken) {
  auto& appointment = stored.appointment;
  const PersonId member_before = appointment.person_id;
  const auto& slot = taken.slot.slot;
  leave_round(tx, stored);
  stored.seat_id = taken.seat_id;
  appointment.slot_id = slot.slot_id;
  appointment.person_id = slot.person_id;
  appointment.name = slot.name;
  appointment.starts_at = slot.starts_at;
  appointment.minutes = slot.minutes;
  appointment.is_round = slot.seats > 1;
  appointment.title = slot.title;
  if (!place(tx, stored, Step::move)) return fail(protocol::appointment::errors::over);
  stop_looking(tx, appointment.appointment_id);
  set_timers(tx, appointment);
  enter_round(tx, stored);
  add_step(tx, appointment.appointment_id, "moved", account::appearance(tx, appointment.visitor.person_id));
  tell_old_member(tx, stored, member_before);
  tell(tx, stored);
  return stored;
}

void drop_proposal(Transaction& tx, Stored& stored) {
  if (!stored.proposal_seat) return;
  slot::give_up_kept_seat(tx, *stored.proposal_seat);
  set_proposal(tx, stored, std::nullopt, std::nullopt);
  cancel_proposal_timer(tx, stored.appointment.appointment_id);
}

}  // namespace stollen::appointment
