#include "server/features/conversation/conversation_store.hpp"

#include "protocol/cpp/stored_json.hpp"

namespace stollen::conversation {
namespace {

using protocol::Timestamp;
using Text = std::string;
using MaybeText = std::optional<std::string>;

std::vector<protocol::Person> members(Transaction& tx, ConversationId id) {
  std::vector<protocol::Person> people;
  for (const auto& text :
       tx.all<Text>("SELECT person FROM conversation_member WHERE conversation_id = $1 ORDER BY place", id)) {
    people.push_back(read_person(text));
  }
  return people;
}

std::vector<protocol::ReadMark> read_marks(Transaction& tx, ConversationId id) {
  std::vector<protocol::ReadMark> marks;
  for (const auto& [person, n] : tx.all<PersonId, std::int64_t>(
           "SELECT person_id, n FROM read_mark WHERE conversation_id = $1 AND n > 0 ORDER BY person_id",
           id)) {
    marks.push_back({.person_id = person, .n = n});
  }
  return marks;
}

}  // namespace

std::string person_text(const protocol::Person& person) {
  return protocol::to_stored(person);
}
protocol::Person read_person(std::string_view text) {
  return protocol::from_stored<protocol::Person>(text);
}

std::optional<Conversation> find_conversation(Transaction& tx, ConversationId id) {
  const auto row = tx.one<Text, Text, std::optional<BoothId>, std::optional<PersonId>,
                          std::optional<PersonId>, std::optional<MessageId>>(
      "SELECT kind, state, booth_id, visitor_id, owner_id, last_message_id FROM conversation WHERE id = $1",
      id);
  if (!row) return std::nullopt;
  const auto& [kind, state, booth, visitor, owner, last] = *row;
  return Conversation{.id = id,
                      .kind = protocol::from_text<ConversationKind>(kind).value(),
                      .state = protocol::from_text<ConversationState>(state).value(),
                      .booth_id = booth.value_or(BoothId{}),
                      .visitor_id = visitor.value_or(PersonId{}),
                      .owner_id = owner.value_or(PersonId{}),
                      .last_message = last.value_or(MessageId{})};
}

void insert_talk(Transaction& tx, const NewTalk& talk) {
  MaybeText job_title, job;
  if (talk.job) {
    job_title = talk.job->title.de;
    job = protocol::to_stored(*talk.job);
  }
  tx.run(
      "INSERT INTO conversation (id, kind, state, title, booth_id, booth_slug, booth_name, visitor_id, "
      "visitor, "
      "job_title, job, opened_at, last_at) VALUES ($1, 'talk', 'waiting', $2, $3, $4, $2, $5, $6, $7, $8, "
      "$9, $9)",
      talk.id, talk.booth_name, talk.booth_id, talk.booth_slug, talk.visitor.person_id,
      person_text(talk.visitor), job_title, job, tx.now());
  insert_member(tx, talk.id, talk.visitor);
}

bool is_at_booth(ConversationKind kind) {
  return kind == ConversationKind::talk || kind == ConversationKind::round;
}

void insert_round(Transaction& tx, ConversationId id, const RoundTalk& round) {
  tx.run(
      "INSERT INTO conversation (id, kind, state, title, booth_id, booth_slug, booth_name, slot_id, "
      "opened_at, last_at) VALUES ($1, 'round', 'waiting', $2, $3, $4, $5, $6, $7, $7)",
      id, round.title, round.booth_id, round.booth_slug, round.booth_name, round.slot_id, tx.now());
}

std::optional<ConversationId> open_talk(Transaction& tx, BoothId booth, PersonId visitor) {
  return tx.one<ConversationId>(
      "SELECT id FROM conversation WHERE booth_id = $1 AND visitor_id = $2 AND kind = 'talk' AND state <> "
      "'closed'",
      booth, visitor);
}

bool take(Transaction& tx, ConversationId id, const protocol::Person& owner) {
  return tx.changed(
             "UPDATE conversation SET state = 'active', owner_id = $2, owner = $3 "
             "WHERE id = $1 AND kind IN ('talk', 'round') AND state = 'waiting'",
             id, owner.person_id, person_text(owner)) == 1;
}

bool close(Transaction& tx, ConversationId id) {
  return tx.changed(
             "UPDATE conversation SET state = 'closed' WHERE id = $1 AND kind IN ('talk', 'round') "
             "AND state <> 'closed'",
             id) == 1;
}

bool has_active_talk(Transaction& tx, BoothId booth, PersonId owner) {
  return tx
      .one<std::int64_t>(
          "SELECT 1 FROM conversation WHERE booth_id = $1 AND owner_id = $2 AND state = 'active'", booth,
          owner)
      .has_value();
}

bool is_member(Transaction& tx, ConversationId id, PersonId person) {
  return tx
      .one<std::int64_t>("SELECT 1 FROM conversation_member WHERE conversation_id = $1 AND person_id = $2",
                         id, person)
      .has_value();
}

std::optional<protocol::Person> member(Transaction& tx, ConversationId id, PersonId person) {
  const auto text = tx.one<Text>(
      "SELECT person FROM conversation_member WHERE conversation_id = $1 AND person_id = $2", id, person);
  if (!text) return std::nullopt;
  return read_person(*text);
}

std::vector<PersonId> member_ids(Transaction& tx, ConversationId id) {
  return tx.all<PersonId>(
      "SELECT person_id FROM conversation_member WHERE conversation_id = $1 ORDER BY place", id);
}

bool insert_member(Transaction& tx, ConversationId id, const protocol::Person& person) {
  return tx.changed(
             "INSERT INTO conversation_member (conversation_id, person_id, person, place) "
             "SELECT $1, $2, $3, COALESCE(MAX(place), 0) + 1 FROM conversation_member WHERE conversation_id "
             "= $1 "
             "ON CONFLICT (conversation_id, person_id) DO NOTHING",
             id, person.person_id, person_text(person)) == 1;
}

bool delete_member(Transaction& tx, ConversationId id, PersonId person) {
  tx.run("DELETE FROM read_mark WHERE conversation_id = $1 AND person_id = $2", id, person);
  return tx.changed("DELETE FROM conversation_member WHERE conversation_id = $1 AND person_id = $2", id,
                    person) == 1;
}

bool advance_read_mark(Transaction& tx, ConversationId id, PersonId person, std::int64_t n) {
  return tx.changed(
             "INSERT INTO read_mark (conversation_id, person_id, n, own_n) VALUES ($1, $2, $3, 0) "
             "ON CONFLICT (conversation_id, person_id) DO UPDATE SET n = excluded.n WHERE excluded.n > "
             "read_mark.n",
             id, person, n) == 1;
}

void note_own_message(Transaction& tx, ConversationId id, PersonId person, std::int64_t n) {
  tx.run(
      "INSERT INTO read_mark (conversation_id, person_id, n, own_n) VALUES ($1, $2, 0, $3) "
      "ON CONFLICT (conversation_id, person_id) DO UPDATE SET own_n = excluded.own_n",
      id, person, n);
}

std::optional<protocol::ConversationSnapshot> read_conversation(Transaction& tx, ConversationId id) {
  auto row =
      tx.one<Text, Text, Text, std::optional<BoothId>, MaybeText, MaybeText, MaybeText, MaybeText, MaybeText>(
          "SELECT kind, state, title, booth_id, booth_slug, booth_name, visitor, owner, job FROM "
          "conversation WHERE id = $1",
          id);
  if (!row) return std::nullopt;
  auto& [kind, state, title, booth, booth_slug, booth_name, visitor, owner, job] = *row;
  protocol::ConversationSnapshot snapshot{.conversation_id = id,
                                          .kind = protocol::from_text<ConversationKind>(kind).value(),
                                          .state = protocol::from_text<ConversationState>(state).value(),
                                          .title = std::move(title),
                                          .booth_id = booth,
                                          .booth_slug = std::move(booth_slug),
                                          .booth_name = std::move(booth_name)};
  if (visitor) snapshot.visitor = read_person(*visitor);
  if (owner) snapshot.owner = read_person(*owner);
  if (job) snapshot.job = protocol::from_stored<protocol::Job>(*job);
  if (snapshot.kind != ConversationKind::room) {
    snapshot.members = members(tx, id);
    snapshot.read_marks = read_marks(tx, id);
  }
  return snapshot;
}

std::vector<protocol::RoomInfo> all_rooms(Transaction& tx) {
  std::vector<protocol::RoomInfo> rooms;
  for (auto& [id, slug, title_de, title_en, about_de, about_en, last_n, last_at] :
       tx.all<ConversationId, Text, Text, MaybeText, Text, MaybeText, std::int64_t, Timestamp>(
           "SELECT r.conversation_id, r.slug, r.title_de, r.title_en, r.about_de, r.about_en, c.last_n, "
           "c.last_at "
           "FROM room r JOIN conversation c ON c.id = r.conversation_id ORDER BY r.position, r.slug")) {
    rooms.push_back({.conversation_id = id,
                     .slug = std::move(slug),
                     .title = {std::move(title_de), std::move(title_en)},
                     .about = {std::move(about_de), std::move(about_en)},
                     .last_at = last_n > 0 ? std::optional(last_at) : std::nullopt});
  }
  return rooms;
}

}  // namespace stollen::conversation
