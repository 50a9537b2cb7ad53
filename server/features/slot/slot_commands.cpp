// What everybody does with slots: look, hold, give up.
#include "server/features/slot/slot_commands.hpp"

#include "server/core/not_found.hpp"
#include "server/features/booth/booth.hpp"
#include "server/features/fair/fair.hpp"
#include "server/features/slot/seat_store.hpp"
#include "server/features/slot/slot_store.hpp"

namespace stollen::slot {
namespace {

constexpr std::int64_t kUsualFound = 10;

/// The slot itself or, if it is taken, another of the booth at the same time.
Result<HeldSeat> grant(Transaction& tx, const StaffSlot& wanted, PersonId person, bool is_any_member) {
  catch_up(tx, wanted.slot.slot_id, person);
  if (auto held = grant_hold(tx, wanted.slot.slot_id, person)) return std::move(*held);
  const Error why = why_no_seat(tx, wanted);
  if (!is_any_member || why.code != &messages::errors::taken) return std::unexpected(why);
  for (const SlotId other : alternatives(tx, wanted.slot)) {
    catch_up(tx, other, person);
    if (auto held = grant_hold(tx, other, person)) return std::move(*held);
  }
  return std::unexpected(why);
}

}  // namespace

Result<messages::List::Reply> list(Transaction& tx, const Caller&, const messages::List& command) {
  if (!booth::place(tx, command.booth_id)) return not_found("booth_id");
  return messages::List::Reply{.slots_ = public_part(calendar(tx, command.booth_id))};
}

Result<messages::Find::Reply> find(Transaction& tx, const Caller& caller, const messages::Find& command) {
  if (command.booth_id && !booth::place(tx, *command.booth_id)) return not_found("booth_id");
  return messages::Find::Reply{.slots_ = search(tx, {.booth_id = command.booth_id,
                                                     .field = command.field.value_or(""),
                                                     .from = command.from.value_or(tx.now()),
                                                     .near = command.near,
                                                     .person_id = caller.person_id,
                                                     .limit = command.limit.value_or(kUsualFound)})};
}

Result<messages::Hold::Reply> hold(Transaction& tx, const Caller& caller, const messages::Hold& command) {
  if (auto open = fair::require_open(tx); !open) return std::unexpected(open.error());
  const auto wanted = slot::find(tx, command.slot_id);
  if (!wanted) return not_found("slot_id");
  catch_up(tx, command.slot_id, caller.person_id);
  const auto own = held_by(tx, caller.person_id);
  if (own && own->slot_id == command.slot_id) {
    // The time anew counts as an extension; when there is none left, the hold stands as it is.
    const auto renewed = renew_hold(tx, command.slot_id, caller.person_id, own->generation);
    return messages::Hold::Reply{.hold = renewed ? tell_hold(tx, *renewed) : to_hold(tx, *own)};
  }
  if (count_appointments(tx, caller.person_id) >= kMostAppointments) return fail(messages::errors::too_many);
  // An error behind this brings the old hold back: nobody loses it for a slot that cannot be had.
  if (own) end_hold(tx, *own);
  const auto held = grant(tx, *wanted, caller.person_id, command.any_member.value_or(false));
  if (!held) return std::unexpected(held.error());
  if (!take_cells(tx, BusyKind::visitor, caller.person_id,
                  cells_of(wanted->slot.starts_at, wanted->slot.minutes), held->seat_id.text())) {
    return fail(messages::errors::overlap);
  }
  tell(tx, held->slot_id, true);
  return messages::Hold::Reply{.hold = tell_hold(tx, *held)};
}

Result<messages::Extend::Reply> extend(Transaction& tx, const Caller& caller,
                                       const messages::Extend& command) {
  if (!slot::find(tx, command.slot_id)) return not_found("slot_id");
  catch_up(tx, command.slot_id, caller.person_id);
  const auto renewed = renew_hold(tx, command.slot_id, caller.person_id, command.generation);
  if (renewed) return messages::Extend::Reply{.hold = tell_hold(tx, *renewed)};
  const auto own = held_by(tx, caller.person_id);
  const bool is_this = own && own->slot_id == command.slot_id && own->generation == command.generation;
  return fail(is_this ? messages::errors::extended_often : messages::errors::hold_lost);
}

Result<messages::Release::Reply> release(Transaction& tx, const Caller& caller,
                                         const messages::Release& command) {
  if (!slot::find(tx, command.slot_id)) return not_found("slot_id");
  const auto own = held_by(tx, caller.person_id);
  if (own && own->slot_id == command.slot_id && own->generation == command.generation) end_hold(tx, *own);
  return messages::Release::Reply{};
}

}  // namespace stollen::slot
