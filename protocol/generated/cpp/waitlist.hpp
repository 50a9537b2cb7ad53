// Generated from protocol/messages/waitlist.json by protocol/generate.mjs; do not edit.
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
#include "protocol/generated/cpp/slot.hpp"
#include "protocol/generated/cpp/streams.hpp"
#include "protocol/generated/cpp/vocabulary.hpp"

namespace stollen::protocol {

// A seat kept for one person until the deadline: theirs alone to book, and their time is taken for it.
struct SlotOffer {
  // As it was when it was offered: its free seats do not follow.
  Slot slot{};
  // Then it goes to the next. Later after an outage, in which nobody could answer.
  Timestamp until{};

  bool operator==(const SlotOffer&) const = default;
};

// Somebody's place on a booth's waiting list; one for each booth.
struct WaitlistEntry {
  BoothId booth_id{};
  std::string booth_slug{};
  std::string booth_name{};
  // Only this member of the team.
  std::optional<PersonId> person_id{};
  // The member's name when the wish was made; there is one if and only if there is `person_id`.
  std::optional<std::string> name{};
  // Also times that begin within two hours.
  bool short_notice = false;
  Timestamp joined_at{};
  std::optional<SlotOffer> offer{};

  bool operator==(const WaitlistEntry&) const = default;
};

// Waiting for a time at a booth that has none left. A seat that becomes free is offered to one waiting person
// after the other, each with a deadline; an offered seat is booked by `appointment.book`.
namespace waitlist {

// Waits for a time at the booth. Who waits already changes the wishes and keeps place and offer.
struct Join {
  static constexpr std::string_view kName = "waitlist.join";
  static constexpr CommandTraits kTraits{.kind = CommandKind::write, .roles = RoleSet{Role::visitor}, .is_prepared = false, .is_http_only = false, .is_socket_only = false, .has_large_body = false};
  // Besides those of the feature session.
  static constexpr std::array<std::string_view, 5> kErrors{"waitlist.free_slots", "waitlist.booked", "waitlist.too_many", "slot.too_many", "fair.read_only"};

  struct Reply {
    WaitlistEntry entry{};
    // How many people waited at the booth before, at that moment.
    std::int64_t ahead = 0;

    bool operator==(const Reply&) const = default;
  };

  BoothId booth_id{};
  // Only this member of the team; without it anybody.
  std::optional<PersonId> person_id{};
  // Also times that begin within two hours.
  bool short_notice = false;

  bool operator==(const Join&) const = default;
};

// Waits no longer; an offered seat goes to the next. Leaving twice is no error.
struct Leave {
  static constexpr std::string_view kName = "waitlist.leave";
  static constexpr CommandTraits kTraits{.kind = CommandKind::write, .roles = RoleSet{Role::visitor}, .is_prepared = false, .is_http_only = false, .is_socket_only = false, .has_large_body = false};
  // Besides those of the feature session.
  static constexpr std::array<std::string_view, 0> kErrors{};

  struct Reply {
    bool operator==(const Reply&) const = default;
  };

  BoothId booth_id{};

  bool operator==(const Leave&) const = default;
};

// Does not want the offered slot: it goes to the next and is not offered to this person again, who goes on
// waiting.
struct Decline {
  static constexpr std::string_view kName = "waitlist.decline";
  static constexpr CommandTraits kTraits{.kind = CommandKind::write, .roles = RoleSet{Role::visitor}, .is_prepared = false, .is_http_only = false, .is_socket_only = false, .has_large_body = false};
  // Besides those of the feature session.
  static constexpr std::array<std::string_view, 1> kErrors{"waitlist.no_offer"};

  struct Reply {
    WaitlistEntry entry{};

    bool operator==(const Reply&) const = default;
  };

  BoothId booth_id{};
  SlotId slot_id{};

  bool operator==(const Decline&) const = default;
};

// How many people wait at a booth, for those who manage its calendar.
struct Count {
  static constexpr std::string_view kName = "waitlist.count";
  static constexpr CommandTraits kTraits{.kind = CommandKind::read, .roles = RoleSet{Role::exhibitor, Role::organiser}, .is_prepared = false, .is_http_only = false, .is_socket_only = false, .has_large_body = false};
  // Besides those of the feature session.
  static constexpr std::array<std::string_view, 0> kErrors{};

  struct Reply {
    std::int64_t waiting = 0;

    bool operator==(const Reply&) const = default;
  };

  BoothId booth_id{};

  bool operator==(const Count&) const = default;
};

// The person waits, waits for something else, or an offer was made or has ended.
struct ChangedEvent {
  static constexpr std::string_view kName = "waitlist.changed";
  static constexpr bool kIsHint = false;
  using Stream = DayStream;

  WaitlistEntry entry{};

  bool operator==(const ChangedEvent&) const = default;
};

// The person waits no longer; an offer, if there was one, has ended.
struct RemovedEvent {
  static constexpr std::string_view kName = "waitlist.removed";
  static constexpr bool kIsHint = false;
  using Stream = DayStream;

  BoothId booth_id{};
  WaitlistEnd reason{};

  bool operator==(const RemovedEvent&) const = default;
};

// So many people wait at the booth now.
struct CountedEvent {
  static constexpr std::string_view kName = "waitlist.counted";
  static constexpr bool kIsHint = false;
  using Stream = CalendarStaffStream;

  std::int64_t waiting = 0;

  bool operator==(const CountedEvent&) const = default;
};

namespace errors {

inline constexpr ErrorCode free_slots{"waitlist.free_slots", ErrorClass::conflict,
    "A time that fits the wish is free: book it."};
inline constexpr ErrorCode booked{"waitlist.booked", ErrorClass::conflict,
    "The person has an appointment at this booth that is to come: it can be moved instead."};
inline constexpr ErrorCode too_many{"waitlist.too_many", ErrorClass::conflict,
    "One can wait at five booths at once."};
inline constexpr ErrorCode no_offer{"waitlist.no_offer", ErrorClass::conflict,
    "The slot is not offered to the person, or no longer."};

}  // namespace errors

}  // namespace waitlist

void write(JsonWriter& writer, const SlotOffer& value);
template <>
bool read_fields(const Json& json, SlotOffer& out, FieldError& error);
void write(JsonWriter& writer, const WaitlistEntry& value);
template <>
bool read_fields(const Json& json, WaitlistEntry& out, FieldError& error);
void write(JsonWriter& writer, const waitlist::Join& value);
template <>
bool read_fields(const Json& json, waitlist::Join& out, FieldError& error);
void write(JsonWriter& writer, const waitlist::Join::Reply& value);
template <>
bool read_fields(const Json& json, waitlist::Join::Reply& out, FieldError& error);
void write(JsonWriter& writer, const waitlist::Leave& value);
template <>
bool read_fields(const Json& json, waitlist::Leave& out, FieldError& error);
void write(JsonWriter& writer, const waitlist::Leave::Reply& value);
template <>
bool read_fields(const Json& json, waitlist::Leave::Reply& out, FieldError& error);
void write(JsonWriter& writer, const waitlist::Decline& value);
template <>
bool read_fields(const Json& json, waitlist::Decline& out, FieldError& error);
void write(JsonWriter& writer, const waitlist::Decline::Reply& value);
template <>
bool read_fields(const Json& json, waitlist::Decline::Reply& out, FieldError& error);
void write(JsonWriter& writer, const waitlist::Count& value);
template <>
bool read_fields(const Json& json, waitlist::Count& out, FieldError& error);
void write(JsonWriter& writer, const waitlist::Count::Reply& value);
template <>
bool read_fields(const Json& json, waitlist::Count::Reply& out, FieldError& error);
void write(JsonWriter& writer, const waitlist::ChangedEvent& value);
template <>
bool read_fields(const Json& json, waitlist::ChangedEvent& out, FieldError& error);
void write(JsonWriter& writer, const waitlist::RemovedEvent& value);
template <>
bool read_fields(const Json& json, waitlist::RemovedEvent& out, FieldError& error);
void write(JsonWriter& writer, const waitlist::CountedEvent& value);
template <>
bool read_fields(const Json& json, waitlist::CountedEvent& out, FieldError& error);

}  // namespace stollen::protocol
