// The talk of an appointment: it opens by itself.
#include "protocol/generated/cpp/streams.hpp"
#include "server/core/new_id.hpp"
#include "server/features/booth/booth.hpp"
#include "server/features/conversation/conversation.hpp"
#include "server/features/conversation/conversation_lists.hpp"
#include "server/features/conversation/talk.hpp"

namespace stollen::conversation {
namespace {

ConversationId begin_talk(Transaction& tx, const AppointmentTalk& wanted) {
  const auto id = new_id<ConversationId>();
  insert_talk(tx, {.id = id,
                   .booth_id = wanted.booth_id,
                   .booth_slug = wanted.booth_slug,
                   .booth_name = wanted.booth_name,
                   .visitor = wanted.visitor,
                   .job = wanted.job_id ? booth::job(tx, wanted.booth_id, *wanted.job_id) : std::nullopt});
  return id;
}

}  // namespace

OpenedTalk open_for_appointment(Transaction& tx, const AppointmentTalk& wanted) {
  const auto continued = open_talk(tx, wanted.booth_id, wanted.visitor.person_id);
  const ConversationId id = continued ? *continued : begin_talk(tx, wanted);
  auto talk = find_conversation(tx, id).value();
  if (wanted.reason) {
    say(tx, talk, wanted.visitor, *wanted.reason, std::nullopt, {});
    talk = find_conversation(tx, id).value();
  }
  if (wanted.member && !give_talk(tx, talk, wanted.member))
    add_member(tx, id, account::appearance(tx, wanted.member, wanted.booth_id));
  say_system(tx, id, wanted.visitor, "appointment");
  // A talk that begins without a word and an owner has told no list so far.
  if (!continued) publish_lists(tx, talk, talk.last_message ? talk.last_message.text() : std::string{});
  return {.id = id, .n = tx.head(protocol::ConversationStream::name(id))};
}

bool is_open(Transaction& tx, ConversationId conversation) {
  const auto found = find_conversation(tx, conversation);
  return found && found->state != ConversationState::closed;
}

Heard heard_since(Transaction& tx, ConversationId conversation, PersonId visitor, std::int64_t n) {
  Heard heard;
  for (const auto author :
       tx.all<PersonId>("SELECT DISTINCT author_id FROM message WHERE conversation_id = $1 AND n > $2 "
                        "AND kind = 'text'",
                        conversation, n)) {
    (author == visitor ? heard.visitor : heard.team) = true;
  }
  return heard;
}

}  // namespace stollen::conversation
