#pragma once
// What other features may use of slots.
//
// How the streams fold (the client's reducers do the same):
// - calendar:<booth>: `changed` replaces or inserts, `removed` takes out; order: starts_at, then slot_id.
// - calendar:<booth>:staff: `staff_changed` and `staff_removed` likewise.
//   Slots of a day that is over are told as removed at the fair's midnight, in its own zone.
// - day:<person>: `held` is the hold, in the place of an older one; `hold_ended` takes it out if slot and
// generation
//   are its own. The slot in a hold stands as it was told: its free seats do not follow.
// A hold that has run out keeps its seat until somebody wants the slot or the sweep comes, a second later at
// most: nobody can book with it, and each end is told. When the clock is set back, a hold is shortened to a
// new one's length and told again.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "protocol/generated/cpp/slot.hpp"
#include "server/core/result.hpp"
#include "server/features/account/account.hpp"
#include "server/realtime/caller.hpp"
#include "server/storage/migration.hpp"
#include "server/storage/transaction.hpp"

namespace stollen::realtime {
class Registry;
}

namespace stollen::slot {

using protocol::BoothId;
using protocol::PersonId;
using protocol::SlotId;
using protocol::StaffSlot;
using protocol::Timestamp;
using realtime::Caller;
using storage::Transaction;

using SeatId = protocol::Id<struct SeatTag>;

/// As many appointments may one person have at a fair that are to come or run.
inline constexpr std::int64_t kMostAppointments = 10;

/// What is done with a slot whose seats anybody could book from now on: given back, held no longer, opened,
/// released, moved. In the same transaction, before anybody is told of them, so that who waits comes first.
/// Called only when the slot can be booked and a seat is free; seats are kept by offer_seat.
using OnFreeSeats = void (*)(Transaction&, const StaffSlot&);

/// Commands, the stream `calendar:<booth>`, migrations, and the sweep of holds that ran out and slots whose
/// time to be booked has come. One `on_free_seats` for the whole process.
void attach(realtime::Registry& registry, OnFreeSeats on_free_seats);
std::vector<storage::Migration> migrations();

/// Whether the person takes appointments at the booth: lead and talk.
bool takes_appointments(Transaction& tx, PersonId person, BoothId booth);
/// Whether the caller manages the booth's calendar: lead and talk of its team, organisers everywhere. False
/// for booths that do not exist.
bool manages(Transaction& tx, const Caller& caller, BoothId booth);

/// When the day began in the fair's zone: calendars show slots from then on.
Timestamp day_start(Transaction& tx);
/// Whether the system's time zone data knows this IANA name.
bool is_known_zone(const std::string& zone);
std::optional<StaffSlot> find(Transaction& tx, SlotId slot);
/// Of a booth, in the order of starts_at, then slot_id; without those of days that are over.
std::vector<StaffSlot> calendar(Transaction& tx, BoothId booth);
std::optional<protocol::Hold> hold_of(Transaction& tx, PersonId person);

struct TakenSeat {
  SeatId seat_id;
  StaffSlot slot;  ///< as it is now
};
/// Books a seat: the one held under `generation`, or with 0 the person's own hold, a seat that is offered to
/// them, or a free one. The person's time is taken too, and everybody is told. Errors: slot.taken, not_open,
/// hold_lost, overlap; the unit must then be undone.
Result<TakenSeat> take_seat(Transaction& tx, SlotId slot, PersonId visitor, std::int64_t generation = 0);
/// Frees a booked seat and the visitor's time, and tells everybody.
void give_back(Transaction& tx, SeatId seat);
/// Frees the visitor's time of a booked seat only: for a move, so that the new time may overlap the old.
void free_time(Transaction& tx, SeatId seat);

/// Keeps a free seat, and the visitor's time with it, until it is taken or given up: for a move that the team
/// proposes. The time of the seat that the visitor would leave may overlap. Errors: slot.taken, not_open,
/// overlap; the unit must then be undone.
Result<TakenSeat> keep_seat(Transaction& tx, SlotId slot, PersonId visitor, SeatId leaving);
/// Kept → booked; the seat that is left goes free. Nothing: it is not kept for this visitor.
std::optional<TakenSeat> take_kept_seat(Transaction& tx, SeatId kept, PersonId visitor, SeatId leaving);
/// Kept or offered → free.
void give_up_kept_seat(Transaction& tx, SeatId kept);

/// Keeps a free seat, and the person's time with it, for somebody who waits: `take_seat` finds it as theirs,
/// until it is given up. A person has one such seat at a time; asking for a second one is a fault of the
/// caller. Nothing: no seat can be had, or the person is elsewhere then. Tells nobody.
std::optional<TakenSeat> offer_seat(Transaction& tx, SlotId slot, PersonId person);
/// What the person could book at the booth now, in the order of starts_at, then slot_id; without what
/// overlaps their appointments and offers.
std::vector<protocol::Slot> free_slots(Transaction& tx, BoothId booth, PersonId person);
/// Whether the person has a booked seat at the booth that is to come.
bool has_seat_to_come(Transaction& tx, PersonId person, BoothId booth);

/// More time for what takes place in a slot, `minutes` long so far: the member's slot that follows at once if
/// nobody has a seat in it (it goes), or free time up to what follows, at most once more the slot's own
/// length. Returns the minutes, 0 when there are none.
std::int64_t take_time_behind(Transaction& tx, SlotId slot, PersonId member, std::int64_t minutes);
/// The same for a visitor's time. False: the visitor is elsewhere then, and nothing was taken.
bool lengthen_visit(Transaction& tx, SlotId slot, SeatId seat, PersonId visitor, std::int64_t minutes,
                    std::int64_t more_minutes);

std::int64_t count_appointments(Transaction& tx, PersonId visitor);
/// One appointment more, unless the person has as many as one may have.
bool count_appointment(Transaction& tx, PersonId visitor);
void uncount_appointment(Transaction& tx, PersonId visitor);

/// Gives a slot with all its seats to another member of the team. Slots of theirs at that time and booth go
/// if nobody has a seat in them, else slot.member_busy.
Result<void> give(Transaction& tx, SlotId slot, PersonId member);

/// A row of slots.csv, checked: when a member of a team can be met.
struct PlannedTime {
  BoothId booth_id;
  PersonId person_id;
  Timestamp from;
  Timestamp to;
  std::int64_t minutes = 20;
  std::int64_t buffer_minutes = 0;
  std::int64_t seats = 1;
  std::optional<std::string> title;
};
struct PlanOutcome {
  std::size_t added = 0, removed = 0, unchanged = 0;
};
/// The plan of an import, in the place of the last one. Slots that were planned and are no longer go if
/// nobody has a seat in them; those that the team opened by hand stay, and go before planned ones. What lies
/// behind is not made.
PlanOutcome follow_plan(Transaction& tx, std::span<const PlannedTime> plan);

/// Removes all slots of a booth that is no more; holds end.
void remove_booth(Transaction& tx, BoothId booth);

}  // namespace stollen::slot
