// Generated from protocol/messages/conversation.json by protocol/generate.mjs; do not edit.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/cpp/command_traits.hpp"
#include "protocol/cpp/error_code.hpp"
#include "protocol/cpp/json_reader.hpp"
#include "protocol/cpp/json_writer.hpp"
#include "protocol/cpp/raw_json.hpp"
#include "protocol/cpp/secret.hpp"
#include "protocol/cpp/timestamp.hpp"
#include "protocol/generated/cpp/account.hpp"
#include "protocol/generated/cpp/booth.hpp"
#include "protocol/generated/cpp/fair.hpp"
#include "protocol/generated/cpp/streams.hpp"
#include "protocol/generated/cpp/vocabulary.hpp"

namespace stollen::protocol {

// One kind of reaction to a message.
struct Reaction {
  std::string emoji{};
  std::vector<PersonId> people{};

  bool operator==(const Reaction&) const = default;
};

// A message. Its number is that of the event that brought it.
struct Message {
  MessageId message_id{};
  // Number in the conversation's stream; the order of the chat.
  std::int64_t n = 0;
  MessageKind kind{};
  Person author{};
  // Empty when deleted.
  std::string text{};
  std::optional<MessageId> reply_to{};
  Timestamp sent_at{};
  std::optional<Timestamp> edited_at{};
  std::optional<bool> is_deleted{};
  std::vector<Reaction> reactions{};
  // Id of the command that sent it, so that the author's client can pair it with its own copy.
  std::optional<std::string> cid{};

  bool operator==(const Message&) const = default;
};

// How far a person has read.
struct ReadMark {
  PersonId person_id{};
  std::int64_t n = 0;

  bool operator==(const ReadMark&) const = default;
};

// A conversation in a list.
struct ConversationSummary {
  ConversationId conversation_id{};
  ConversationKind kind{};
  ConversationState state{};
  std::string title{};
  std::optional<BoothId> booth_id{};
  std::optional<std::string> booth_slug{};
  std::optional<std::string> booth_name{};
  std::optional<Person> visitor{};
  // The member of the booth who took it.
  std::optional<Person> owner{};
  std::optional<std::string> job_title{};
  Timestamp opened_at{};
  // Number of the newest message.
  std::int64_t last_n = 0;
  // Beginning of the newest message.
  std::string last_text{};
  Timestamp last_at{};
  // How far the person whose list this is has read.
  std::int64_t read_n = 0;

  bool operator==(const ConversationSummary&) const = default;
};

// State of a conversation's stream.
struct ConversationSnapshot {
  ConversationId conversation_id{};
  ConversationKind kind{};
  ConversationState state{};
  std::string title{};
  std::optional<BoothId> booth_id{};
  std::optional<std::string> booth_slug{};
  std::optional<std::string> booth_name{};
  std::optional<Person> visitor{};
  std::optional<Person> owner{};
  std::optional<Job> job{};
  // Who takes part; empty for rooms.
  std::vector<Person> members{};
  // The newest, oldest first.
  std::vector<Message> messages{};
  // Older messages exist.
  bool has_more = false;
  // Empty for rooms.
  std::vector<ReadMark> read_marks{};

  bool operator==(const ConversationSnapshot&) const = default;
};

// State of a person's own stream: roles, booths and conversations, the latter newest first.
struct UserSnapshot {
  std::vector<Role> roles{};
  std::vector<BoothMembership> booths{};
  std::vector<ConversationSummary> conversations{};

  bool operator==(const UserSnapshot&) const = default;
};

// A colleague on the desk.
struct StaffMember {
  PersonId person_id{};
  std::string name{};
  BoothRole role{};
  Duty duty{};

  bool operator==(const StaffMember&) const = default;
};

// State of a booth's staff stream: who waits, which talks are open, who is on duty.
struct DeskSnapshot {
  BoothId booth_id{};
  std::string booth_slug{};
  std::string booth_name{};
  // Waiting ones first in order of arrival, then active ones; the newest 50 closed ones last. `read_n` is 0
  // here.
  std::vector<ConversationSummary> conversations{};
  std::vector<StaffMember> team{};

  bool operator==(const DeskSnapshot&) const = default;
};

// An open room in the list of rooms.
struct RoomInfo {
  ConversationId conversation_id{};
  std::string slug{};
  LocalText title{};
  LocalText about{};
  std::optional<Timestamp> last_at{};

  bool operator==(const RoomInfo&) const = default;
};

// Chats: talks between a visitor and a booth, group rounds at a booth, the chat at a café table, and open
// rooms. One engine, one kind of message.
namespace conversation {

// A visitor begins to talk with a booth. An open talk with the same booth is continued instead of opening a
// second one.
struct Open {
  static constexpr std::string_view kName = "conversation.open";
  static constexpr CommandTraits kTraits{.kind = CommandKind::write, .roles = RoleSet{Role::visitor}, .is_prepared = false, .is_http_only = false, .is_socket_only = false, .has_large_body = false};
  // Besides those of the feature session.
  static constexpr std::array<std::string_view, 1> kErrors{"fair.read_only"};

  struct Reply {
    ConversationId conversation_id{};

    bool operator==(const Reply&) const = default;
  };

  BoothId booth_id{};
  std::string text{};
  std::optional<JobId> job_id{};

  bool operator==(const Open&) const = default;
};

// A member of the booth takes a waiting talk or round. Exactly one wins.
struct Take {
  static constexpr std::string_view kName = "conversation.take";
  static constexpr CommandTraits kTraits{.kind = CommandKind::write, .roles = RoleSet{Role::exhibitor}, .is_prepared = false, .is_http_only = false, .is_socket_only = false, .has_large_body = false};
  // Besides those of the feature session.
  static constexpr std::array<std::string_view, 2> kErrors{"conversation.already_taken", "conversation.closed"};

  struct Reply {
    bool operator==(const Reply&) const = default;
  };

  ConversationId conversation_id{};

  bool operator==(const Take&) const = default;
};

// Ends a talk: both sides may. A round is ended by the booth's team alone.
struct Close {
  static constexpr std::string_view kName = "conversation.close";
  static constexpr CommandTraits kTraits{.kind = CommandKind::write, .roles = RoleSet{Role::visitor}, .is_prepared = false, .is_http_only = false, .is_socket_only = false, .has_large_body = false};
  // Besides those of the feature session.
  static constexpr std::array<std::string_view, 1> kErrors{"conversation.closed"};

  struct Reply {
    bool operator==(const Reply&) const = default;
  };

  ConversationId conversation_id{};

  bool operator==(const Close&) const = default;
};

// Says something in a talk, in a round, at a table or in a room.
struct SendMessage {
  static constexpr std::string_view kName = "conversation.send_message";
  static constexpr CommandTraits kTraits{.kind = CommandKind::write, .roles = RoleSet{Role::visitor}, .is_prepared = false, .is_http_only = false, .is_socket_only = false, .has_large_body = false};
  // Besides those of the feature session.
  static constexpr std::array<std::string_view, 2> kErrors{"conversation.closed", "fair.read_only"};

  struct Reply {
    MessageId message_id{};
    std::int64_t n = 0;

    bool operator==(const Reply&) const = default;
  };

  ConversationId conversation_id{};
  std::string text{};
  std::optional<MessageId> reply_to{};

  bool operator==(const SendMessage&) const = default;
};

// Changes the text of an own message.
struct EditMessage {
  static constexpr std::string_view kName = "conversation.edit_message";
  static constexpr CommandTraits kTraits{.kind = CommandKind::write, .roles = RoleSet{Role::visitor}, .is_prepared = false, .is_http_only = false, .is_socket_only = false, .has_large_body = false};
  // Besides those of the feature session.
  static constexpr std::array<std::string_view, 4> kErrors{"conversation.not_author", "conversation.message_deleted", "conversation.closed", "fair.read_only"};

  struct Reply {
    bool operator==(const Reply&) const = default;
  };

  MessageId message_id{};
  std::string text{};

  bool operator==(const EditMessage&) const = default;
};

// Removes the text of an own message for everybody, also from the replayed past. Moderators may do so with
// any message in a round, a table's chat or a room.
struct DeleteMessage {
  static constexpr std::string_view kName = "conversation.delete_message";
  static constexpr CommandTraits kTraits{.kind = CommandKind::write, .roles = RoleSet{Role::visitor}, .is_prepared = false, .is_http_only = false, .is_socket_only = false, .has_large_body = false};
  // Besides those of the feature session.
  static constexpr std::array<std::string_view, 1> kErrors{"conversation.not_author"};

  struct Reply {
    bool operator==(const Reply&) const = default;
  };

  MessageId message_id{};

  bool operator==(const DeleteMessage&) const = default;
};

// Adds or removes the caller's reaction.
struct React {
  static constexpr std::string_view kName = "conversation.react";
  static constexpr CommandTraits kTraits{.kind = CommandKind::write, .roles = RoleSet{Role::visitor}, .is_prepared = false, .is_http_only = false, .is_socket_only = false, .has_large_body = false};
  // Besides those of the feature session.
  static constexpr std::array<std::string_view, 3> kErrors{"conversation.message_deleted", "conversation.too_many_reactions", "fair.read_only"};

  struct Reply {
    bool operator==(const Reply&) const = default;
  };

  MessageId message_id{};
  std::string emoji{};
  bool on = false;

  bool operator==(const React&) const = default;
};

// Moves the caller's read mark forward; it never moves back. In rooms nothing is kept.
struct MarkRead {
  static constexpr std::string_view kName = "conversation.mark_read";
  static constexpr CommandTraits kTraits{.kind = CommandKind::write, .roles = RoleSet{Role::visitor}, .is_prepared = false, .is_http_only = false, .is_socket_only = false, .has_large_body = false};
  // Besides those of the feature session.
  static constexpr std::array<std::string_view, 0> kErrors{};

  struct Reply {
    bool operator==(const Reply&) const = default;
  };

  ConversationId conversation_id{};
  std::int64_t n = 0;

  bool operator==(const MarkRead&) const = default;
};

// Tells the others that the caller is writing. A hint: may be lost.
struct Type {
  static constexpr std::string_view kName = "conversation.type";
  static constexpr CommandTraits kTraits{.kind = CommandKind::live, .roles = RoleSet{Role::visitor}, .is_prepared = false, .is_http_only = false, .is_socket_only = true, .has_large_body = false};
  // Besides those of the feature session.
  static constexpr std::array<std::string_view, 0> kErrors{};

  struct Reply {
    bool operator==(const Reply&) const = default;
  };

  ConversationId conversation_id{};

  bool operator==(const Type&) const = default;
};

// Older messages, for paging back.
struct ListMessages {
  static constexpr std::string_view kName = "conversation.list_messages";
  static constexpr CommandTraits kTraits{.kind = CommandKind::read, .roles = RoleSet{Role::visitor}, .is_prepared = false, .is_http_only = false, .is_socket_only = false, .has_large_body = false};
  // Besides those of the feature session.
  static constexpr std::array<std::string_view, 0> kErrors{};

  struct Reply {
    // Oldest first.
    std::vector<Message> messages{};
    bool has_more = false;

    bool operator==(const Reply&) const = default;
  };

  ConversationId conversation_id{};
  std::int64_t before_n = 0;
  std::optional<std::int64_t> limit{};

  bool operator==(const ListMessages&) const = default;
};

// The fair's open rooms.
struct ListRooms {
  static constexpr std::string_view kName = "conversation.list_rooms";
  static constexpr CommandTraits kTraits{.kind = CommandKind::read, .roles = RoleSet::anyone(), .is_prepared = false, .is_http_only = false, .is_socket_only = false, .has_large_body = false};
  // Besides those of the feature session.
  static constexpr std::array<std::string_view, 0> kErrors{};

  struct Reply {
    std::vector<RoomInfo> rooms{};

    bool operator==(const Reply&) const = default;
  };

  bool operator==(const ListRooms&) const = default;
};

// A new message.
struct MessageEvent {
  static constexpr std::string_view kName = "conversation.message";
  static constexpr bool kIsHint = false;
  using Stream = ConversationStream;

  Message message{};

  bool operator==(const MessageEvent&) const = default;
};

// A message's text changed.
struct MessageEditedEvent {
  static constexpr std::string_view kName = "conversation.message_edited";
  static constexpr bool kIsHint = false;
  using Stream = ConversationStream;

  MessageId message_id{};
  std::string text{};
  Timestamp edited_at{};

  bool operator==(const MessageEditedEvent&) const = default;
};

// A message's text is gone.
struct MessageDeletedEvent {
  static constexpr std::string_view kName = "conversation.message_deleted";
  static constexpr bool kIsHint = false;
  using Stream = ConversationStream;

  MessageId message_id{};

  bool operator==(const MessageDeletedEvent&) const = default;
};

// Somebody reacted or took the reaction back.
struct ReactedEvent {
  static constexpr std::string_view kName = "conversation.reacted";
  static constexpr bool kIsHint = false;
  using Stream = ConversationStream;

  MessageId message_id{};
  PersonId person_id{};
  std::string emoji{};
  bool on = false;

  bool operator==(const ReactedEvent&) const = default;
};

// Somebody has read further.
struct ReadEvent {
  static constexpr std::string_view kName = "conversation.read";
  static constexpr bool kIsHint = false;
  using Stream = ConversationStream;

  PersonId person_id{};
  std::int64_t n = 0;

  bool operator==(const ReadEvent&) const = default;
};

// The talk was taken, closed or opened anew. The system message about it comes as its own event.
struct StateChangedEvent {
  static constexpr std::string_view kName = "conversation.state_changed";
  static constexpr bool kIsHint = false;
  using Stream = ConversationStream;

  ConversationState state{};
  std::optional<Person> owner{};

  bool operator==(const StateChangedEvent&) const = default;
};

// Somebody takes part now.
struct MemberJoinedEvent {
  static constexpr std::string_view kName = "conversation.member_joined";
  static constexpr bool kIsHint = false;
  using Stream = ConversationStream;

  Person person{};

  bool operator==(const MemberJoinedEvent&) const = default;
};

// Somebody no longer takes part.
struct MemberLeftEvent {
  static constexpr std::string_view kName = "conversation.member_left";
  static constexpr bool kIsHint = false;
  using Stream = ConversationStream;

  PersonId person_id{};

  bool operator==(const MemberLeftEvent&) const = default;
};

// Somebody is writing.
struct TypingEvent {
  static constexpr std::string_view kName = "conversation.typing";
  static constexpr bool kIsHint = true;
  using Stream = ConversationStream;

  PersonId person_id{};
  std::string name{};

  bool operator==(const TypingEvent&) const = default;
};

// A conversation appeared in the person's list or changed there; the whole entry follows.
struct ListedEvent {
  static constexpr std::string_view kName = "conversation.listed";
  static constexpr bool kIsHint = false;
  using Stream = UserStream;

  ConversationSummary conversation{};

  bool operator==(const ListedEvent&) const = default;
};

// A conversation left the person's list.
struct UnlistedEvent {
  static constexpr std::string_view kName = "conversation.unlisted";
  static constexpr bool kIsHint = false;
  using Stream = UserStream;

  ConversationId conversation_id{};

  bool operator==(const UnlistedEvent&) const = default;
};

// A talk at the booth appeared or changed; the whole entry follows.
struct DeskChangedEvent {
  static constexpr std::string_view kName = "conversation.desk_changed";
  static constexpr bool kIsHint = false;
  using Stream = BoothStaffStream;

  ConversationSummary conversation{};

  bool operator==(const DeskChangedEvent&) const = default;
};

// A colleague's duty changed.
struct DutyChangedEvent {
  static constexpr std::string_view kName = "conversation.duty_changed";
  static constexpr bool kIsHint = false;
  using Stream = BoothStaffStream;

  StaffMember member{};

  bool operator==(const DutyChangedEvent&) const = default;
};

namespace errors {

inline constexpr ErrorCode already_taken{"conversation.already_taken", ErrorClass::conflict,
    "A colleague was faster."};
inline constexpr ErrorCode closed{"conversation.closed", ErrorClass::conflict,
    "The conversation has ended."};
inline constexpr ErrorCode not_author{"conversation.not_author", ErrorClass::denied,
    "Only the author may change a message; moderators may delete it."};
inline constexpr ErrorCode message_deleted{"conversation.message_deleted", ErrorClass::conflict,
    "The message was deleted."};
inline constexpr ErrorCode too_many_reactions{"conversation.too_many_reactions", ErrorClass::conflict,
    "The message has as many kinds of reactions as it can hold."};

}  // namespace errors

}  // namespace conversation

void write(JsonWriter& writer, const Reaction& value);
template <>
bool read_fields(const Json& json, Reaction& out, FieldError& error);
void write(JsonWriter& writer, const Message& value);
template <>
bool read_fields(const Json& json, Message& out, FieldError& error);
void write(JsonWriter& writer, const ReadMark& value);
template <>
bool read_fields(const Json& json, ReadMark& out, FieldError& error);
void write(JsonWriter& writer, const ConversationSummary& value);
template <>
bool read_fields(const Json& json, ConversationSummary& out, FieldError& error);
void write(JsonWriter& writer, const ConversationSnapshot& value);
template <>
bool read_fields(const Json& json, ConversationSnapshot& out, FieldError& error);
void write(JsonWriter& writer, const UserSnapshot& value);
template <>
bool read_fields(const Json& json, UserSnapshot& out, FieldError& error);
void write(JsonWriter& writer, const StaffMember& value);
template <>
bool read_fields(const Json& json, StaffMember& out, FieldError& error);
void write(JsonWriter& writer, const DeskSnapshot& value);
template <>
bool read_fields(const Json& json, DeskSnapshot& out, FieldError& error);
void write(JsonWriter& writer, const RoomInfo& value);
template <>
bool read_fields(const Json& json, RoomInfo& out, FieldError& error);
void write(JsonWriter& writer, const conversation::Open& value);
template <>
bool read_fields(const Json& json, conversation::Open& out, FieldError& error);
void write(JsonWriter& writer, const conversation::Open::Reply& value);
template <>
bool read_fields(const Json& json, conversation::Open::Reply& out, FieldError& error);
void write(JsonWriter& writer, const conversation::Take& value);
template <>
bool read_fields(const Json& json, conversation::Take& out, FieldError& error);
void write(JsonWriter& writer, const conversation::Take::Reply& value);
template <>
bool read_fields(const Json& json, conversation::Take::Reply& out, FieldError& error);
void write(JsonWriter& writer, const conversation::Close& value);
template <>
bool read_fields(const Json& json, conversation::Close& out, FieldError& error);
void write(JsonWriter& writer, const conversation::Close::Reply& value);
template <>
bool read_fields(const Json& json, conversation::Close::Reply& out, FieldError& error);
void write(JsonWriter& writer, const conversation::SendMessage& value);
template <>
bool read_fields(const Json& json, conversation::SendMessage& out, FieldError& error);
void write(JsonWriter& writer, const conversation::SendMessage::Reply& value);
template <>
bool read_fields(const Json& json, conversation::SendMessage::Reply& out, FieldError& error);
void write(JsonWriter& writer, const conversation::EditMessage& value);
template <>
bool read_fields(const Json& json, conversation::EditMessage& out, FieldError& error);
void write(JsonWriter& writer, const conversation::EditMessage::Reply& value);
template <>
bool read_fields(const Json& json, conversation::EditMessage::Reply& out, FieldError& error);
void write(JsonWriter& writer, const conversation::DeleteMessage& value);
template <>
bool read_fields(const Json& json, conversation::DeleteMessage& out, FieldError& error);
void write(JsonWriter& writer, const conversation::DeleteMessage::Reply& value);
template <>
bool read_fields(const Json& json, conversation::DeleteMessage::Reply& out, FieldError& error);
void write(JsonWriter& writer, const conversation::React& value);
template <>
bool read_fields(const Json& json, conversation::React& out, FieldError& error);
void write(JsonWriter& writer, const conversation::React::Reply& value);
template <>
bool read_fields(const Json& json, conversation::React::Reply& out, FieldError& error);
void write(JsonWriter& writer, const conversation::MarkRead& value);
template <>
bool read_fields(const Json& json, conversation::MarkRead& out, FieldError& error);
void write(JsonWriter& writer, const conversation::MarkRead::Reply& value);
template <>
bool read_fields(const Json& json, conversation::MarkRead::Reply& out, FieldError& error);
void write(JsonWriter& writer, const conversation::Type& value);
template <>
bool read_fields(const Json& json, conversation::Type& out, FieldError& error);
void write(JsonWriter& writer, const conversation::Type::Reply& value);
template <>
bool read_fields(const Json& json, conversation::Type::Reply& out, FieldError& error);
void write(JsonWriter& writer, const conversation::ListMessages& value);
template <>
bool read_fields(const Json& json, conversation::ListMessages& out, FieldError& error);
void write(JsonWriter& writer, const conversation::ListMessages::Reply& value);
template <>
bool read_fields(const Json& json, conversation::ListMessages::Reply& out, FieldError& error);
void write(JsonWriter& writer, const conversation::ListRooms& value);
template <>
bool read_fields(const Json& json, conversation::ListRooms& out, FieldError& error);
void write(JsonWriter& writer, const conversation::ListRooms::Reply& value);
template <>
bool read_fields(const Json& json, conversation::ListRooms::Reply& out, FieldError& error);
void write(JsonWriter& writer, const conversation::MessageEvent& value);
template <>
bool read_fields(const Json& json, conversation::MessageEvent& out, FieldError& error);
void write(JsonWriter& writer, const conversation::MessageEditedEvent& value);
template <>
bool read_fields(const Json& json, conversation::MessageEditedEvent& out, FieldError& error);
void write(JsonWriter& writer, const conversation::MessageDeletedEvent& value);
template <>
bool read_fields(const Json& json, conversation::MessageDeletedEvent& out, FieldError& error);
void write(JsonWriter& writer, const conversation::ReactedEvent& value);
template <>
bool read_fields(const Json& json, conversation::ReactedEvent& out, FieldError& error);
void write(JsonWriter& writer, const conversation::ReadEvent& value);
template <>
bool read_fields(const Json& json, conversation::ReadEvent& out, FieldError& error);
void write(JsonWriter& writer, const conversation::StateChangedEvent& value);
template <>
bool read_fields(const Json& json, conversation::StateChangedEvent& out, FieldError& error);
void write(JsonWriter& writer, const conversation::MemberJoinedEvent& value);
template <>
bool read_fields(const Json& json, conversation::MemberJoinedEvent& out, FieldError& error);
void write(JsonWriter& writer, const conversation::MemberLeftEvent& value);
template <>
bool read_fields(const Json& json, conversation::MemberLeftEvent& out, FieldError& error);
void write(JsonWriter& writer, const conversation::TypingEvent& value);
template <>
bool read_fields(const Json& json, conversation::TypingEvent& out, FieldError& error);
void write(JsonWriter& writer, const conversation::ListedEvent& value);
template <>
bool read_fields(const Json& json, conversation::ListedEvent& out, FieldError& error);
void write(JsonWriter& writer, const conversation::UnlistedEvent& value);
template <>
bool read_fields(const Json& json, conversation::UnlistedEvent& out, FieldError& error);
void write(JsonWriter& writer, const conversation::DeskChangedEvent& value);
template <>
bool read_fields(const Json& json, conversation::DeskChangedEvent& out, FieldError& error);
void write(JsonWriter& writer, const conversation::DutyChangedEvent& value);
template <>
bool read_fields(const Json& json, conversation::DutyChangedEvent& out, FieldError& error);

}  // namespace stollen::protocol
