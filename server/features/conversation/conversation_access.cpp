#include "server/features/conversation/conversation_access.hpp"

#include "protocol/generated/cpp/session.hpp"

namespace stollen::conversation {
namespace {

/// Who came to a round as a visitor; whoever came as one of the team needs their place in it still.
bool is_guest(Transaction& tx, const Conversation& round, PersonId person) {
  const auto came = member(tx, round.id, person);
  return came && came->booth_id != round.booth_id;
}

bool may_see(Transaction& tx, const Caller& caller, const Conversation& conversation) {
  if (!caller.is_logged_in()) return false;
  switch (conversation.kind) {
    case ConversationKind::room: return true;
    case ConversationKind::table: return is_member(tx, conversation.id, caller.person_id);
    case ConversationKind::round:
      if (is_guest(tx, conversation, caller.person_id)) return true;
      break;
    case ConversationKind::talk: break;
  }
  if (conversation.visitor_id == caller.person_id) return true;
  const auto role = account::booth_role(tx, caller.person_id, conversation.booth_id);
  if (!role) return false;
  return *role != protocol::BoothRole::handover || conversation.owner_id == caller.person_id;
}

}  // namespace

Result<Conversation> access_conversation(Transaction& tx, const Caller& caller, ConversationId id) {
  auto found = find_conversation(tx, id);
  if (!found || !may_see(tx, caller, *found)) {
    return fail(protocol::session::errors::not_found, {}, "conversation_id");
  }
  return std::move(*found);
}

bool may_moderate(const Caller& caller, const Conversation& conversation) {
  const bool is_team =
      caller.roles.contains(protocol::Role::moderator) || caller.roles.contains(protocol::Role::organiser);
  return is_team && conversation.kind != ConversationKind::talk;
}

namespace {

std::optional<MessageAccess> find_with_conversation(Transaction& tx, MessageId id) {
  auto stored = find_message(tx, id);
  if (!stored) return std::nullopt;
  auto conversation = find_conversation(tx, stored->conversation_id);
  if (!conversation) return std::nullopt;
  return MessageAccess{.conversation = std::move(*conversation), .stored = std::move(*stored)};
}

bool is_own(const Caller& caller, const protocol::Message& message) {
  return caller.is_logged_in() && message.author.person_id == caller.person_id;
}

}  // namespace

Result<MessageAccess> access_message(Transaction& tx, const Caller& caller, MessageId id) {
  auto found = find_with_conversation(tx, id);
  if (!found || !may_see(tx, caller, found->conversation)) {
    return fail(protocol::session::errors::not_found, {}, "message_id");
  }
  return std::move(*found);
}

Result<MessageAccess> access_message_to_remove(Transaction& tx, const Caller& caller, MessageId id) {
  auto found = find_with_conversation(tx, id);
  if (!found || !(is_own(caller, found->stored.message) || may_moderate(caller, found->conversation) ||
                  may_see(tx, caller, found->conversation))) {
    return fail(protocol::session::errors::not_found, {}, "message_id");
  }
  return std::move(*found);
}

}  // namespace stollen::conversation
