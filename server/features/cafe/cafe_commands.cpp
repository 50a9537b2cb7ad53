#include "server/features/cafe/cafe_commands.hpp"

#include <algorithm>

#include "protocol/generated/cpp/session.hpp"
#include "protocol/generated/cpp/streams.hpp"
#include "server/core/log.hpp"
#include "server/core/new_id.hpp"
#include "server/features/cafe/cafe_store.hpp"
#include "server/features/conversation/conversation.hpp"
#include "server/features/fair/fair.hpp"
#include "server/realtime/registry.hpp"

namespace stollen::cafe {
namespace {

/// Gives up the person's seat, if any; true: there was one.
bool leave(Transaction& tx, PersonId person) {
  const auto table = free_seat(tx, person);
  if (!table) return false;
  tx.publish(protocol::CafeStream::name(), messages::SeatLeftEvent{.table_id = *table, .person_id = person});
  conversation::remove_member(tx, *chat_of(tx, *table), person);
  return true;
}

void on_absence(Transaction& tx, PersonId person) {
  if (leave(tx, person)) log::info("cafe.seat_freed", {{"person", person}});
}

}  // namespace

Result<messages::Sit::Reply> sit(Transaction& tx, const Caller& caller, const messages::Sit& command) {
  if (auto open = fair::require_open(tx); !open) return std::unexpected(open.error());
  const auto chat = chat_of(tx, command.table_id);
  if (!chat) return fail(protocol::session::errors::not_found, {}, "table_id");
  if (seat_of(tx, caller.person_id) == command.table_id)
    return messages::Sit::Reply{.conversation_id = *chat};

  // An error behind this rolls the leaving back too: nobody loses a seat for a table that is full.
  leave(tx, caller.person_id);
  const auto person = account::appearance(tx, caller.person_id);
  const auto seat = take_seat(tx, command.table_id, person);
  if (!seat) return fail(messages::errors::table_full);
  tx.publish(protocol::CafeStream::name(),
             messages::SeatTakenEvent{.table_id = command.table_id, .seat = *seat});
  conversation::add_member(tx, *chat, person);
  return messages::Sit::Reply{.conversation_id = *chat};
}

Result<messages::StandUp::Reply> stand_up(Transaction& tx, const Caller& caller, const messages::StandUp&) {
  if (!leave(tx, caller.person_id)) return fail(messages::errors::not_seated);
  return messages::StandUp::Reply{};
}

Result<messages::List::Reply> list(Transaction& tx, const Caller&, const messages::List&) {
  return messages::List::Reply{.tables = all_tables(tx)};
}

Change upsert_table(Transaction& tx, const TableImport& import) {
  const auto before = find_table(tx, import.slug);
  if (before && before->topic == import.topic && before->about == import.about &&
      before->town == import.town && before->host == import.host && before->seat_count == import.seat_count) {
    return Change::unchanged;
  }
  const TableId id = before ? before->table_id : new_id<TableId>();
  const ConversationId chat =
      before ? before->conversation_id : conversation::create_table_chat(tx, import.topic.de);
  tx.run(
      "INSERT INTO cafe_table (id, slug, topic_de, topic_en, about_de, about_en, town, host, seat_count, "
      "conversation_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) "
      "ON CONFLICT (slug) DO UPDATE SET topic_de = excluded.topic_de, topic_en = excluded.topic_en, "
      "about_de = excluded.about_de, about_en = excluded.about_en, town = excluded.town, host = "
      "excluded.host, "
      "seat_count = excluded.seat_count",
      id, import.slug, import.topic.de, import.topic.en, import.about.de, import.about.en, import.town,
      import.host, import.seat_count, chat);
  tx.publish(protocol::CafeStream::name(), messages::ChangedEvent{.table = *find_table(tx, import.slug)});
  return before ? Change::updated : Change::added;
}

std::size_t remove_missing(Transaction& tx, std::span<const std::string> slugs) {
  std::size_t removed = 0;
  for (const auto& table : all_tables(tx)) {
    if (std::ranges::find(slugs, table.slug) != slugs.end()) continue;
    for (const PersonId person : people_at(tx, table.table_id)) leave(tx, person);
    tx.run("DELETE FROM cafe_table WHERE id = $1", table.table_id);
    tx.publish(protocol::CafeStream::name(), messages::RemovedEvent{.table_id = table.table_id});
    ++removed;
  }
  return removed;
}

void attach(realtime::Registry& registry) {
  registry.migrations(migrations());
  registry.command<messages::Sit>(sit);
  registry.command<messages::StandUp>(stand_up);
  registry.command<messages::List>(list);
  registry.stream<protocol::CafeStream>(
      [](Transaction& tx, const Caller&, const protocol::CafeStream::Key&) -> Result<protocol::CafeSnapshot> {
        return protocol::CafeSnapshot{.tables = all_tables(tx)};
      },
      [](Transaction&, const Caller&, const protocol::CafeStream::Key&) -> Result<void> { return {}; });
  registry.on_absence("cafe", on_absence);
  registry.watch_after_restart(all_seated);
}

}  // namespace stollen::cafe
