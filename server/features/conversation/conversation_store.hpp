#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/features/conversation/conversation.hpp"

namespace stollen::conversation {

using protocol::BoothId;
using protocol::ConversationKind;
using protocol::ConversationState;
using protocol::MessageId;

/// The JSON in which people and jobs are kept.
std::string person_text(const protocol::Person& person);
protocol::Person read_person(std::string_view text);

/// What commands need to know of a conversation before they act.
struct Conversation {
  ConversationId id;
  ConversationKind kind = ConversationKind::talk;
  ConversationState state = ConversationState::waiting;
  BoothId booth_id;        ///< nil but for talks and rounds
  PersonId visitor_id;     ///< nil but for talks
  PersonId owner_id;       ///< nil while nobody has taken the talk
  MessageId last_message;  ///< nil before the first
};
std::optional<Conversation> find_conversation(Transaction& tx, ConversationId id);
/// Talks and rounds: a booth's team has them on its desk, and one of it owns them.
bool is_at_booth(ConversationKind kind);

struct NewTalk {
  ConversationId id;
  BoothId booth_id;
  std::string booth_slug;
  std::string booth_name;
  protocol::Person visitor;
  std::optional<protocol::Job> job;
};
void insert_talk(Transaction& tx, const NewTalk& talk);
void insert_round(Transaction& tx, ConversationId id, const RoundTalk& round);
/// The visitor's talk with the booth that is not closed.
std::optional<ConversationId> open_talk(Transaction& tx, BoothId booth, PersonId visitor);

/// waiting -> active; false when a colleague was faster or the talk is closed.
bool take(Transaction& tx, ConversationId id, const protocol::Person& owner);
/// Anything -> closed; false when it was.
bool close(Transaction& tx, ConversationId id);
/// Whether the person has an active talk at the booth.
bool has_active_talk(Transaction& tx, BoothId booth, PersonId owner);

bool is_member(Transaction& tx, ConversationId id, PersonId person);
/// As they appeared when they came.
std::optional<protocol::Person> member(Transaction& tx, ConversationId id, PersonId person);
std::vector<PersonId> member_ids(Transaction& tx, ConversationId id);
/// False: was a member already.
bool insert_member(Transaction& tx, ConversationId id, const protocol::Person& person);
bool delete_member(Transaction& tx, ConversationId id, PersonId person);
/// False: the mark was there or further.
bool advance_read_mark(Transaction& tx, ConversationId id, PersonId person, std::int64_t n);

/// The person spoke: their own list takes the conversation as read up to there.
void note_own_message(Transaction& tx, ConversationId id, PersonId person, std::int64_t n);

/// Everything of the stream's state but messages and job.
std::optional<protocol::ConversationSnapshot> read_conversation(Transaction& tx, ConversationId id);
std::vector<protocol::RoomInfo> all_rooms(Transaction& tx);

}  // namespace stollen::conversation
