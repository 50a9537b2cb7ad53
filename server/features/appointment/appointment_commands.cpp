// What becomes of an appointment before it begins: moved, called off, given to a colleague.
#include "server/features/appointment/appointment_commands.hpp"

#include "server/core/log.hpp"
#include "server/core/not_found.hpp"
#include "server/features/account/account.hpp"
#include "server/features/appointment/appointment_rules.hpp"
#include "server/features/appointment/meeting.hpp"
#include "server/features/fair/fair.hpp"
#include "server/features/waitlist/waitlist.hpp"

namespace stollen::appointment {
namespace {

Result<Stored> call_off(Transaction& tx, AppointmentId id, const std::optional<protocol::Person>& by,
                        const std::optional<std::string>& reason) {
  Marks marks{.cancel_reason = reason};
  if (by) marks.cancelled_by = by->person_id;
  auto ended = end_by(tx, id, Step::cancel, marks, by, reason);
  if (!ended) return fail(messages::errors::over);
  return std::move(*ended);
}

}  // namespace

Result<Access> access(Transaction& tx, const Caller& caller, AppointmentId id) {
  auto stored = find(tx, id);
  if (!stored) return not_found("appointment_id");
  const auto& appointment = stored->appointment;
  const bool is_member = appointment.person_id == caller.person_id &&
                         account::booth_role(tx, caller.person_id, appointment.booth_id).has_value();
  const bool is_team = is_member || slot::takes_appointments(tx, caller.person_id, appointment.booth_id);
  Access access{.stored = std::move(*stored),
                .is_visitor = appointment.visitor.person_id == caller.person_id,
                .is_staff = is_team || slot::manages(tx, caller, appointment.booth_id),
                .is_team = is_team};
  if (!access.is_visitor && !access.is_staff) return not_found("appointment_id");
  return access;
}

Result<messages::Move::Reply> move(Transaction& tx, const Caller& caller, const messages::Move& command) {
  auto found = access(tx, caller, command.appointment_id);
  if (!found) return std::unexpected(found.error());
  if (!found->is_visitor) return not_found("appointment_id");
  if (auto open = fair::require_open(tx); !open) return std::unexpected(open.error());
  Stored stored = std::move(found->stored);
  auto& appointment = stored.appointment;
  // What was said about the talk was said to this booth: to another one a new appointment is made.
  const auto wanted = slot::find(tx, command.slot_id);
  if (!wanted || wanted->slot.booth_id != appointment.booth_id) return not_found("slot_id");
  if (!may_visitor_change(appointment, tx.now())) return fail(messages::errors::over);
  if (appointment.slot_id == command.slot_id)
    return messages::Move::Reply{.appointment = std::move(appointment)};

  drop_proposal(tx, stored);
  // The new time may overlap the old. An error behind this brings the old seat back.
  slot::free_time(tx, stored.seat_id);
  const auto taken = slot::take_seat(tx, command.slot_id, caller.person_id);
  if (!taken) return std::unexpected(taken.error());
  slot::give_back(tx, stored.seat_id);
  auto moved = settle_at(tx, std::move(stored), *taken);
  if (!moved) return std::unexpected(moved.error());
  return messages::Move::Reply{.appointment = std::move(moved->appointment)};
}

Result<messages::Cancel::Reply> cancel(Transaction& tx, const Caller& caller,
                                       const messages::Cancel& command) {
  auto found = access(tx, caller, command.appointment_id);
  if (!found) return std::unexpected(found.error());
  const auto reason = clean(command.reason, "reason");
  if (!reason) return std::unexpected(reason.error());
  const auto& appointment = found->stored.appointment;
  if (appointment.state == AppointmentState::cancelled) return messages::Cancel::Reply{};
  const bool may = (found->is_visitor && may_visitor_cancel(appointment, tx.now())) ||
                   (found->is_staff && may_staff_change(appointment, tx.now()));
  if (!may) return fail(messages::errors::over);
  const BoothId badge = found->is_staff ? appointment.booth_id : BoothId{};
  const auto by = account::appearance(tx, caller.person_id, badge);
  const auto called_off = call_off(tx, command.appointment_id, by, *reason);
  if (!called_off) return std::unexpected(called_off.error());
  return messages::Cancel::Reply{};
}

Result<messages::Reassign::Reply> reassign(Transaction& tx, const Caller& caller,
                                           const messages::Reassign& command) {
  auto found = access(tx, caller, command.appointment_id);
  if (!found) return std::unexpected(found.error());
  const auto& appointment = found->stored.appointment;
  if (!found->is_staff) return not_found("appointment_id");
  const auto note = clean(command.note, "note");
  if (!note) return std::unexpected(note.error());
  if (account::appearance(tx, command.person_id).name.empty()) return not_found("person_id");
  if (!account::booth_role(tx, command.person_id, appointment.booth_id))
    return fail(messages::errors::not_in_team);
  if (!may_staff_change(appointment, tx.now())) return fail(messages::errors::over);
  const PersonId member_before = appointment.person_id;
  const bool is_new_member = member_before != command.person_id;
  if (is_new_member) {
    if (auto given = slot::give(tx, appointment.slot_id, command.person_id); !given)
      return std::unexpected(given.error());
    waitlist::follow_slot(tx, slot::find(tx, appointment.slot_id).value().slot);
  }
  const auto by = account::appearance(tx, caller.person_id, appointment.booth_id);
  const auto name = account::appearance(tx, command.person_id, appointment.booth_id).name;
  // A round goes to the colleague with everybody in it.
  for (Stored& stored : active_in(tx, appointment.slot_id)) {
    if (stored.appointment.appointment_id == command.appointment_id && *note) stored.note = *note;
    if (is_new_member) {
      stored.appointment.person_id = command.person_id;
      stored.appointment.name = name;
      // Whoever talks already stays with whom they talk.
      if (!place(tx, stored, Step::reassign)) continue;
      add_step(tx, stored.appointment.appointment_id, "reassigned", by);
      tell_old_member(tx, stored, member_before);
      if (stored.appointment.conversation_id) join_talk(tx, stored);
    } else {
      set_note(tx, stored.appointment.appointment_id, stored.note);
    }
    tell(tx, stored);
  }
  log::info("appointment.reassigned", {{"appointment", command.appointment_id}, {"to", command.person_id}});
  return messages::Reassign::Reply{};
}

void remove_booth(Transaction& tx, BoothId booth) {
  waitlist::remove_booth(tx, booth);
  for (const AppointmentId id : active_at(tx, booth)) {
    if (auto called_off = call_off(tx, id, std::nullopt, std::nullopt); !called_off)
      continue;  // they talk: it ends by itself
  }
  slot::remove_booth(tx, booth);
}

}  // namespace stollen::appointment
