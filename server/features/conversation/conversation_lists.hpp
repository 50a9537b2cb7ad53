#pragma once

#include <string_view>
#include <vector>

#include "server/features/conversation/conversation_store.hpp"

namespace stollen::conversation {

/// A person's talks, newest first: those they began and those they took.
std::vector<protocol::ConversationSummary> talks_of(Transaction& tx, PersonId person);
/// A booth's talks in the order of the desk.
std::vector<protocol::ConversationSummary> talks_at(Transaction& tx, BoothId booth);

/// Tells everybody in whose list the talk stands (visitor, owner, the booth's desk) how the entry looks now.
/// Does nothing for tables and rooms. `subject`: the message that the entry quotes, so that deleting it
/// deletes the quotation too.
void publish_lists(Transaction& tx, const Conversation& conversation, std::string_view subject = {});
/// Only the person's own list, after their read mark moved.
void publish_own_list(Transaction& tx, const Conversation& conversation, PersonId person);

/// Replaces what stored events say about a deleted message: the message itself, its edits and quotations.
void redact_message(Transaction& tx, MessageId id);

}  // namespace stollen::conversation
