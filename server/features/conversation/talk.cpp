#include "server/features/conversation/talk.hpp"

#include "protocol/generated/cpp/streams.hpp"
#include "server/features/booth/booth.hpp"
#include "server/features/conversation/conversation_lists.hpp"

namespace stollen::conversation {

namespace messages = protocol::conversation;

protocol::Message say(Transaction& tx, const Conversation& conversation, const protocol::Person& author,
                      const std::string& text, std::optional<MessageId> reply_to, const std::string& cid) {
  const bool is_talk = is_at_booth(conversation.kind);
  // Who speaks takes part: a colleague who joins in at the booth. Visitor and owner do since they came.
  const bool takes_part =
      author.person_id == conversation.visitor_id || author.person_id == conversation.owner_id;
  if (is_talk && !takes_part) add_member(tx, conversation.id, author);
  auto message = insert_message(tx, {.conversation_id = conversation.id,
                                     .kind = protocol::MessageKind::text,
                                     .author = author,
                                     .text = text,
                                     .reply_to = reply_to,
                                     .cid = cid});
  if (is_talk) note_own_message(tx, conversation.id, author.person_id, message.n);
  publish_lists(tx, conversation, message.message_id.text());
  return message;
}

void say_system(Transaction& tx, ConversationId conversation, const protocol::Person& who,
                const std::string& word) {
  insert_message(
      tx,
      {.conversation_id = conversation, .kind = protocol::MessageKind::system, .author = who, .text = word});
}

bool give_talk(Transaction& tx, Conversation& conversation, PersonId person) {
  const auto owner = account::appearance(tx, person, conversation.booth_id);
  if (!take(tx, conversation.id, owner)) return false;
  conversation.state = ConversationState::active;
  conversation.owner_id = person;
  tx.publish(protocol::ConversationStream::name(conversation.id),
             messages::StateChangedEvent{.state = ConversationState::active, .owner = owner});
  add_member(tx, conversation.id, owner);
  say_system(tx, conversation.id, owner, "taken");
  publish_lists(tx, conversation,
                conversation.last_message ? conversation.last_message.text() : std::string{});
  return true;
}

bool take_talk(Transaction& tx, Conversation& conversation, PersonId person) {
  if (!give_talk(tx, conversation, person)) return false;
  booth::begin_talking(tx, conversation.booth_id, person);
  return true;
}

}  // namespace stollen::conversation
