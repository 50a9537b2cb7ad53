// Generated from protocol/messages/cafe.json by protocol/generate.mjs; do not edit.
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
#include "protocol/generated/cpp/fair.hpp"
#include "protocol/generated/cpp/streams.hpp"
#include "protocol/generated/cpp/vocabulary.hpp"

namespace stollen::protocol {

// A taken seat.
struct Seat {
  Person person{};
  Timestamp since{};

  bool operator==(const Seat&) const = default;
};

// A table with the people at it.
struct CafeTable {
  TableId table_id{};
  std::string slug{};
  LocalText topic{};
  LocalText about{};
  std::string town{};
  std::string host{};
  std::int64_t seat_count = 0;
  // In the order in which people sat down.
  std::vector<Seat> seats{};
  // The table's chat; open to those seated.
  ConversationId conversation_id{};

  bool operator==(const CafeTable&) const = default;
};

// State of the stream `cafe`.
struct CafeSnapshot {
  std::vector<CafeTable> tables{};

  bool operator==(const CafeSnapshot&) const = default;
};

// The Stollen-Café: tables with a topic and at most eight seats, who sits there, and the table's chat.
namespace cafe {

// Takes a seat. A person sits at one table only: the old seat is given up in the same step.
struct Sit {
  static constexpr std::string_view kName = "cafe.sit";
  static constexpr CommandTraits kTraits{.kind = CommandKind::write, .roles = RoleSet{Role::visitor}, .is_prepared = false, .is_http_only = false, .is_socket_only = false, .has_large_body = false};
  // Besides those of the feature session.
  static constexpr std::array<std::string_view, 2> kErrors{"cafe.table_full", "fair.read_only"};

  struct Reply {
    ConversationId conversation_id{};

    bool operator==(const Reply&) const = default;
  };

  TableId table_id{};

  bool operator==(const Sit&) const = default;
};

// Gives the seat up.
struct StandUp {
  static constexpr std::string_view kName = "cafe.stand_up";
  static constexpr CommandTraits kTraits{.kind = CommandKind::write, .roles = RoleSet{Role::visitor}, .is_prepared = false, .is_http_only = false, .is_socket_only = false, .has_large_body = false};
  // Besides those of the feature session.
  static constexpr std::array<std::string_view, 1> kErrors{"cafe.not_seated"};

  struct Reply {
    bool operator==(const Reply&) const = default;
  };

  bool operator==(const StandUp&) const = default;
};

// All tables now.
struct List {
  static constexpr std::string_view kName = "cafe.list";
  static constexpr CommandTraits kTraits{.kind = CommandKind::read, .roles = RoleSet{Role::visitor}, .is_prepared = false, .is_http_only = false, .is_socket_only = false, .has_large_body = false};
  // Besides those of the feature session.
  static constexpr std::array<std::string_view, 0> kErrors{};

  struct Reply {
    std::vector<CafeTable> tables{};

    bool operator==(const Reply&) const = default;
  };

  bool operator==(const List&) const = default;
};

// Somebody sat down.
struct SeatTakenEvent {
  static constexpr std::string_view kName = "cafe.seat_taken";
  static constexpr bool kIsHint = false;
  using Stream = CafeStream;

  TableId table_id{};
  Seat seat{};

  bool operator==(const SeatTakenEvent&) const = default;
};

// A seat is free again.
struct SeatLeftEvent {
  static constexpr std::string_view kName = "cafe.seat_left";
  static constexpr bool kIsHint = false;
  using Stream = CafeStream;

  TableId table_id{};
  PersonId person_id{};

  bool operator==(const SeatLeftEvent&) const = default;
};

// A table was added or changed by an import.
struct ChangedEvent {
  static constexpr std::string_view kName = "cafe.changed";
  static constexpr bool kIsHint = false;
  using Stream = CafeStream;

  CafeTable table{};

  bool operator==(const ChangedEvent&) const = default;
};

// A table was taken out of the café.
struct RemovedEvent {
  static constexpr std::string_view kName = "cafe.removed";
  static constexpr bool kIsHint = false;
  using Stream = CafeStream;

  TableId table_id{};

  bool operator==(const RemovedEvent&) const = default;
};

namespace errors {

inline constexpr ErrorCode table_full{"cafe.table_full", ErrorClass::conflict,
    "All seats of this table are taken."};
inline constexpr ErrorCode not_seated{"cafe.not_seated", ErrorClass::conflict,
    "The caller does not sit at a table."};

}  // namespace errors

}  // namespace cafe

void write(JsonWriter& writer, const Seat& value);
template <>
bool read_fields(const Json& json, Seat& out, FieldError& error);
void write(JsonWriter& writer, const CafeTable& value);
template <>
bool read_fields(const Json& json, CafeTable& out, FieldError& error);
void write(JsonWriter& writer, const CafeSnapshot& value);
template <>
bool read_fields(const Json& json, CafeSnapshot& out, FieldError& error);
void write(JsonWriter& writer, const cafe::Sit& value);
template <>
bool read_fields(const Json& json, cafe::Sit& out, FieldError& error);
void write(JsonWriter& writer, const cafe::Sit::Reply& value);
template <>
bool read_fields(const Json& json, cafe::Sit::Reply& out, FieldError& error);
void write(JsonWriter& writer, const cafe::StandUp& value);
template <>
bool read_fields(const Json& json, cafe::StandUp& out, FieldError& error);
void write(JsonWriter& writer, const cafe::StandUp::Reply& value);
template <>
bool read_fields(const Json& json, cafe::StandUp::Reply& out, FieldError& error);
void write(JsonWriter& writer, const cafe::List& value);
template <>
bool read_fields(const Json& json, cafe::List& out, FieldError& error);
void write(JsonWriter& writer, const cafe::List::Reply& value);
template <>
bool read_fields(const Json& json, cafe::List::Reply& out, FieldError& error);
void write(JsonWriter& writer, const cafe::SeatTakenEvent& value);
template <>
bool read_fields(const Json& json, cafe::SeatTakenEvent& out, FieldError& error);
void write(JsonWriter& writer, const cafe::SeatLeftEvent& value);
template <>
bool read_fields(const Json& json, cafe::SeatLeftEvent& out, FieldError& error);
void write(JsonWriter& writer, const cafe::ChangedEvent& value);
template <>
bool read_fields(const Json& json, cafe::ChangedEvent& out, FieldError& error);
void write(JsonWriter& writer, const cafe::RemovedEvent& value);
template <>
bool read_fields(const Json& json, cafe::RemovedEvent& out, FieldError& error);

}  // namespace stollen::protocol
