#include "server/features/conversation/message_store.hpp"

#include <algorithm>
#include <limits>
#include <unordered_map>

#include "protocol/generated/cpp/streams.hpp"
#include "server/core/new_id.hpp"
#include "server/features/conversation/conversation_rules.hpp"

namespace stollen::conversation {
namespace {

using protocol::Message;
using protocol::Timestamp;
using Text = std::string;
using MaybeText = std::optional<std::string>;
using MessageRow = std::tuple<MessageId, std::int64_t, Text, Text, Text, std::optional<MessageId>, Timestamp,
                              std::optional<Timestamp>, std::optional<bool>, MaybeText>;

Message to_message(MessageRow& row) {
  auto& [id, n, kind, author, text, reply_to, sent_at, edited_at, is_deleted, cid] = row;
  return {.message_id = id,
          .n = n,
          .kind = protocol::from_text<protocol::MessageKind>(kind).value(),
          .author = read_person(author),
          .text = std::move(text),
          .reply_to = reply_to,
          .sent_at = sent_at,
          .edited_at = edited_at,
          .is_deleted = is_deleted,
          .reactions = {},
          .cid = std::move(cid)};
}

/// Kinds in the order of first use, people in the order in which they reacted.
void add_reaction(Message& message, std::string emoji, PersonId person) {
  const auto found = std::ranges::find(message.reactions, emoji, &protocol::Reaction::emoji);
  if (found != message.reactions.end()) {
    found->people.push_back(person);
  } else {
    message.reactions.push_back({.emoji = std::move(emoji), .people = {person}});
  }
}

void become_newest(Transaction& tx, const NewMessage& message, const Message& stored) {
  tx.run(
      "UPDATE conversation SET last_n = $2, last_message_id = $3, last_text = $4, last_at = $5 WHERE id = $1",
      message.conversation_id, stored.n, stored.message_id, quote(stored.text), stored.sent_at);
}

}  // namespace

Message insert_message(Transaction& tx, const NewMessage& message) {
  const std::string stream = protocol::ConversationStream::name(message.conversation_id);
  Message stored{.message_id = new_id<MessageId>(),
                 .n = tx.next_number(stream),
                 .kind = message.kind,
                 .author = message.author,
                 .text = message.text,
                 .reply_to = message.reply_to,
                 .sent_at = tx.now(),
                 .cid = message.cid.empty() ? std::nullopt : std::optional(message.cid)};
  tx.run(
      "INSERT INTO message (id, conversation_id, n, kind, author_id, author, text, reply_to, sent_at, cid) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
      stored.message_id, message.conversation_id, stored.n, to_text(stored.kind), stored.author.person_id,
      person_text(stored.author), stored.text, stored.reply_to, stored.sent_at, stored.cid);
  if (stored.kind == protocol::MessageKind::text) become_newest(tx, message, stored);
  tx.publish_as(stream, stored.n, protocol::conversation::MessageEvent{.message = stored},
                stored.message_id.text());
  return stored;
}

std::optional<StoredMessage> find_message(Transaction& tx, MessageId id) {
  const auto place =
      tx.one<ConversationId, std::int64_t>("SELECT conversation_id, n FROM message WHERE id = $1", id);
  if (!place) return std::nullopt;
  const auto& [conversation, n] = *place;
  Page page = read_page(tx, conversation, n + 1, 1);
  return StoredMessage{.message = std::move(page.messages.back()), .conversation_id = conversation};
}

Page read_page(Transaction& tx, ConversationId id, std::int64_t before, std::size_t limit) {
  auto rows = tx.all<MessageId, std::int64_t, Text, Text, Text, std::optional<MessageId>, Timestamp,
                     std::optional<Timestamp>, std::optional<bool>, MaybeText>(
      "SELECT id, n, kind, author, text, reply_to, sent_at, edited_at, is_deleted, cid FROM message "
      "WHERE conversation_id = $1 AND n < $2 ORDER BY n DESC LIMIT $3",
      id, before, limit + 1);
  Page page{.messages = {}, .has_more = rows.size() > limit};
  if (page.has_more) rows.pop_back();
  std::unordered_map<MessageId, std::size_t> places;
  for (auto row = rows.rbegin(); row != rows.rend(); ++row) {
    places[std::get<0>(*row)] = page.messages.size();
    page.messages.push_back(to_message(*row));
  }
  if (page.messages.empty()) return page;
  for (auto& [message, emoji, person] : tx.all<MessageId, Text, PersonId>(
           "SELECT r.message_id, r.emoji, r.person_id FROM reaction r JOIN message m ON m.id = r.message_id "
           "WHERE m.conversation_id = $1 AND m.n BETWEEN $2 AND $3 ORDER BY r.message_id, r.kind_place, "
           "r.place",
           id, page.messages.front().n, page.messages.back().n)) {
    add_reaction(page.messages[places.at(message)], std::move(emoji), person);
  }
  return page;
}

void replace_text(Transaction& tx, MessageId id, const std::string& text) {
  tx.run("UPDATE message SET text = $2, edited_at = $3 WHERE id = $1", id, text, tx.now());
}

bool remove_text(Transaction& tx, MessageId id) {
  tx.run("DELETE FROM reaction WHERE message_id = $1", id);
  return tx.changed("UPDATE message SET text = '', is_deleted = 1 WHERE id = $1 AND is_deleted IS NULL",
                    id) == 1;
}

void replace_quote(Transaction& tx, MessageId id, const std::string& text) {
  tx.run("UPDATE conversation SET last_text = $2 WHERE last_message_id = $1", id, quote(text));
}

bool insert_reaction(Transaction& tx, MessageId id, const std::string& emoji, PersonId person) {
  return tx.changed(
             "INSERT INTO reaction (message_id, emoji, person_id, place, kind_place) "
             "SELECT $1, $2, $3, COALESCE(MAX(place), 0) + 1, "
             "COALESCE(MIN(CASE WHEN emoji = $2 THEN kind_place END), COALESCE(MAX(place), 0) + 1) "
             "FROM reaction WHERE message_id = $1 "
             "ON CONFLICT (message_id, emoji, person_id) DO NOTHING",
             id, emoji, person) == 1;
}

bool delete_reaction(Transaction& tx, MessageId id, const std::string& emoji, PersonId person) {
  return tx.changed("DELETE FROM reaction WHERE message_id = $1 AND emoji = $2 AND person_id = $3", id, emoji,
                    person) == 1;
}

}  // namespace stollen::conversation
