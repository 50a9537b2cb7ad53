#pragma once

#include <optional>
#include <string>
#include <vector>

#include "server/features/conversation/conversation_store.hpp"

namespace stollen::conversation {

struct NewMessage {
  ConversationId conversation_id;
  protocol::MessageKind kind = protocol::MessageKind::text;
  protocol::Person author;
  std::string text;
  std::optional<MessageId> reply_to;
  std::string cid;  ///< empty: none
};
/// Stores the message under the stream's next number and publishes it. A person's message becomes the
/// conversation's newest, system messages do not.
protocol::Message insert_message(Transaction& tx, const NewMessage& message);

struct StoredMessage {
  protocol::Message message;
  ConversationId conversation_id;
};
/// With its reactions.
std::optional<StoredMessage> find_message(Transaction& tx, MessageId id);

struct Page {
  std::vector<protocol::Message> messages;  ///< oldest first
  bool has_more = false;
};
/// The newest messages before number `before`, two statements.
Page read_page(Transaction& tx, ConversationId id, std::int64_t before, std::size_t limit);

void replace_text(Transaction& tx, MessageId id, const std::string& text);
/// Takes the text and all reactions away; false when that was done before.
bool remove_text(Transaction& tx, MessageId id);
/// The conversation's list entry quotes its newest message: follows a change of that.
void replace_quote(Transaction& tx, MessageId id, const std::string& text);

/// Both answer false when nothing changed.
bool insert_reaction(Transaction& tx, MessageId id, const std::string& emoji, PersonId person);
bool delete_reaction(Transaction& tx, MessageId id, const std::string& emoji, PersonId person);

}  // namespace stollen::conversation
