#include "server/features/waitlist/waitlist_store.hpp"

#include <stdexcept>

#include "protocol/cpp/json_reader.hpp"
#include "protocol/cpp/json_writer.hpp"

namespace stollen::waitlist {
namespace {

using Text = std::string;
using MaybeText = std::optional<std::string>;

#define STOLLEN_ENTRY_COLUMNS                                                                     \
  "id, booth_id, person_id, member_id, member_name, short_notice, joined_at, unanswered, offer, " \
  "offer_seat "

/// Our own JSON: whatever is wrong with it is a damaged store.
SlotOffer read_offer(const std::string& text) {
  const auto json = protocol::parse_json(text);
  auto offer = json ? protocol::decode<SlotOffer>(*json)
                    : throw std::runtime_error("a stored offer is damaged: " + json.error());
  if (!offer) throw std::runtime_error("a stored offer is damaged: " + offer.error().field);
  return std::move(*offer);
}

MaybeText write_offer(const std::optional<SlotOffer>& offer) {
  if (!offer) return std::nullopt;
  std::string text;
  protocol::JsonWriter writer(text);
  write(writer, *offer);
  return text;
}

template <class... Args>
std::vector<Entry> entries_from(Transaction& tx, storage::Sql sql, const Args&... args) {
  std::vector<Entry> entries;
  for (auto& [id, booth, person, member, member_name, short_notice, joined_at, unanswered, offer, seat] :
       tx.all<EntryId, BoothId, PersonId, std::optional<PersonId>, MaybeText, bool, Timestamp, std::int64_t,
              MaybeText, std::optional<slot::SeatId>>(sql, args...)) {
    Entry entry{.id = id,
                .booth_id = booth,
                .person_id = person,
                .wish = {.member = member, .short_notice = short_notice},
                .member_name = std::move(member_name),
                .joined_at = joined_at,
                .unanswered = unanswered,
                .offer = {},
                .offer_seat = seat};
    if (offer) entry.offer = read_offer(*offer);
    entries.push_back(std::move(entry));
  }
  return entries;
}

std::optional<Entry> first_of(std::vector<Entry> entries) {
  if (entries.empty()) return std::nullopt;
  return std::move(entries.front());
}

/// Those behind place `n`, with what stands between them and the slot.
struct Waiting {
  EntryId id;
  std::int64_t n = 0;
};
std::pair<std::vector<Waiting>, std::vector<Candidate>> candidates(Transaction& tx,
                                                                   const protocol::Slot& slot, std::int64_t n,
                                                                   std::int64_t limit) {
  std::pair<std::vector<Waiting>, std::vector<Candidate>> found;
  for (const auto& [id, place, member, short_notice, has_passed, is_busy, appointments] :
       tx.all<EntryId, std::int64_t, std::optional<PersonId>, bool, bool, bool, std::int64_t>(
           "SELECT w.id, w.n, w.member_id, w.short_notice, "
           "EXISTS (SELECT 1 FROM waitlist_passed p WHERE p.entry_id = w.id AND p.slot_id = $3), "
           "EXISTS (SELECT 1 FROM busy_cell c WHERE c.kind = 'visitor' AND c.subject = w.person_id "
           "AND c.cell >= $4 / 300000 AND c.cell < $4 / 300000 + $5 / 5), "
           "COALESCE((SELECT v.active FROM visitor_load v WHERE v.person_id = w.person_id), 0) "
           "FROM waitlist w WHERE w.booth_id = $1 AND w.n > $2 AND w.offer IS NULL "
           "AND NOT EXISTS (SELECT 1 FROM waitlist o WHERE o.person_id = w.person_id AND o.offer IS NOT "
           "NULL) "
           "ORDER BY w.n LIMIT $6",
           slot.booth_id, n, slot.slot_id, slot.starts_at, slot.minutes, limit)) {
    found.first.push_back({.id = id, .n = place});
    found.second.push_back({.wish = {.member = member, .short_notice = short_notice},
                            .has_passed = has_passed,
                            .is_busy = is_busy,
                            .appointments = appointments});
  }
  return found;
}

}  // namespace

std::optional<Entry> find(Transaction& tx, EntryId id) {
  return first_of(entries_from(tx, "SELECT " STOLLEN_ENTRY_COLUMNS "FROM waitlist WHERE id = $1", id));
}

std::optional<Entry> find(Transaction& tx, BoothId booth, PersonId person) {
  return first_of(
      entries_from(tx, "SELECT " STOLLEN_ENTRY_COLUMNS "FROM waitlist WHERE booth_id = $1 AND person_id = $2",
                   booth, person));
}

std::vector<Entry> entries_of(Transaction& tx, PersonId person) {
  return entries_from(
      tx, "SELECT " STOLLEN_ENTRY_COLUMNS "FROM waitlist WHERE person_id = $1 ORDER BY joined_at, booth_id",
      person);
}

std::vector<Entry> entries_at(Transaction& tx, BoothId booth) {
  return entries_from(tx, "SELECT " STOLLEN_ENTRY_COLUMNS "FROM waitlist WHERE booth_id = $1 ORDER BY n",
                      booth);
}

std::vector<Entry> oldest_entries(Transaction& tx, std::int64_t limit) {
  return entries_from(tx, "SELECT " STOLLEN_ENTRY_COLUMNS "FROM waitlist ORDER BY id LIMIT $1", limit);
}

std::vector<Entry> entries_with_offer(Transaction& tx) {
  return entries_from(
      tx, "SELECT " STOLLEN_ENTRY_COLUMNS "FROM waitlist WHERE offer IS NOT NULL ORDER BY person_id");
}

std::vector<Entry> entries_offered(Transaction& tx, SlotId slot) {
  return entries_from(tx,
                      "SELECT " STOLLEN_ENTRY_COLUMNS
                      "FROM waitlist WHERE offer_seat IN "
                      "(SELECT k.id FROM seat k WHERE k.slot_id = $1 AND k.is_offered = 1) ORDER BY n",
                      slot);
}

bool has_offers(Transaction& tx) {
  return tx.one<std::int64_t>("SELECT 1 FROM waitlist WHERE offer IS NOT NULL LIMIT 1").has_value();
}

std::int64_t count_waiting(Transaction& tx, BoothId booth) {
  return tx.one<std::int64_t>("SELECT COUNT(*) FROM waitlist WHERE booth_id = $1", booth).value_or(0);
}

std::int64_t count_ahead(Transaction& tx, EntryId id) {
  return tx
      .one<std::int64_t>(
          "SELECT COUNT(*) FROM waitlist a JOIN waitlist w ON w.booth_id = a.booth_id AND a.n < w.n "
          "WHERE w.id = $1",
          id)
      .value_or(0);
}

bool insert(Transaction& tx, const Entry& entry) {
  return tx.changed(
             "INSERT INTO waitlist (id, n, booth_id, person_id, member_id, member_name, short_notice, "
             "joined_at, unanswered) "
             "SELECT $1, (SELECT COALESCE(MAX(l.n), 0) + 1 FROM waitlist l WHERE l.booth_id = $2), $2, $3, "
             "$4, $5, $6, $7, 0 WHERE (SELECT COUNT(*) FROM waitlist o WHERE o.person_id = $3) < $8",
             entry.id, entry.booth_id, entry.person_id, entry.wish.member, entry.member_name,
             entry.wish.short_notice, entry.joined_at, kMostBooths) == 1;
}

void update(Transaction& tx, const Entry& entry) {
  tx.run(
      "UPDATE waitlist SET member_id = $2, member_name = $3, short_notice = $4, unanswered = $5, offer = $6, "
      "offer_seat = $7 WHERE id = $1",
      entry.id, entry.wish.member, entry.member_name, entry.wish.short_notice, entry.unanswered,
      write_offer(entry.offer), entry.offer_seat);
}

void erase(Transaction& tx, EntryId id) {
  tx.run("DELETE FROM waitlist_passed WHERE entry_id = $1", id);
  tx.run("DELETE FROM waitlist WHERE id = $1", id);
}

void note_passed(Transaction& tx, EntryId id, SlotId slot) {
  tx.run("INSERT INTO waitlist_passed (entry_id, slot_id) VALUES ($1, $2) ON CONFLICT DO NOTHING", id, slot);
}

std::vector<SlotId> passed_by(Transaction& tx, EntryId id) {
  return tx.all<SlotId>("SELECT slot_id FROM waitlist_passed WHERE entry_id = $1 ORDER BY slot_id", id);
}

std::optional<EntryId> find_next(Transaction& tx, const protocol::Slot& slot) {
  constexpr std::int64_t kAtOnce = 50;  // nearly always it is one of the first
  for (std::int64_t n = 0;;) {
    const auto [entries, facts] = candidates(tx, slot, n, kAtOnce);
    if (const auto next = next_of(facts, slot, tx.now())) return entries[*next].id;
    if (static_cast<std::int64_t>(entries.size()) < kAtOnce) return std::nullopt;
    n = entries.back().n;
  }
}

std::optional<Timestamp> note_look(Transaction& tx) {
  const auto before = tx.one<Timestamp>("SELECT seen_at FROM waitlist_watch WHERE n = 1");
  tx.run(
      "INSERT INTO waitlist_watch (n, seen_at) VALUES (1, $1) "
      "ON CONFLICT (n) DO UPDATE SET seen_at = excluded.seen_at",
      tx.now());
  return before;
}

#undef STOLLEN_ENTRY_COLUMNS

}  // namespace stollen::waitlist
