// Generated from protocol/messages/slot.json by protocol/generate.mjs; do not edit.
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

// A slot as everybody sees it. Blocked slots and those for walk-ins are not shown; slots that have ended stay
// until the day is over.
struct Slot {
  SlotId slot_id{};
  BoothId booth_id{};
  // The member of the team.
  PersonId person_id{};
  // The member's name when the slot was made or given.
  std::string name{};
  Timestamp starts_at{};
  std::int64_t minutes = 0;
  // More than 1: a group round.
  std::int64_t seats = 0;
  // Neither held, offered to somebody who waits, nor booked.
  std::int64_t free_seats = 0;
  // What a group round is about.
  std::optional<std::string> title{};
  // Can be booked from then on.
  std::optional<Timestamp> opens_at{};

  bool operator==(const Slot&) const = default;
};

// A slot as the team sees it.
struct StaffSlot {
  Slot slot{};
  SlotState state{};
  std::int64_t held_seats = 0;

  bool operator==(const StaffSlot&) const = default;
};

// A free slot with its booth.
struct FoundSlot {
  Slot slot{};
  std::string booth_slug{};
  std::string booth_name{};

  bool operator==(const FoundSlot&) const = default;
};

// A seat kept for one person for a short time.
struct Hold {
  // As it stood when the hold was told: its free seats do not follow.
  Slot slot{};
  std::string booth_slug{};
  std::string booth_name{};
  // Names this hold: a later hold of the same seat has a higher one.
  std::int64_t generation = 0;
  Timestamp until{};
  std::int64_t extensions_left = 0;

  bool operator==(const Hold&) const = default;
};

// From then until then, the end not included.
struct TimeSpan {
  Timestamp from{};
  Timestamp to{};

  bool operator==(const TimeSpan&) const = default;
};

// A part of the slots that can be booked only from a time on.
struct Portion {
  std::int64_t percent = 0;
  Timestamp opens_at{};

  bool operator==(const Portion&) const = default;
};

// State of the stream `calendar:<booth>`: in the order of starts_at, then slot_id. Slots of days that are
// over in the fair's zone are left out.
struct CalendarSnapshot {
  BoothId booth_id{};
  std::vector<Slot> slots_{};

  bool operator==(const CalendarSnapshot&) const = default;
};

// Times at which a booth's people can be met: generated, blocked, moved and withdrawn by the team, held by
// visitors while they fill in the rest.
namespace slot {

// A booth's slots now.
struct List {
  static constexpr std::string_view kName = "slot.list";
  static constexpr CommandTraits kTraits{.kind = CommandKind::read, .roles = RoleSet::anyone(), .is_prepared = false, .is_http_only = false, .is_socket_only = false, .has_large_body = false};
  // Besides those of the feature session.
  static constexpr std::array<std::string_view, 0> kErrors{};

  struct Reply {
    std::vector<Slot> slots_{};

    bool operator==(const Reply&) const = default;
  };

  BoothId booth_id{};

  bool operator==(const List&) const = default;
};

// The earliest slots that can be booked now, over all booths or those of one field of work; without those
// that overlap the caller's own appointments.
struct Find {
  static constexpr std::string_view kName = "slot.find";
  static constexpr CommandTraits kTraits{.kind = CommandKind::read, .roles = RoleSet::anyone(), .is_prepared = false, .is_http_only = false, .is_socket_only = false, .has_large_body = false};
  // Besides those of the feature session.
  static constexpr std::array<std::string_view, 0> kErrors{};

  struct Reply {
    std::vector<FoundSlot> slots_{};

    bool operator==(const Reply&) const = default;
  };

  std::optional<BoothId> booth_id{};
  // As `booth.list_jobs` names them, or a booth's sector.
  std::optional<std::string> field{};
  // Not before; without it from now on.
  std::optional<Timestamp> from{};
  // Order by distance from this time instead: for the nearest free ones.
  std::optional<Timestamp> near{};
  // Without it 10.
  std::optional<std::int64_t> limit{};

  bool operator==(const Find&) const = default;
};

// Keeps a seat for 120 seconds while the visitor fills in the rest. Holding the same slot again gives the
// same hold with its time anew, as an extension. One hold at a time: an older one of another slot is given
// up.
struct Hold {
  static constexpr std::string_view kName = "slot.hold";
  static constexpr CommandTraits kTraits{.kind = CommandKind::write, .roles = RoleSet{Role::visitor}, .is_prepared = false, .is_http_only = false, .is_socket_only = false, .has_large_body = false};
  // Besides those of the feature session.
  static constexpr std::array<std::string_view, 5> kErrors{"slot.taken", "slot.overlap", "slot.too_many", "slot.not_open", "fair.read_only"};

  struct Reply {
    protocol::Hold hold{};

    bool operator==(const Reply&) const = default;
  };

  SlotId slot_id{};
  // If it is taken, a slot of the same booth with the same time will do.
  std::optional<bool> any_member{};

  bool operator==(const Hold&) const = default;
};

// 120 seconds more, from now on.
struct Extend {
  static constexpr std::string_view kName = "slot.extend";
  static constexpr CommandTraits kTraits{.kind = CommandKind::write, .roles = RoleSet{Role::visitor}, .is_prepared = false, .is_http_only = false, .is_socket_only = false, .has_large_body = false};
  // Besides those of the feature session.
  static constexpr std::array<std::string_view, 2> kErrors{"slot.hold_lost", "slot.extended_often"};

  struct Reply {
    protocol::Hold hold{};

    bool operator==(const Reply&) const = default;
  };

  SlotId slot_id{};
  std::int64_t generation = 0;

  bool operator==(const Extend&) const = default;
};

// Gives a hold up. A hold that has ended is no error.
struct Release {
  static constexpr std::string_view kName = "slot.release";
  static constexpr CommandTraits kTraits{.kind = CommandKind::write, .roles = RoleSet{Role::visitor}, .is_prepared = false, .is_http_only = false, .is_socket_only = false, .has_large_body = false};
  // Besides those of the feature session.
  static constexpr std::array<std::string_view, 0> kErrors{};

  struct Reply {
    bool operator==(const Reply&) const = default;
  };

  SlotId slot_id{};
  std::int64_t generation = 0;

  bool operator==(const Release&) const = default;
};

// Generates slots for a member of the team in the given windows. Times are cut to five minutes. What would
// overlap another slot of the member is left out and counted.
struct Open {
  static constexpr std::string_view kName = "slot.open";
  static constexpr CommandTraits kTraits{.kind = CommandKind::write, .roles = RoleSet{Role::exhibitor, Role::organiser}, .is_prepared = false, .is_http_only = false, .is_socket_only = false, .has_large_body = false};
  // Besides those of the feature session.
  static constexpr std::array<std::string_view, 2> kErrors{"slot.too_many_slots", "fair.read_only"};

  struct Reply {
    std::int64_t opened = 0;
    std::int64_t left_out = 0;

    bool operator==(const Reply&) const = default;
  };

  BoothId booth_id{};
  PersonId person_id{};
  std::vector<TimeSpan> windows{};
  std::optional<std::vector<TimeSpan>> breaks{};
  std::int64_t minutes = 0;
  std::optional<std::int64_t> buffer_minutes{};
  std::optional<std::int64_t> seats{};
  std::optional<std::string> title{};
  std::optional<std::int64_t> walk_in_percent{};
  std::optional<std::vector<Portion>> portions{};

  bool operator==(const Open&) const = default;
};

// Blocks a member's slots to come at the booth in which their own calendar says that they are busy: repeated
// and all-day events too, without cancelled ones and those that are marked as free. Slots in which somebody
// has a seat stay as they are and are told as conflicts. Only times are read from the file, and none of it is
// kept.
struct ImportBusy {
  static constexpr std::string_view kName = "slot.import_busy";
  static constexpr CommandTraits kTraits{.kind = CommandKind::write, .roles = RoleSet{Role::exhibitor, Role::organiser}, .is_prepared = true, .is_http_only = true, .is_socket_only = false, .has_large_body = true};
  // Besides those of the feature session.
  static constexpr std::array<std::string_view, 0> kErrors{};

  struct Reply {
    std::int64_t blocked = 0;
    // Busy, and blocked already.
    std::int64_t blocked_before = 0;
    // Busy, but held or booked.
    std::vector<Slot> conflicts{};
    // Entries of the file whose times could not be read.
    std::int64_t unread = 0;
    // False: the file says more than is followed.
    bool is_complete = false;

    bool operator==(const Reply&) const = default;
  };

  BoothId booth_id{};
  PersonId person_id{};
  // A calendar file (iCalendar, RFC 5545).
  std::string calendar{};

  bool operator==(const ImportBusy&) const = default;
};

// Takes free slots back for now; all of them or none.
struct Block {
  static constexpr std::string_view kName = "slot.block";
  static constexpr CommandTraits kTraits{.kind = CommandKind::write, .roles = RoleSet{Role::exhibitor, Role::organiser}, .is_prepared = false, .is_http_only = false, .is_socket_only = false, .has_large_body = false};
  // Besides those of the feature session.
  static constexpr std::array<std::string_view, 1> kErrors{"slot.booked"};

  struct Reply {
    bool operator==(const Reply&) const = default;
  };

  std::vector<SlotId> slot_ids{};

  bool operator==(const Block&) const = default;
};

// Makes blocked slots and those kept for walk-ins bookable.
struct Unblock {
  static constexpr std::string_view kName = "slot.unblock";
  static constexpr CommandTraits kTraits{.kind = CommandKind::write, .roles = RoleSet{Role::exhibitor, Role::organiser}, .is_prepared = false, .is_http_only = false, .is_socket_only = false, .has_large_body = false};
  // Besides those of the feature session.
  static constexpr std::array<std::string_view, 0> kErrors{};

  struct Reply {
    bool operator==(const Reply&) const = default;
  };

  std::vector<SlotId> slot_ids{};

  bool operator==(const Unblock&) const = default;
};

// Removes slots in which nobody has a seat, held or booked; all of them or none.
struct Withdraw {
  static constexpr std::string_view kName = "slot.withdraw";
  static constexpr CommandTraits kTraits{.kind = CommandKind::write, .roles = RoleSet{Role::exhibitor, Role::organiser}, .is_prepared = false, .is_http_only = false, .is_socket_only = false, .has_large_body = false};
  // Besides those of the feature session.
  static constexpr std::array<std::string_view, 1> kErrors{"slot.booked"};

  struct Reply {
    bool operator==(const Reply&) const = default;
  };

  std::vector<SlotId> slot_ids{};

  bool operator==(const Withdraw&) const = default;
};

// Gives a slot without bookings another time or another member of the team.
struct Move {
  static constexpr std::string_view kName = "slot.move";
  static constexpr CommandTraits kTraits{.kind = CommandKind::write, .roles = RoleSet{Role::exhibitor, Role::organiser}, .is_prepared = false, .is_http_only = false, .is_socket_only = false, .has_large_body = false};
  // Besides those of the feature session.
  static constexpr std::array<std::string_view, 2> kErrors{"slot.booked", "slot.member_busy"};

  struct Reply {
    bool operator==(const Reply&) const = default;
  };

  SlotId slot_id{};
  Timestamp starts_at{};
  std::optional<PersonId> person_id{};

  bool operator==(const Move&) const = default;
};

// A slot was added or changed, also its free seats.
struct ChangedEvent {
  static constexpr std::string_view kName = "slot.changed";
  static constexpr bool kIsHint = false;
  using Stream = CalendarStream;

  Slot slot{};

  bool operator==(const ChangedEvent&) const = default;
};

// A slot is no longer shown.
struct RemovedEvent {
  static constexpr std::string_view kName = "slot.removed";
  static constexpr bool kIsHint = false;
  using Stream = CalendarStream;

  SlotId slot_id{};

  bool operator==(const RemovedEvent&) const = default;
};

// A slot was added or changed, as the team sees it.
struct StaffChangedEvent {
  static constexpr std::string_view kName = "slot.staff_changed";
  static constexpr bool kIsHint = false;
  using Stream = CalendarStaffStream;

  StaffSlot slot{};

  bool operator==(const StaffChangedEvent&) const = default;
};

// A slot was withdrawn.
struct StaffRemovedEvent {
  static constexpr std::string_view kName = "slot.staff_removed";
  static constexpr bool kIsHint = false;
  using Stream = CalendarStaffStream;

  SlotId slot_id{};

  bool operator==(const StaffRemovedEvent&) const = default;
};

// The person's hold began, or its time was set anew. It takes the place of an older one.
struct HeldEvent {
  static constexpr std::string_view kName = "slot.held";
  static constexpr bool kIsHint = false;
  using Stream = DayStream;

  protocol::Hold hold{};

  bool operator==(const HeldEvent&) const = default;
};

// The hold ended: booked, given up or run out.
struct HoldEndedEvent {
  static constexpr std::string_view kName = "slot.hold_ended";
  static constexpr bool kIsHint = false;
  using Stream = DayStream;

  SlotId slot_id{};
  std::int64_t generation = 0;

  bool operator==(const HoldEndedEvent&) const = default;
};

namespace errors {

inline constexpr ErrorCode taken{"slot.taken", ErrorClass::conflict,
    "Somebody else was faster; no seat of the slot is free. An offered one is booked without a hold."};
inline constexpr ErrorCode overlap{"slot.overlap", ErrorClass::conflict,
    "The person has another appointment, hold or offer at that time."};
inline constexpr ErrorCode too_many{"slot.too_many", ErrorClass::conflict,
    "The person has as many appointments as one may have at this fair."};
inline constexpr ErrorCode not_open{"slot.not_open", ErrorClass::conflict,
    "The slot cannot be booked: blocked, kept for walk-ins, not yet released, or its time has come."};
inline constexpr ErrorCode hold_lost{"slot.hold_lost", ErrorClass::conflict,
    "The hold has ended; the seat may be free still: hold it again."};
inline constexpr ErrorCode extended_often{"slot.extended_often", ErrorClass::conflict,
    "A hold can be extended ten times."};
inline constexpr ErrorCode member_busy{"slot.member_busy", ErrorClass::conflict,
    "The member of the team has another slot at that time."};
inline constexpr ErrorCode booked{"slot.booked", ErrorClass::conflict,
    "Somebody has a seat of the slot; move or cancel the appointment first."};
inline constexpr ErrorCode too_many_slots{"slot.too_many_slots", ErrorClass::conflict,
    "A booth has at most 600 slots that are not over."};

}  // namespace errors

}  // namespace slot

void write(JsonWriter& writer, const Slot& value);
template <>
bool read_fields(const Json& json, Slot& out, FieldError& error);
void write(JsonWriter& writer, const StaffSlot& value);
template <>
bool read_fields(const Json& json, StaffSlot& out, FieldError& error);
void write(JsonWriter& writer, const FoundSlot& value);
template <>
bool read_fields(const Json& json, FoundSlot& out, FieldError& error);
void write(JsonWriter& writer, const Hold& value);
template <>
bool read_fields(const Json& json, Hold& out, FieldError& error);
void write(JsonWriter& writer, const TimeSpan& value);
template <>
bool read_fields(const Json& json, TimeSpan& out, FieldError& error);
void write(JsonWriter& writer, const Portion& value);
template <>
bool read_fields(const Json& json, Portion& out, FieldError& error);
void write(JsonWriter& writer, const CalendarSnapshot& value);
template <>
bool read_fields(const Json& json, CalendarSnapshot& out, FieldError& error);
void write(JsonWriter& writer, const slot::List& value);
template <>
bool read_fields(const Json& json, slot::List& out, FieldError& error);
void write(JsonWriter& writer, const slot::List::Reply& value);
template <>
bool read_fields(const Json& json, slot::List::Reply& out, FieldError& error);
void write(JsonWriter& writer, const slot::Find& value);
template <>
bool read_fields(const Json& json, slot::Find& out, FieldError& error);
void write(JsonWriter& writer, const slot::Find::Reply& value);
template <>
bool read_fields(const Json& json, slot::Find::Reply& out, FieldError& error);
void write(JsonWriter& writer, const slot::Hold& value);
template <>
bool read_fields(const Json& json, slot::Hold& out, FieldError& error);
void write(JsonWriter& writer, const slot::Hold::Reply& value);
template <>
bool read_fields(const Json& json, slot::Hold::Reply& out, FieldError& error);
void write(JsonWriter& writer, const slot::Extend& value);
template <>
bool read_fields(const Json& json, slot::Extend& out, FieldError& error);
void write(JsonWriter& writer, const slot::Extend::Reply& value);
template <>
bool read_fields(const Json& json, slot::Extend::Reply& out, FieldError& error);
void write(JsonWriter& writer, const slot::Release& value);
template <>
bool read_fields(const Json& json, slot::Release& out, FieldError& error);
void write(JsonWriter& writer, const slot::Release::Reply& value);
template <>
bool read_fields(const Json& json, slot::Release::Reply& out, FieldError& error);
void write(JsonWriter& writer, const slot::Open& value);
template <>
bool read_fields(const Json& json, slot::Open& out, FieldError& error);
void write(JsonWriter& writer, const slot::Open::Reply& value);
template <>
bool read_fields(const Json& json, slot::Open::Reply& out, FieldError& error);
void write(JsonWriter& writer, const slot::ImportBusy& value);
template <>
bool read_fields(const Json& json, slot::ImportBusy& out, FieldError& error);
void write(JsonWriter& writer, const slot::ImportBusy::Reply& value);
template <>
bool read_fields(const Json& json, slot::ImportBusy::Reply& out, FieldError& error);
void write(JsonWriter& writer, const slot::Block& value);
template <>
bool read_fields(const Json& json, slot::Block& out, FieldError& error);
void write(JsonWriter& writer, const slot::Block::Reply& value);
template <>
bool read_fields(const Json& json, slot::Block::Reply& out, FieldError& error);
void write(JsonWriter& writer, const slot::Unblock& value);
template <>
bool read_fields(const Json& json, slot::Unblock& out, FieldError& error);
void write(JsonWriter& writer, const slot::Unblock::Reply& value);
template <>
bool read_fields(const Json& json, slot::Unblock::Reply& out, FieldError& error);
void write(JsonWriter& writer, const slot::Withdraw& value);
template <>
bool read_fields(const Json& json, slot::Withdraw& out, FieldError& error);
void write(JsonWriter& writer, const slot::Withdraw::Reply& value);
template <>
bool read_fields(const Json& json, slot::Withdraw::Reply& out, FieldError& error);
void write(JsonWriter& writer, const slot::Move& value);
template <>
bool read_fields(const Json& json, slot::Move& out, FieldError& error);
void write(JsonWriter& writer, const slot::Move::Reply& value);
template <>
bool read_fields(const Json& json, slot::Move::Reply& out, FieldError& error);
void write(JsonWriter& writer, const slot::ChangedEvent& value);
template <>
bool read_fields(const Json& json, slot::ChangedEvent& out, FieldError& error);
void write(JsonWriter& writer, const slot::RemovedEvent& value);
template <>
bool read_fields(const Json& json, slot::RemovedEvent& out, FieldError& error);
void write(JsonWriter& writer, const slot::StaffChangedEvent& value);
template <>
bool read_fields(const Json& json, slot::StaffChangedEvent& out, FieldError& error);
void write(JsonWriter& writer, const slot::StaffRemovedEvent& value);
template <>
bool read_fields(const Json& json, slot::StaffRemovedEvent& out, FieldError& error);
void write(JsonWriter& writer, const slot::HeldEvent& value);
template <>
bool read_fields(const Json& json, slot::HeldEvent& out, FieldError& error);
void write(JsonWriter& writer, const slot::HoldEndedEvent& value);
template <>
bool read_fields(const Json& json, slot::HoldEndedEvent& out, FieldError& error);

}  // namespace stollen::protocol
