#pragma once
// Seats and people's time: the statements that decide races.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "server/features/slot/slot.hpp"
#include "server/features/slot/slot_rules.hpp"

namespace stollen::slot {

enum class BusyKind { visitor, member };
/// All the cells or, as the answer says, not all: then the unit must be undone, or free_cells called.
bool take_cells(Transaction& tx, BusyKind kind, PersonId subject, Cells cells, const std::string& owner);
void free_cells(Transaction& tx, const std::string& owner);

/// A person's hold, run out or not.
struct HeldSeat {
  SeatId seat_id;
  SlotId slot_id;
  PersonId owner;
  std::int64_t generation = 0;
  Timestamp until;
  std::int64_t extensions = 0;
  std::int64_t told_free = 0;
};
std::optional<HeldSeat> held_by(Transaction& tx, PersonId person);

/// Free → held, by the guard. Nothing: no seat of the slot can be had now.
std::optional<HeldSeat> grant_hold(Transaction& tx, SlotId slot, PersonId person);
/// The time anew, by the guard: nothing when the hold has ended or was extended as often as it can be.
std::optional<HeldSeat> renew_hold(Transaction& tx, SlotId slot, PersonId person, std::int64_t generation);
/// Held → free, by the guard; the person's time too. Tells everybody, the slot's calendars included.
bool end_hold(Transaction& tx, const HeldSeat& hold);
/// Does what is due and was not swept yet: ends the holds of the slot and of the person that have run out,
/// and releases the slot if its time to be booked has come. Before anybody takes a seat.
void catch_up(Transaction& tx, SlotId slot, PersonId person);
std::int64_t end_all_run_out_holds(Transaction& tx);
/// Where the clock was set back, holds would last as much longer: none lasts longer than a new one.
void shorten_long_holds(Transaction& tx);
/// A slot is released once, when `opens_at` has passed: those who wait are asked.
void release_if_due(Transaction& tx, SlotId slot);
void release_due_slots(Transaction& tx);

/// Some seats of the slot are free that were not, or could not be booked: offers them to those who wait, then
/// tells both calendars what is left.
void tell_free(Transaction& tx, SlotId slot, bool was_shown);
void set_on_free_seats(OnFreeSeats on_free_seats);

/// Why there is no seat: slot.not_open or slot.taken.
Error why_no_seat(Transaction& tx, const StaffSlot& slot);
/// Whether the slot itself can be booked at this moment.
bool is_bookable(Transaction& tx, const StaffSlot& slot);

/// The hold as its owner is told of it.
protocol::Hold to_hold(Transaction& tx, const HeldSeat& held);
/// Tells the owner; their day shows the slot as it is now from then on.
protocol::Hold tell_hold(Transaction& tx, const HeldSeat& held);
void tell_hold_ended(Transaction& tx, const HeldSeat& held);

}  // namespace stollen::slot
