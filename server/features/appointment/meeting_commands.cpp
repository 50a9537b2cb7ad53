// What both sides do when it is time: come, talk, end, and say that the other one is not there.
#include "protocol/generated/cpp/session.hpp"
#include "protocol/generated/cpp/streams.hpp"
#include "server/core/log.hpp"
#include "server/features/account/account.hpp"
#include "server/features/appointment/appointment_commands.hpp"
#include "server/features/appointment/meeting.hpp"

namespace stollen::appointment {
namespace {

constexpr std::int64_t kMostMinutes = 240;

Result<Access> access_as_team(Transaction& tx, const Caller& caller, AppointmentId id) {
  auto found = access(tx, caller, id);
  if (found && !found->is_team) return fail(protocol::session::errors::not_found, {}, "appointment_id");
  return found;
}

/// The visitor is the visitor also at a booth where they help.
Side side_of(const Access& access) {
  return access.is_visitor ? Side::visitor : Side::team;
}

protocol::Person appearance_as(Transaction& tx, const Caller& caller, const Access& access) {
  const BoothId badge = access.is_visitor ? BoothId{} : access.stored.appointment.booth_id;
  return account::appearance(tx, caller.person_id, badge);
}

Result<Access> access_as_side(Transaction& tx, const Caller& caller, AppointmentId id) {
  auto found = access(tx, caller, id);
  if (found && !found->is_visitor && !found->is_team)
    return fail(protocol::session::errors::not_found, {}, "appointment_id");
  return found;
}

/// Everybody who talks in the slot stays on, as far as their own time allows; who asked must.
bool lengthen(Transaction& tx, Stored& stored, std::int64_t minutes, const protocol::Person& by) {
  auto& appointment = stored.appointment;
  if (!slot::lengthen_visit(tx, appointment.slot_id, stored.seat_id, appointment.visitor.person_id,
                            appointment.minutes, minutes))
    return false;
  appointment.minutes += minutes;
  if (!place(tx, stored, Step::extend)) return false;
  set_end_timer(tx, stored.appointment, minutes);
  add_step(tx, stored.appointment.appointment_id, "extended", by);
  tell(tx, stored);
  return true;
}

/// Whoever is missing must have had three minutes to come, in which the fair could be entered.
bool is_too_early(Transaction& tx, const Stored& stored) {
  const auto& appointment = stored.appointment;
  const bool is_to_begin = state_after(appointment.state, Step::move).has_value();
  if (!is_to_begin) return tx.now() < appointment.starts_at + kGrace;
  const Opening opening =
      stored.opening ? after_look(*stored.opening, tx.now()) : opening_at(appointment, tx.now());
  return tx.now() < opening.opened_at + kGrace;
}

Result<void> report_visitor(Transaction& tx, const Access& found, const protocol::Person& by) {
  const auto& appointment = found.stored.appointment;
  if (appointment.missed_by == Side::visitor) return {};
  if (presence_in(tx, found.stored).visitor) return fail(messages::errors::not_now);
  const Marks marks{.team_here = true, .missed_by = Side::visitor};
  if (!end_by(tx, appointment.appointment_id, Step::visitor_missed, marks, by))
    return fail(messages::errors::not_now);
  return {};
}

Result<void> report_team(Transaction& tx, const Access& found, const protocol::Person& by) {
  const auto& appointment = found.stored.appointment;
  const auto id = appointment.appointment_id;
  if (presence_in(tx, found.stored).team) return fail(messages::errors::not_now);
  // Who says so is there.
  if (appointment.state == AppointmentState::booked) {
    if (const auto there = check_visitor_in(tx, id, by)) tell(tx, *there);
  } else if (appointment.state != AppointmentState::checked_in) {
    return fail(messages::errors::not_now);
  }
  if (has_step(tx, id, "team_missing")) return {};
  add_step(tx, id, "team_missing", by);
  tx.publish(protocol::CalendarStaffStream::name(appointment.booth_id),
             messages::TeamMissingEvent{.appointment_id = id});
  log::info("appointment.team_missing", {{"appointment", id}, {"booth", appointment.booth_id}});
  return {};
}

}  // namespace

Result<messages::CheckIn::Reply> check_in(Transaction& tx, const Caller& caller,
                                          const messages::CheckIn& command) {
  auto found = access_as_side(tx, caller, command.appointment_id);
  if (!found) return std::unexpected(found.error());
  Stored stored = std::move(found->stored);
  if (!is_active(stored.appointment.state)) return fail(messages::errors::over);
  const Side side = side_of(*found);
  const bool is_here = side == Side::visitor ? stored.appointment.visitor_here : stored.appointment.team_here;
  if (is_here) return messages::CheckIn::Reply{.appointment = std::move(stored.appointment)};
  if (tx.now() < stored.appointment.starts_at - kCheckInBefore) return fail(messages::errors::too_early);
  if (tx.now() >= end_of(stored.appointment)) return fail(messages::errors::over);
  const auto by = account::appearance(tx, caller.person_id,
                                      side == Side::visitor ? BoothId{} : stored.appointment.booth_id);
  if (side == Side::visitor) {
    auto there = check_visitor_in(tx, command.appointment_id, by);
    if (!there) return fail(messages::errors::over);
    stored = std::move(*there);
  } else {
    mark_here(tx, stored, Side::team);
    add_step(tx, command.appointment_id, "team_here", by);
  }
  tell(tx, stored);
  return messages::CheckIn::Reply{.appointment = std::move(stored.appointment)};
}

Result<messages::Begin::Reply> begin(Transaction& tx, const Caller& caller, const messages::Begin& command) {
  auto found = access_as_team(tx, caller, command.appointment_id);
  if (!found) return std::unexpected(found.error());
  // Who wrote in the talk is there, checked in or not.
  if (found->stored.appointment.state == AppointmentState::booked && presence_in(tx, found->stored).visitor)
    check_visitor_in(tx, command.appointment_id, std::nullopt);
  auto begun = begin_by(tx, found->stored,
                        account::appearance(tx, caller.person_id, found->stored.appointment.booth_id));
  if (!begun) return fail(messages::errors::not_now);
  return messages::Begin::Reply{.appointment = std::move(begun->appointment)};
}

Result<messages::Finish::Reply> finish(Transaction& tx, const Caller& caller,
                                       const messages::Finish& command) {
  const auto found = access_as_team(tx, caller, command.appointment_id);
  if (!found) return std::unexpected(found.error());
  const auto by = account::appearance(tx, caller.person_id, found->stored.appointment.booth_id);
  if (!end_by(tx, command.appointment_id, Step::finish, {}, by)) return fail(messages::errors::not_now);
  return messages::Finish::Reply{};
}

Result<messages::Extend::Reply> extend(Transaction& tx, const Caller& caller,
                                       const messages::Extend& command) {
  auto found = access_as_team(tx, caller, command.appointment_id);
  if (!found) return std::unexpected(found.error());
  Stored stored = std::move(found->stored);
  const Appointment before = stored.appointment;
  if (!state_after(before.state, Step::extend)) return fail(messages::errors::not_now);
  const auto minutes = slot::take_time_behind(tx, before.slot_id, before.person_id, before.minutes);
  if (minutes == 0 || before.minutes + minutes > kMostMinutes) return fail(messages::errors::no_next);
  const auto by = account::appearance(tx, caller.person_id, before.booth_id);
  if (!lengthen(tx, stored, minutes, by)) return fail(messages::errors::no_next);
  for (Stored& other : active_in(tx, before.slot_id)) {
    if (other.appointment.appointment_id == before.appointment_id) continue;
    if (state_after(other.appointment.state, Step::extend) && other.appointment.minutes == before.minutes)
      lengthen(tx, other, minutes, by);
  }
  return messages::Extend::Reply{.appointment = std::move(stored.appointment)};
}

Result<messages::ReportNoShow::Reply> report_no_show(Transaction& tx, const Caller& caller,
                                                     const messages::ReportNoShow& command) {
  const auto found = access_as_side(tx, caller, command.appointment_id);
  if (!found) return std::unexpected(found.error());
  if (is_too_early(tx, found->stored)) return fail(messages::errors::too_early);
  const auto by = appearance_as(tx, caller, *found);
  const auto reported =
      side_of(*found) == Side::visitor ? report_team(tx, *found, by) : report_visitor(tx, *found, by);
  if (!reported) return std::unexpected(reported.error());
  return messages::ReportNoShow::Reply{};
}

}  // namespace stollen::appointment
