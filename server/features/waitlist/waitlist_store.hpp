#pragma once
// Rows of those who wait.

#include <optional>
#include <string>
#include <vector>

#include "server/features/waitlist/waitlist.hpp"
#include "server/features/waitlist/waitlist_rules.hpp"

namespace stollen::waitlist {

using EntryId = protocol::Id<struct EntryTag>;
using protocol::SlotId;
using protocol::SlotOffer;

struct Entry {
  EntryId id;
  BoothId booth_id;
  PersonId person_id;
  Wish wish;
  std::optional<std::string> member_name;
  Timestamp joined_at;
  std::int64_t unanswered = 0;
  std::optional<SlotOffer> offer;
  std::optional<slot::SeatId> offer_seat;
};
std::optional<Entry> find(Transaction& tx, EntryId id);
std::optional<Entry> find(Transaction& tx, BoothId booth, PersonId person);
std::vector<Entry> entries_of(Transaction& tx, PersonId person);
std::vector<Entry> entries_at(Transaction& tx, BoothId booth);
/// Of all booths, oldest first.
std::vector<Entry> oldest_entries(Transaction& tx, std::int64_t limit);
std::vector<Entry> entries_with_offer(Transaction& tx);
/// Those to whom a seat of the slot is offered.
std::vector<Entry> entries_offered(Transaction& tx, SlotId slot);
bool has_offers(Transaction& tx);

/// How many wait at the same booth since longer.
std::int64_t count_ahead(Transaction& tx, EntryId id);

/// Guarded: false when the person waits at as many booths as one may.
bool insert(Transaction& tx, const Entry& entry);
/// Wish, unanswered offers and offer as they stand in `entry`.
void update(Transaction& tx, const Entry& entry);
/// With everything that is known of it.
void erase(Transaction& tx, EntryId id);

void note_passed(Transaction& tx, EntryId id, SlotId slot);
std::vector<SlotId> passed_by(Transaction& tx, EntryId id);
/// Of those without an offer anywhere, the first whom the slot suits.
std::optional<EntryId> find_next(Transaction& tx, const protocol::Slot& slot);

/// When offers were last looked at; the moment of this look is noted. Nothing: never before.
std::optional<Timestamp> note_look(Transaction& tx);

}  // namespace stollen::waitlist
