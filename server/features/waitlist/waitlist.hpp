#pragma once
// What other features may use of the waiting list.
//
// How the streams fold (the client's reducers do the same):
// - day:<person>: `changed` replaces or inserts, order: joined_at, then booth_id; `removed` takes out. The
// slot
//   in an offer stands as it was when it was offered.
// - calendar:<booth>:staff: `counted` is the number of people who wait.
//
// A seat that becomes free is offered to the first who waits and whom it suits, one person at a time. Until
// the offer ends the seat is kept (slot::offer_seat), the person's time with it; appointment.book finds it as
// theirs, slot.hold is not needed. What nobody who waits can have is free for all.

#include <vector>

#include "protocol/generated/cpp/waitlist.hpp"
#include "server/features/slot/slot.hpp"
#include "server/storage/migration.hpp"
#include "server/storage/transaction.hpp"

namespace stollen::realtime {
class Registry;
}

namespace stollen::waitlist {

using protocol::BoothId;
using protocol::PersonId;
using storage::Transaction;

/// Commands, migrations, the timers of offers and the look at those that are open.
void attach(realtime::Registry& registry);
std::vector<storage::Migration> migrations();

/// What slot::attach is given: keeps free seats of the slot for those who are next.
void offer_free_seats(Transaction& tx, const slot::StaffSlot& slot);

/// Where the person waits, in the order of joined_at, then booth_id.
std::vector<protocol::WaitlistEntry> waiting_of(Transaction& tx, PersonId person);
/// How many wait at the booth.
std::int64_t count_waiting(Transaction& tx, BoothId booth);

/// The person books this slot: who has an appointment at the booth waits there no longer. Before the seat is
/// taken, since an offer of another slot ends with it; when that fails, the unit must be undone.
void end_by_booking(Transaction& tx, PersonId person, const protocol::Slot& slot);
/// The slot was given to another member of the team: offers of it show the new one, and end where only the
/// one before was wanted.
void follow_slot(Transaction& tx, const protocol::Slot& slot);
/// Nobody waits at a booth that is no more; before its appointments are called off.
void remove_booth(Transaction& tx, BoothId booth);

}  // namespace stollen::waitlist
