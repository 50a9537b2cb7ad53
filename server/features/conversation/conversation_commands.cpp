#include "server/features/conversation/conversation_commands.hpp"

#include <algorithm>

#include "protocol/generated/cpp/session.hpp"
#include "protocol/generated/cpp/streams.hpp"
#include "server/core/new_id.hpp"
#include "server/features/booth/booth.hpp"
#include "server/features/conversation/conversation_access.hpp"
#include "server/features/conversation/conversation_lists.hpp"
#include "server/features/conversation/conversation_rules.hpp"
#include "server/features/conversation/talk.hpp"
#include "server/features/fair/fair.hpp"

namespace stollen::conversation {
namespace {

std::string quoted_message(const Conversation& conversation) {
  return conversation.last_message ? conversation.last_message.text() : std::string{};
}

}  // namespace

Result<messages::Open::Reply> open(Transaction& tx, const Caller& caller, const messages::Open& command) {
  const auto place = booth::place(tx, command.booth_id);
  if (!place) return fail(protocol::session::errors::not_found, {}, "booth_id");
  if (account::booth_role(tx, caller.person_id, command.booth_id)) {
    return fail(protocol::session::errors::forbidden, "A booth's team does not talk with its own booth.",
                "booth_id");
  }
  if (auto is_open = fair::require_open(tx); !is_open) return std::unexpected(is_open.error());
  std::optional<protocol::Job> job;
  if (command.job_id) {
    job = booth::job(tx, command.booth_id, *command.job_id);
    if (!job) return fail(protocol::session::errors::not_found, {}, "job_id");
  }
  const auto text = clean_message(command.text);
  if (!text) return std::unexpected(text.error());

  const auto visitor = account::appearance(tx, caller.person_id);
  auto id = open_talk(tx, command.booth_id, caller.person_id);
  if (!id) {
    id = new_id<ConversationId>();
    insert_talk(tx, {.id = *id,
                     .booth_id = command.booth_id,
                     .booth_slug = place->slug,
                     .booth_name = place->name,
                     .visitor = visitor,
                     .job = std::move(job)});
  }
  say(tx, *find_conversation(tx, *id), visitor, *text, std::nullopt, caller.cid);
  return messages::Open::Reply{.conversation_id = *id};
}

Result<messages::Take::Reply> take(Transaction& tx, const Caller& caller, const messages::Take& command) {
  auto found = access_conversation(tx, caller, command.conversation_id);
  if (!found) return std::unexpected(found.error());
  if (!is_at_booth(found->kind) || !account::booth_role(tx, caller.person_id, found->booth_id)) {
    return fail(protocol::session::errors::not_found, {}, "conversation_id");
  }
  if (found->owner_id == caller.person_id && found->state == ConversationState::active)
    return messages::Take::Reply{};
  if (take_talk(tx, *found, caller.person_id)) return messages::Take::Reply{};
  return fail(found->state == ConversationState::closed ? messages::errors::closed
                                                        : messages::errors::already_taken);
}

Result<messages::Close::Reply> close(Transaction& tx, const Caller& caller, const messages::Close& command) {
  auto found = access_conversation(tx, caller, command.conversation_id);
  if (!found) return std::unexpected(found.error());
  if (!is_at_booth(found->kind)) return fail(protocol::session::errors::not_found, {}, "conversation_id");
  if (found->kind == ConversationKind::round && !account::booth_role(tx, caller.person_id, found->booth_id)) {
    return fail(protocol::session::errors::forbidden, "A round is ended by the booth's team.",
                "conversation_id");
  }
  if (!close(tx, found->id)) return fail(messages::errors::closed);
  found->state = ConversationState::closed;
  tx.publish(protocol::ConversationStream::name(found->id),
             messages::StateChangedEvent{.state = ConversationState::closed});
  const BoothId badge = caller.person_id == found->visitor_id ? BoothId{} : found->booth_id;
  say_system(tx, found->id, account::appearance(tx, caller.person_id, badge), "closed");
  publish_lists(tx, *found, quoted_message(*found));
  if (found->owner_id && !has_active_talk(tx, found->booth_id, found->owner_id)) {
    booth::end_talking(tx, found->booth_id, found->owner_id);
  }
  return messages::Close::Reply{};
}

Result<messages::MarkRead::Reply> mark_read(Transaction& tx, const Caller& caller,
                                            const messages::MarkRead& command) {
  const auto found = access_conversation(tx, caller, command.conversation_id);
  if (!found) return std::unexpected(found.error());
  // In rooms nothing is kept; a colleague who only looks over the shoulder leaves no mark either.
  if (found->kind == ConversationKind::room || !is_member(tx, found->id, caller.person_id))
    return messages::MarkRead::Reply{};
  const std::string stream = protocol::ConversationStream::name(found->id);
  const std::int64_t n = std::min(command.n, tx.head(stream));
  if (n == 0 || !advance_read_mark(tx, found->id, caller.person_id, n)) return messages::MarkRead::Reply{};
  tx.publish(stream, messages::ReadEvent{.person_id = caller.person_id, .n = n});
  publish_own_list(tx, *found, caller.person_id);
  return messages::MarkRead::Reply{};
}

Result<messages::ListRooms::Reply> list_rooms(Transaction& tx, const Caller&, const messages::ListRooms&) {
  return messages::ListRooms::Reply{.rooms = all_rooms(tx)};
}

}  // namespace stollen::conversation
