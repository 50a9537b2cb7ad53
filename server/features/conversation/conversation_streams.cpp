// The streams of people, conversations and desks, rooms and members, and what the feature brings.
#include <limits>

#include "protocol/generated/cpp/session.hpp"
#include "protocol/generated/cpp/streams.hpp"
#include "server/core/new_id.hpp"
#include "server/features/booth/booth.hpp"
#include "server/features/conversation/conversation_access.hpp"
#include "server/features/conversation/conversation_commands.hpp"
#include "server/features/conversation/conversation_lists.hpp"
#include "server/features/conversation/message_store.hpp"

namespace stollen::conversation {
namespace {

constexpr std::size_t kSnapshotMessages = 50;

Result<void> authorise_person(Transaction&, const Caller& caller, const PersonId& person) {
  if (!caller.is_logged_in() || caller.person_id != person) return fail(protocol::session::errors::not_found);
  return {};
}

Result<protocol::UserSnapshot> user_snapshot(Transaction& tx, const Caller& caller, const PersonId& person) {
  if (auto allowed = authorise_person(tx, caller, person); !allowed) return std::unexpected(allowed.error());
  return protocol::UserSnapshot{.roles = account::role_list(account::roles(tx, person)),
                                .booths = account::booths_of(tx, person),
                                .conversations = talks_of(tx, person)};
}

Result<void> authorise_conversation(Transaction& tx, const Caller& caller, const ConversationId& id) {
  if (auto found = access_conversation(tx, caller, id); !found) return std::unexpected(found.error());
  return {};
}

Result<protocol::ConversationSnapshot> conversation_snapshot(Transaction& tx, const Caller& caller,
                                                             const ConversationId& id) {
  if (auto allowed = authorise_conversation(tx, caller, id); !allowed)
    return std::unexpected(allowed.error());
  auto snapshot = *read_conversation(tx, id);
  auto page = read_page(tx, id, std::numeric_limits<std::int64_t>::max(), kSnapshotMessages);
  snapshot.messages = std::move(page.messages);
  snapshot.has_more = page.has_more;
  return snapshot;
}

/// The desk is for those who take waiting people.
Result<void> authorise_desk(Transaction& tx, const Caller& caller, const BoothId& booth) {
  const auto role = account::booth_role(tx, caller.person_id, booth);
  if (!role || *role == protocol::BoothRole::handover) return fail(protocol::session::errors::not_found);
  return {};
}

protocol::StaffMember to_staff_member(account::TeamPerson&& member) {
  return {.person_id = member.person_id,
          .name = std::move(member.name),
          .role = member.role,
          .duty = member.duty};
}

Result<protocol::DeskSnapshot> desk_snapshot(Transaction& tx, const Caller& caller, const BoothId& booth) {
  if (auto allowed = authorise_desk(tx, caller, booth); !allowed) return std::unexpected(allowed.error());
  const auto place = booth::place(tx, booth);
  if (!place) return fail(protocol::session::errors::not_found);
  protocol::DeskSnapshot desk{.booth_id = booth,
                              .booth_slug = place->slug,
                              .booth_name = place->name,
                              .conversations = talks_at(tx, booth)};
  for (auto& member : account::team(tx, booth)) desk.team.push_back(to_staff_member(std::move(member)));
  return desk;
}

}  // namespace

void add_member(Transaction& tx, ConversationId conversation, const protocol::Person& person) {
  if (!insert_member(tx, conversation, person)) return;
  tx.publish(protocol::ConversationStream::name(conversation), messages::MemberJoinedEvent{.person = person});
}

void remove_member(Transaction& tx, ConversationId conversation, PersonId person) {
  if (!delete_member(tx, conversation, person)) return;
  const std::string stream = protocol::ConversationStream::name(conversation);
  tx.publish(stream, messages::MemberLeftEvent{.person_id = person});
  tx.effects().removals.push_back({.person = person, .stream = stream});
}

ConversationId create_table_chat(Transaction& tx, std::string_view title) {
  const auto id = new_id<ConversationId>();
  tx.run(
      "INSERT INTO conversation (id, kind, state, title, opened_at, last_at) VALUES ($1, 'table', 'active', "
      "$2, $3, $3)",
      id, title, tx.now());
  return id;
}

Change ensure_room(Transaction& tx, const RoomImport& import) {
  for (const auto& room : all_rooms(tx)) {
    if (room.slug != import.slug) continue;
    const auto moved = tx.changed("UPDATE room SET position = $2 WHERE slug = $1 AND position <> $2",
                                  import.slug, import.position);
    if (room.title == import.title && room.about == import.about)
      return moved > 0 ? Change::updated : Change::unchanged;
    tx.run("UPDATE room SET title_de = $2, title_en = $3, about_de = $4, about_en = $5 WHERE slug = $1",
           import.slug, import.title.de, import.title.en, import.about.de, import.about.en);
    tx.run("UPDATE conversation SET title = $2 WHERE id = $1", room.conversation_id, import.title.de);
    return Change::updated;
  }
  const auto id = new_id<ConversationId>();
  tx.run(
      "INSERT INTO conversation (id, kind, state, title, opened_at, last_at) VALUES ($1, 'room', 'active', "
      "$2, $3, $3)",
      id, import.title.de, tx.now());
  tx.run(
      "INSERT INTO room (conversation_id, slug, position, title_de, title_en, about_de, about_en) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7)",
      id, import.slug, import.position, import.title.de, import.title.en, import.about.de, import.about.en);
  return Change::added;
}

void attach(realtime::Registry& registry) {
  registry.migrations(migrations());
  registry.command<messages::Open>(open);
  registry.command<messages::Take>([](Transaction& tx, const Caller& caller, const messages::Take& command) {
    return take(tx, caller, command);
  });
  registry.command<messages::Close>(
      [](Transaction& tx, const Caller& caller, const messages::Close& command) {
        return close(tx, caller, command);
      });
  registry.command<messages::SendMessage>(send_message);
  registry.command<messages::EditMessage>(edit_message);
  registry.command<messages::DeleteMessage>(delete_message);
  registry.command<messages::React>(react);
  registry.command<messages::MarkRead>(mark_read);
  registry.command<messages::Type>(type);
  registry.command<messages::ListMessages>(list_messages);
  registry.command<messages::ListRooms>(list_rooms);
  registry.stream<protocol::UserStream>(user_snapshot, authorise_person);
  registry.stream<protocol::ConversationStream>(conversation_snapshot, authorise_conversation);
  registry.stream<protocol::BoothStaffStream>(desk_snapshot, authorise_desk);
}

}  // namespace stollen::conversation
