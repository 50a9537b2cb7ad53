#pragma once
// Steps that several commands have in common.

#include <optional>
#include <string>

#include "server/features/conversation/conversation_store.hpp"
#include "server/features/conversation/message_store.hpp"

namespace stollen::conversation {

/// Says something: a person's message, with everything that shows it.
protocol::Message say(Transaction& tx, const Conversation& conversation, const protocol::Person& author,
                      const std::string& text, std::optional<MessageId> reply_to, const std::string& cid);
/// A line of the fair itself, such as `taken`.
void say_system(Transaction& tx, ConversationId conversation, const protocol::Person& who,
                const std::string& word);

/// Gives a waiting talk to the person; false when somebody was faster. `conversation` follows.
bool take_talk(Transaction& tx, Conversation& conversation, PersonId person);
/// The same for somebody who may not be there: the hall does not show them as talking by that.
bool give_talk(Transaction& tx, Conversation& conversation, PersonId person);

}  // namespace stollen::conversation
