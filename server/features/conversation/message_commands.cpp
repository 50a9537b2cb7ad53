#include <algorithm>

#include "protocol/generated/cpp/session.hpp"
#include "protocol/generated/cpp/streams.hpp"
#include "server/features/conversation/conversation_access.hpp"
#include "server/features/conversation/conversation_commands.hpp"
#include "server/features/conversation/conversation_lists.hpp"
#include "server/features/conversation/conversation_rules.hpp"
#include "server/features/conversation/talk.hpp"
#include "server/features/fair/fair.hpp"

namespace stollen::conversation {
namespace {

constexpr std::size_t kMostReactionKinds = 20;
constexpr std::size_t kMostReactingPeople = 200;
constexpr std::size_t kUsualPage = 50;

/// Staff appear with the badge of the booth at which they talk.
protocol::Person author(Transaction& tx, const Caller& caller, const Conversation& conversation) {
  const bool is_staff_here = is_at_booth(conversation.kind) && caller.person_id != conversation.visitor_id;
  return account::appearance(tx, caller.person_id, is_staff_here ? conversation.booth_id : BoothId{});
}

bool has_room_for(const protocol::Message& message, const std::string& emoji) {
  const auto kind = std::ranges::find(message.reactions, emoji, &protocol::Reaction::emoji);
  if (kind == message.reactions.end()) return message.reactions.size() < kMostReactionKinds;
  return kind->people.size() < kMostReactingPeople;
}

}  // namespace

Result<messages::SendMessage::Reply> send_message(Transaction& tx, const Caller& caller,
                                                  const messages::SendMessage& command) {
  auto found = access_conversation(tx, caller, command.conversation_id);
  if (!found) return std::unexpected(found.error());
  if (auto open = fair::require_open(tx); !open) return std::unexpected(open.error());
  if (found->state == ConversationState::closed) return fail(messages::errors::closed);
  const auto text = clean_message(command.text);
  if (!text) return std::unexpected(text.error());
  if (command.reply_to) {
    const auto answered = find_message(tx, *command.reply_to);
    if (!answered || answered->conversation_id != found->id) {
      return fail(protocol::session::errors::not_found, {}, "reply_to");
    }
  }
  // Who answers a waiting visitor takes the talk by that; in a round visitors answer each other.
  if (found->state == ConversationState::waiting && caller.person_id != found->visitor_id &&
      account::booth_role(tx, caller.person_id, found->booth_id)) {
    take_talk(tx, *found, caller.person_id);
  }
  const auto message = say(tx, *found, author(tx, caller, *found), *text, command.reply_to, caller.cid);
  return messages::SendMessage::Reply{.message_id = message.message_id, .n = message.n};
}

Result<messages::EditMessage::Reply> edit_message(Transaction& tx, const Caller& caller,
                                                  const messages::EditMessage& command) {
  const auto found = access_message(tx, caller, command.message_id);
  if (!found) return std::unexpected(found.error());
  const protocol::Message& message = found->stored.message;
  if (message.author.person_id != caller.person_id || message.kind == protocol::MessageKind::system) {
    return fail(messages::errors::not_author);
  }
  if (auto open = fair::require_open(tx); !open) return std::unexpected(open.error());
  if (message.is_deleted.value_or(false)) return fail(messages::errors::message_deleted);
  if (found->conversation.state == ConversationState::closed) return fail(messages::errors::closed);
  const auto text = clean_message(command.text);
  if (!text) return std::unexpected(text.error());
  if (*text == message.text) return messages::EditMessage::Reply{};

  replace_text(tx, command.message_id, *text);
  tx.publish(
      protocol::ConversationStream::name(found->conversation.id),
      messages::MessageEditedEvent{.message_id = command.message_id, .text = *text, .edited_at = tx.now()},
      command.message_id.text());
  if (found->conversation.last_message == command.message_id) {
    replace_quote(tx, command.message_id, *text);
    publish_lists(tx, found->conversation, command.message_id.text());
  }
  return messages::EditMessage::Reply{};
}

Result<messages::DeleteMessage::Reply> delete_message(Transaction& tx, const Caller& caller,
                                                      const messages::DeleteMessage& command) {
  const auto found = access_message_to_remove(tx, caller, command.message_id);
  if (!found) return std::unexpected(found.error());
  const protocol::Message& message = found->stored.message;
  const bool is_own =
      message.author.person_id == caller.person_id && message.kind == protocol::MessageKind::text;
  if (!is_own && !may_moderate(caller, found->conversation)) return fail(messages::errors::not_author);
  if (!remove_text(tx, command.message_id)) return messages::DeleteMessage::Reply{};  // done before

  replace_quote(tx, command.message_id, "");
  redact_message(tx, command.message_id);
  tx.publish(protocol::ConversationStream::name(found->conversation.id),
             messages::MessageDeletedEvent{.message_id = command.message_id});
  if (found->conversation.last_message == command.message_id) publish_lists(tx, found->conversation);
  return messages::DeleteMessage::Reply{};
}

Result<messages::React::Reply> react(Transaction& tx, const Caller& caller, const messages::React& command) {
  const auto found = access_message(tx, caller, command.message_id);
  if (!found) return std::unexpected(found.error());
  if (auto open = fair::require_open(tx); !open) return std::unexpected(open.error());
  const protocol::Message& message = found->stored.message;
  if (message.is_deleted.value_or(false)) return fail(messages::errors::message_deleted);
  if (!is_reaction(command.emoji)) {
    return fail(protocol::session::errors::invalid_field, "emoji must be an emoji", "emoji");
  }
  bool is_changed = false;
  if (command.on) {
    if (!has_room_for(message, command.emoji)) return fail(messages::errors::too_many_reactions);
    is_changed = insert_reaction(tx, command.message_id, command.emoji, caller.person_id);
  } else {
    is_changed = delete_reaction(tx, command.message_id, command.emoji, caller.person_id);
  }
  if (is_changed) {
    tx.publish(protocol::ConversationStream::name(found->conversation.id),
               messages::ReactedEvent{.message_id = command.message_id,
                                      .person_id = caller.person_id,
                                      .emoji = command.emoji,
                                      .on = command.on});
  }
  return messages::React::Reply{};
}

Result<messages::Type::Reply> type(Live& live, const Caller& caller, const messages::Type& command) {
  const std::string stream = protocol::ConversationStream::name(command.conversation_id);
  if (!live.is_joined(stream)) return fail(protocol::session::errors::not_joined, {}, "conversation_id");
  live.hint(stream, messages::TypingEvent{.person_id = caller.person_id, .name = live.caller_name()});
  return messages::Type::Reply{};
}

Result<messages::ListMessages::Reply> list_messages(Transaction& tx, const Caller& caller,
                                                    const messages::ListMessages& command) {
  const auto found = access_conversation(tx, caller, command.conversation_id);
  if (!found) return std::unexpected(found.error());
  auto page = read_page(tx, found->id, command.before_n,
                        static_cast<std::size_t>(command.limit.value_or(kUsualPage)));
  return messages::ListMessages::Reply{.messages = std::move(page.messages), .has_more = page.has_more};
}

}  // namespace stollen::conversation
