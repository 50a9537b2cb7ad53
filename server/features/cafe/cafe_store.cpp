#include "server/features/cafe/cafe_store.hpp"

#include <unordered_map>

namespace stollen::cafe {
namespace {

using protocol::BoothId;
using protocol::Timestamp;
using Text = std::string;
using MaybeText = std::optional<std::string>;

std::vector<protocol::CafeTable> tables_without_people(Transaction& tx) {
  std::vector<protocol::CafeTable> tables;
  for (auto& [id, slug, topic_de, topic_en, about_de, about_en, town, host, seats, chat] :
       tx.all<TableId, Text, Text, MaybeText, Text, MaybeText, Text, Text, std::int64_t, ConversationId>(
           "SELECT id, slug, topic_de, topic_en, about_de, about_en, town, host, seat_count, conversation_id "
           "FROM cafe_table ORDER BY slug")) {
    tables.push_back({.table_id = id,
                      .slug = std::move(slug),
                      .topic = {std::move(topic_de), std::move(topic_en)},
                      .about = {std::move(about_de), std::move(about_en)},
                      .town = std::move(town),
                      .host = std::move(host),
                      .seat_count = seats,
                      .seats = {},
                      .conversation_id = chat});
  }
  return tables;
}

}  // namespace

std::vector<protocol::CafeTable> all_tables(Transaction& tx) {
  auto tables = tables_without_people(tx);
  std::unordered_map<TableId, protocol::CafeTable*> by_id;
  for (auto& table : tables) by_id[table.table_id] = &table;
  for (auto& [table, person, since, name, booth, booth_name, is_team] :
       tx.all<TableId, PersonId, Timestamp, Text, std::optional<BoothId>, MaybeText, std::optional<bool>>(
           "SELECT table_id, person_id, since, name, booth_id, booth_name, is_team FROM cafe_seat "
           "ORDER BY table_id, place")) {
    by_id.at(table)->seats.push_back({.person = {.person_id = person,
                                                 .name = std::move(name),
                                                 .booth_id = booth,
                                                 .booth_name = std::move(booth_name),
                                                 .is_team = is_team},
                                      .since = since});
  }
  return tables;
}

std::optional<protocol::CafeTable> find_table(Transaction& tx, std::string_view slug) {
  for (auto& table : all_tables(tx)) {
    if (table.slug == slug) return std::move(table);
  }
  return std::nullopt;
}

std::optional<ConversationId> chat_of(Transaction& tx, TableId table) {
  return tx.one<ConversationId>("SELECT conversation_id FROM cafe_table WHERE id = $1", table);
}

std::optional<TableId> seat_of(Transaction& tx, PersonId person) {
  return tx.one<TableId>("SELECT table_id FROM cafe_seat WHERE person_id = $1", person);
}

std::optional<protocol::Seat> take_seat(Transaction& tx, TableId table, const protocol::Person& person) {
  const auto taken = tx.changed(
      "INSERT INTO cafe_seat (table_id, seat_no, person_id, place, since, name, booth_id, booth_name, "
      "is_team) "
      "SELECT t.id, MIN(k.n), $2, "
      "       (SELECT COALESCE(MAX(place), 0) + 1 FROM cafe_seat p WHERE p.table_id = t.id), $3, $4, $5, $6, "
      "$7 "
      "FROM cafe_table t "
      "JOIN (SELECT 1 AS n UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4 UNION ALL SELECT 5 "
      "      UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8) k ON k.n <= t.seat_count "
      "WHERE t.id = $1 "
      "  AND NOT EXISTS (SELECT 1 FROM cafe_seat s WHERE s.table_id = t.id AND s.seat_no = k.n) "
      "  AND (SELECT COUNT(*) FROM cafe_seat c WHERE c.table_id = t.id) < t.seat_count "
      "GROUP BY t.id",
      table, person.person_id, tx.now(), person.name, person.booth_id, person.booth_name, person.is_team);
  if (taken == 0) return std::nullopt;
  return protocol::Seat{.person = person, .since = tx.now()};
}

std::optional<TableId> free_seat(Transaction& tx, PersonId person) {
  return tx.one<TableId>("DELETE FROM cafe_seat WHERE person_id = $1 RETURNING table_id", person);
}

std::vector<PersonId> people_at(Transaction& tx, TableId table) {
  return tx.all<PersonId>("SELECT person_id FROM cafe_seat WHERE table_id = $1 ORDER BY place", table);
}

std::vector<PersonId> all_seated(Transaction& tx) {
  return tx.all<PersonId>("SELECT person_id FROM cafe_seat");
}

}  // namespace stollen::cafe
