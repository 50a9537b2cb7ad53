// A move that the team proposes and the visitor answers.
#include <algorithm>

#include "server/core/not_found.hpp"
#include "server/features/account/account.hpp"
#include "server/features/appointment/appointment_commands.hpp"
#include "server/features/appointment/meeting.hpp"
#include "server/features/fair/fair.hpp"

namespace stollen::appointment {
namespace {

Result<Access> access_as_visitor(Transaction& tx, const Caller& caller, AppointmentId id) {
  auto found = access(tx, caller, id);
  if (found && !found->is_visitor) return not_found("appointment_id");
  return found;
}

/// Its timer may be a moment late.
bool has_proposal(Transaction& tx, const Appointment& appointment) {
  return appointment.proposal && tx.now() < appointment.proposal->until;
}

}  // namespace

Result<messages::Propose::Reply> propose(Transaction& tx, const Caller& caller,
                                         const messages::Propose& command) {
  auto found = access(tx, caller, command.appointment_id);
  if (!found) return std::unexpected(found.error());
  if (!found->is_staff) return not_found("appointment_id");
  if (auto open = fair::require_open(tx); !open) return std::unexpected(open.error());
  const auto note = clean(command.note, "note");
  if (!note) return std::unexpected(note.error());
  Stored stored = std::move(found->stored);
  auto& appointment = stored.appointment;
  const auto wanted = slot::find(tx, command.slot_id);
  if (!wanted || wanted->slot.booth_id != appointment.booth_id) return not_found("slot_id");
  if (!may_visitor_change(appointment, tx.now())) return fail(messages::errors::over);
  if (command.slot_id == appointment.slot_id) return fail(protocol::slot::errors::overlap);
  drop_proposal(tx, stored);
  const auto kept = slot::keep_seat(tx, command.slot_id, appointment.visitor.person_id, stored.seat_id);
  if (!kept) return std::unexpected(kept.error());
  const Timestamp until =
      std::min({tx.now() + std::chrono::hours(24), appointment.starts_at, kept->slot.slot.starts_at});
  set_proposal(tx, stored, protocol::Proposal{.slot = kept->slot.slot, .until = until, .note = *note},
               kept->seat_id);
  set_proposal_timer(tx, command.appointment_id, until);
  add_step(tx, command.appointment_id, "proposed",
           account::appearance(tx, caller.person_id, appointment.booth_id), *note);
  tell(tx, stored);
  return messages::Propose::Reply{};
}

Result<messages::Accept::Reply> accept(Transaction& tx, const Caller& caller,
                                       const messages::Accept& command) {
  auto found = access_as_visitor(tx, caller, command.appointment_id);
  if (!found) return std::unexpected(found.error());
  Stored stored = std::move(found->stored);
  if (!may_visitor_change(stored.appointment, tx.now())) return fail(messages::errors::over);
  if (!has_proposal(tx, stored.appointment)) return fail(messages::errors::no_proposal);
  const auto taken = slot::take_kept_seat(tx, *stored.proposal_seat, caller.person_id, stored.seat_id);
  if (!taken) return fail(protocol::slot::errors::hold_lost);
  set_proposal(tx, stored, std::nullopt, std::nullopt);
  cancel_proposal_timer(tx, command.appointment_id);
  auto moved = settle_at(tx, std::move(stored), *taken);
  if (!moved) return std::unexpected(moved.error());
  return messages::Accept::Reply{.appointment = std::move(moved->appointment)};
}

Result<messages::Decline::Reply> decline(Transaction& tx, const Caller& caller,
                                         const messages::Decline& command) {
  auto found = access_as_visitor(tx, caller, command.appointment_id);
  if (!found) return std::unexpected(found.error());
  if (!has_proposal(tx, found->stored.appointment)) return fail(messages::errors::no_proposal);
  drop_proposal(tx, found->stored);
  add_step(tx, command.appointment_id, "declined", account::appearance(tx, caller.person_id));
  tell(tx, found->stored);
  return messages::Decline::Reply{};
}

}  // namespace stollen::appointment
