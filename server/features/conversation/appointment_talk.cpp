// The talk of an appointment: it opens by itself; for the visitors of a group round it is one.
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

std::optional<ConversationId> open_round(Transaction& tx, protocol::SlotId slot) {
  return tx.one<ConversationId>(
      "SELECT id FROM conversation WHERE slot_id = $1 AND kind = 'round' AND state <> 'closed'", slot);
}

ConversationId open_for_round(Transaction& tx, const RoundTalk& wanted) {
  if (const auto open = open_round(tx, wanted.slot_id)) return *open;
  const auto id = new_id<ConversationId>();
  insert_round(tx, id, wanted);
  auto round = find_conversation(tx, id).value();
  if (account::booth_role(tx, wanted.member, wanted.booth_id)) give_talk(tx, round, wanted.member);
  say_system(tx, id, account::appearance(tx, wanted.member, wanted.booth_id), "round");
  publish_lists(tx, round);
  return id;
}

std::int64_t join_round(Transaction& tx, ConversationId round, const protocol::Person& person) {
  if (!is_member(tx, round, person.person_id)) {
    add_member(tx, round, person);
    publish_own_list(tx, find_conversation(tx, round).value(), person.person_id);
  }
  return tx.head(protocol::ConversationStream::name(round));
}

void leave_round(Transaction& tx, ConversationId round, PersonId person) {
  if (!is_member(tx, round, person)) return;
  remove_member(tx, round, person);
  tx.publish(protocol::UserStream::name(person),
             protocol::conversation::UnlistedEvent{.conversation_id = round});
}

bool is_open(Transaction& tx, ConversationId conversation) {
  const auto found = find_conversation(tx, conversation);
  return found && found->state != ConversationState::closed;
}

Heard heard_since(Transaction& tx, ConversationId conversation, PersonId visitor, std::int64_t n) {
  Heard heard;
  const auto where = find_conversation(tx, conversation);
  for (const auto& text :
       tx.all<std::string>("SELECT DISTINCT author FROM message WHERE conversation_id = $1 AND n > $2 "
                           "AND kind = 'text'",
                           conversation, n)) {
    const auto author = read_person(text);
    // In a round others than the visitor are not all of the team.
    const bool is_other_guest = where->kind == ConversationKind::round && author.booth_id != where->booth_id;
    if (author.person_id == visitor) {
      heard.visitor = true;
    } else if (!is_other_guest) {
      heard.team = true;
    }
  }
  return heard;
}

}  // namespace stollen::conversation
