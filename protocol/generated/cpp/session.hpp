// Generated from protocol/messages/session.json by protocol/generate.mjs; do not edit.
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
#include "protocol/generated/cpp/streams.hpp"
#include "protocol/generated/cpp/vocabulary.hpp"

namespace stollen::protocol {

// One stream that the client wants to follow, with its position if it has one.
struct JoinStream {
  // Name of the stream, such as `hall` or `conversation:<id>`.
  std::string stream{};
  // Epoch under which `last` was counted.
  std::optional<std::string> epoch{};
  // Number of the last event that the client has applied.
  std::optional<std::int64_t> last{};

  bool operator==(const JoinStream&) const = default;
};

// Answer for one stream.
struct JoinedStream {
  std::string stream{};
  JoinOutcome outcome{};
  std::optional<std::string> epoch{};
  // Number of the newest event contained in this answer.
  std::optional<std::int64_t> head{};
  // With `reset`: the stream's state at `head`.
  std::optional<RawJson> snapshot{};
  // With `replayed`: list of the missed event envelopes in order.
  std::optional<RawJson> events{};

  bool operator==(const JoinedStream&) const = default;
};

// Newest number of a stream that this session follows.
struct StreamHead {
  std::string stream{};
  std::int64_t head = 0;

  bool operator==(const StreamHead&) const = default;
};

// The connection itself: greeting, joining and leaving streams, heartbeat, and the errors that every command
// may answer.
namespace session {

// Follows streams. Subscribes first, then reads, so that nothing between snapshot and live events is missed.
struct Join {
  static constexpr std::string_view kName = "session.join";
  static constexpr CommandTraits kTraits{.kind = CommandKind::read, .roles = RoleSet::anyone(), .is_prepared = false, .is_http_only = false, .is_socket_only = true, .has_large_body = false};
  // Besides those of the feature session.
  static constexpr std::array<std::string_view, 0> kErrors{};

  struct Reply {
    std::vector<JoinedStream> streams{};

    bool operator==(const Reply&) const = default;
  };

  std::vector<JoinStream> streams{};

  bool operator==(const Join&) const = default;
};

// Stops following streams. Leaving what was not joined is no error.
struct Leave {
  static constexpr std::string_view kName = "session.leave";
  static constexpr CommandTraits kTraits{.kind = CommandKind::live, .roles = RoleSet::anyone(), .is_prepared = false, .is_http_only = false, .is_socket_only = true, .has_large_body = false};
  // Besides those of the feature session.
  static constexpr std::array<std::string_view, 0> kErrors{};

  struct Reply {
    bool operator==(const Reply&) const = default;
  };

  std::vector<std::string> streams{};

  bool operator==(const Leave&) const = default;
};

// First frame of every connection.
struct HelloEvent {
  static constexpr std::string_view kName = "session.hello";
  static constexpr bool kIsHint = true;
  using Stream = void;

  Timestamp server_time{};
  std::string version{};
  std::int64_t heartbeat_ms = 0;
  std::int64_t max_frame_bytes = 0;
  // Absent when nobody is logged in.
  std::optional<PersonId> person_id{};
  std::vector<Role> roles{};

  bool operator==(const HelloEvent&) const = default;
};

// Sent regularly with the heads of the session's streams, so that a lost last event is noticed.
struct HeartbeatEvent {
  static constexpr std::string_view kName = "session.heartbeat";
  static constexpr bool kIsHint = true;
  using Stream = void;

  Timestamp server_time{};
  std::vector<StreamHead> heads{};

  bool operator==(const HeartbeatEvent&) const = default;
};

// The server took the session off a stream because the right to it ended.
struct LeftEvent {
  static constexpr std::string_view kName = "session.left";
  static constexpr bool kIsHint = true;
  using Stream = void;

  std::string stream{};

  bool operator==(const LeftEvent&) const = default;
};

// The caller's roles changed while connected.
struct RightsChangedEvent {
  static constexpr std::string_view kName = "session.rights_changed";
  static constexpr bool kIsHint = true;
  using Stream = void;

  std::vector<Role> roles{};

  bool operator==(const RightsChangedEvent&) const = default;
};

namespace errors {

inline constexpr ErrorCode malformed{"session.malformed", ErrorClass::bad,
    "The frame or body is no envelope: not JSON, too deep, not UTF-8, no `do`, or no usable `id`."};
inline constexpr ErrorCode invalid_field{"session.invalid_field", ErrorClass::bad,
    "A field is missing, has the wrong type or breaks a limit; `field` names it."};
inline constexpr ErrorCode unknown_command{"session.unknown_command", ErrorClass::bad,
    "There is no command of this name."};
inline constexpr ErrorCode too_large{"session.too_large", ErrorClass::bad,
    "The command is larger than the server accepts."};
inline constexpr ErrorCode http_only{"session.http_only", ErrorClass::bad,
    "This command sets or ends the log-in cookie and is only answered over HTTP."};
inline constexpr ErrorCode log_in_required{"session.log_in_required", ErrorClass::denied,
    "The command needs a log-in."};
inline constexpr ErrorCode forbidden{"session.forbidden", ErrorClass::denied,
    "The caller's roles do not allow this command."};
inline constexpr ErrorCode not_found{"session.not_found", ErrorClass::denied,
    "No such object, or not for this caller: the two are not told apart."};
inline constexpr ErrorCode not_joined{"session.not_joined", ErrorClass::denied,
    "The command needs the stream to be joined in this session."};
inline constexpr ErrorCode cid_reused{"session.cid_reused", ErrorClass::conflict,
    "The same command id was used before with other content."};
inline constexpr ErrorCode rate_limited{"session.rate_limited", ErrorClass::busy,
    "Too many commands; try again after `retry_after_ms`. Nothing was done."};
inline constexpr ErrorCode busy{"session.busy", ErrorClass::busy,
    "The server has more work than it can finish in time. Nothing was done."};
inline constexpr ErrorCode draining{"session.draining", ErrorClass::busy,
    "This server is going down for a restart. Nothing was done."};
inline constexpr ErrorCode unavailable{"session.unavailable", ErrorClass::busy,
    "The store refuses writes at the moment, for instance because its disk is full. Nothing was done."};
inline constexpr ErrorCode internal{"session.internal", ErrorClass::unknown,
    "The server failed unexpectedly; send the same command id again to learn what became of it."};

}  // namespace errors

}  // namespace session

void write(JsonWriter& writer, const JoinStream& value);
template <>
bool read_fields(const Json& json, JoinStream& out, FieldError& error);
void write(JsonWriter& writer, const JoinedStream& value);
template <>
bool read_fields(const Json& json, JoinedStream& out, FieldError& error);
void write(JsonWriter& writer, const StreamHead& value);
template <>
bool read_fields(const Json& json, StreamHead& out, FieldError& error);
void write(JsonWriter& writer, const session::Join& value);
template <>
bool read_fields(const Json& json, session::Join& out, FieldError& error);
void write(JsonWriter& writer, const session::Join::Reply& value);
template <>
bool read_fields(const Json& json, session::Join::Reply& out, FieldError& error);
void write(JsonWriter& writer, const session::Leave& value);
template <>
bool read_fields(const Json& json, session::Leave& out, FieldError& error);
void write(JsonWriter& writer, const session::Leave::Reply& value);
template <>
bool read_fields(const Json& json, session::Leave::Reply& out, FieldError& error);
void write(JsonWriter& writer, const session::HelloEvent& value);
template <>
bool read_fields(const Json& json, session::HelloEvent& out, FieldError& error);
void write(JsonWriter& writer, const session::HeartbeatEvent& value);
template <>
bool read_fields(const Json& json, session::HeartbeatEvent& out, FieldError& error);
void write(JsonWriter& writer, const session::LeftEvent& value);
template <>
bool read_fields(const Json& json, session::LeftEvent& out, FieldError& error);
void write(JsonWriter& writer, const session::RightsChangedEvent& value);
template <>
bool read_fields(const Json& json, session::RightsChangedEvent& out, FieldError& error);

}  // namespace stollen::protocol
