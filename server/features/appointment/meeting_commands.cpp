// What both sides do when it is time: come, talk, end, and say that the other one is not there.
#include "protocol/generated/cpp/streams.hpp"
#include "server/core/log.hpp"
#include "server/core/not_found.hpp"
#include "server/features/account/account.hpp"
#include "server/features/appointment/appointment_commands.hpp"
#include "server/features/appointment/meeting.hpp"
#include "server/features/appointment/round.hpp"

namespace stollen::appointment {
namespace {

Result<Access> access_as_team(Transaction& tx, const Caller& caller, AppointmentId id) {
  auto found = access(tx, caller, id);
  if (found && !found->is_team) return not_found("appointment_id");
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
  if (found && !found->is_visitor && !found->is_team) return not_found("appointment_id");
  return found;
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
  if (appointment.is_round) mark_team_here(tx, found.stored, by);
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
  if (side == Side::team) {
    mark_team_here(tx, stored, by);
    return messages::CheckIn::Reply{.appointment = find(tx, command.appointment_id).value().appointment};
  }
  auto there = check_visitor_in(tx, command.appointment_id, by);
  if (!there) return fail(messages::errors::over);
  if (runs_already(tx, *there)) {
    there = begin_by_itself(tx, *there);
  } else {
    tell(tx, *there);
  }
  return messages::CheckIn::Reply{.appointment = std::move(there.value().appointment)};
}

Result<messages::Begin::Reply> begin(Transaction& tx, const Caller& caller, const messages::Begin& command) {
  const auto found = access_as_team(tx, caller, command.appointment_id);
  if (!found) return std::unexpected(found.error());
  const auto by = account::appearance(tx, caller.person_id, found->stored.appointment.booth_id);
  if (!begin_together(tx, found->stored, by)) return fail(messages::errors::not_now);
  return messages::Begin::Reply{.appointment = find(tx, command.appointment_id).value().appointment};
}

Result<messages::Finish::Reply> finish(Transaction& tx, const Caller& caller,
                                       const messages::Finish& command) {
  const auto found = access_as_team(tx, caller, command.appointment_id);
  if (!found) return std::unexpected(found.error());
  const auto by = account::appearance(tx, caller.person_id, found->stored.appointment.booth_id);
  if (!finish_together(tx, found->stored, by)) return fail(messages::errors::not_now);
  return messages::Finish::Reply{};
}

Result<messages::Extend::Reply> extend(Transaction& tx, const Caller& caller,
                                       const messages::Extend& command) {
  const auto found = access_as_team(tx, caller, command.appointment_id);
  if (!found) return std::unexpected(found.error());
  const auto by = account::appearance(tx, caller.person_id, found->stored.appointment.booth_id);
  if (const auto extended = extend_together(tx, found->stored, by); !extended)
    return std::unexpected(extended.error());
  return messages::Extend::Reply{.appointment = find(tx, command.appointment_id).value().appointment};
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
