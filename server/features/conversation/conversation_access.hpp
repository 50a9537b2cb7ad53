#pragma once

#include "server/core/result.hpp"
#include "server/features/conversation/conversation_store.hpp"
#include "server/features/conversation/message_store.hpp"
#include "server/realtime/caller.hpp"

namespace stollen::conversation {

using realtime::Caller;

/// THE way to a conversation: a talk is for its visitor and the booth's team (members who only take
/// hand-overs see the talks they own), a round for its visitors and the team, a table's chat for those
/// seated, a room for everybody with an account. Whatever is not the caller's is `session.not_found`, like
/// what does not exist.
Result<Conversation> access_conversation(Transaction& tx, const Caller& caller, ConversationId id);

/// THE way to a message, through its conversation.
struct MessageAccess {
  Conversation conversation;
  StoredMessage stored;
};
Result<MessageAccess> access_message(Transaction& tx, const Caller& caller, MessageId id);
/// To remove it: moderators and organisers also reach messages of tables and rooms in which they do not take
/// part, and authors their own, wherever they have left.
Result<MessageAccess> access_message_to_remove(Transaction& tx, const Caller& caller, MessageId id);
bool may_moderate(const Caller& caller, const Conversation& conversation);

}  // namespace stollen::conversation
