// Generated from protocol/messages/appointment.json by protocol/generate.mjs; do not edit.
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
#include "protocol/generated/cpp/slot.hpp"
#include "protocol/generated/cpp/streams.hpp"
#include "protocol/generated/cpp/vocabulary.hpp"

namespace stollen::protocol {

// An appointment as both sides see it.
struct Appointment {
  AppointmentId appointment_id{};
  SlotId slot_id{};
  BoothId booth_id{};
  std::string booth_slug{};
  std::string booth_name{};
  // The member of the team.
  PersonId person_id{};
  // The member's name when the appointment was made or given.
  std::string name{};
  Person visitor{};
  Timestamp starts_at{};
  std::int64_t minutes = 0;
  // A group round with several seats.
  bool is_round = false;
  std::optional<std::string> title{};
  AppointmentState state{};
  // What the visitor wants to talk about.
  std::optional<std::string> reason{};
  std::optional<JobId> job_id{};
  std::optional<std::string> job_title{};
  // IANA name of the visitor's time zone when it was booked.
  std::string zone{};
  // Raised by every change that a calendar must learn of.
  std::int64_t sequence = 0;
  Timestamp booked_at{};
  // Booked by the team on the visitor's behalf.
  bool by_staff = false;
  std::optional<PersonId> cancelled_by{};
  std::optional<std::string> cancel_reason{};
  // The talk, as soon as it is open.
  std::optional<ConversationId> conversation_id{};

  bool operator==(const Appointment&) const = default;
};

// An appointment as the booth's team sees it.
struct StaffAppointment {
  Appointment appointment{};
  // What colleagues wrote when it was given; never shown to the visitor.
  std::optional<std::string> note{};

  bool operator==(const StaffAppointment&) const = default;
};

// One step of an appointment's history.
struct AppointmentStep {
  Timestamp at{};
  // A constant name such as `booked`, `moved`, `reassigned`, `cancelled`.
  std::string step{};
  // Who; absent: the fair itself.
  std::optional<Person> by{};
  std::optional<std::string> text{};

  bool operator==(const AppointmentStep&) const = default;
};

// State of the stream `day:<person>`: appointments as visitor or as member of a team that are not over for
// more than a day, in the order of starts_at, then appointment_id; and the hold, if any.
struct DaySnapshot {
  std::vector<Appointment> appointments{};
  std::optional<Hold> hold{};

  bool operator==(const DaySnapshot&) const = default;
};

// State of the stream `calendar:<booth>:staff`: slots in the order of starts_at, then slot_id; appointments
// that are not cancelled, in the order of starts_at, then appointment_id. Those of days that are over are
// left out.
struct StaffCalendarSnapshot {
  BoothId booth_id{};
  std::vector<StaffSlot> slots_{};
  std::vector<StaffAppointment> appointments{};

  bool operator==(const StaffCalendarSnapshot&) const = default;
};

// Appointments between a visitor and a member of a booth's team: booked, moved, given to a colleague,
// cancelled, met.
namespace appointment {

// Books the seat that the caller holds, or a free seat at once.
struct Book {
  static constexpr std::string_view kName = "appointment.book";
  static constexpr CommandTraits kTraits{.kind = CommandKind::write, .roles = RoleSet{Role::visitor}, .is_prepared = false, .is_http_only = false, .is_socket_only = false};
  // Besides those of the feature session.
  static constexpr std::array<std::string_view, 6> kErrors{"slot.taken", "slot.overlap", "slot.too_many", "slot.not_open", "slot.hold_lost", "fair.read_only"};

  struct Reply {
    Appointment appointment{};

    bool operator==(const Reply&) const = default;
  };

  SlotId slot_id{};
  // The hold; without it a free seat is taken.
  std::optional<std::int64_t> generation{};
  std::optional<std::string> reason{};
  std::optional<JobId> job_id{};
  // IANA name; without it the fair's.
  std::optional<std::string> zone{};

  bool operator==(const Book&) const = default;
};

// The team or an organiser books for somebody who called by phone. The visitor learns of it by mail.
struct BookFor {
  static constexpr std::string_view kName = "appointment.book_for";
  static constexpr CommandTraits kTraits{.kind = CommandKind::write, .roles = RoleSet{Role::exhibitor, Role::organiser}, .is_prepared = false, .is_http_only = false, .is_socket_only = false};
  // Besides those of the feature session.
  static constexpr std::array<std::string_view, 6> kErrors{"appointment.no_account", "slot.taken", "slot.overlap", "slot.too_many", "slot.not_open", "fair.read_only"};

  struct Reply {
    Appointment appointment{};

    bool operator==(const Reply&) const = default;
  };

  SlotId slot_id{};
  std::string email{};
  std::optional<std::string> reason{};

  bool operator==(const BookFor&) const = default;
};

// The visitor takes another slot of the same booth; the old seat is free in the same step.
struct Move {
  static constexpr std::string_view kName = "appointment.move";
  static constexpr CommandTraits kTraits{.kind = CommandKind::write, .roles = RoleSet{Role::visitor}, .is_prepared = false, .is_http_only = false, .is_socket_only = false};
  // Besides those of the feature session.
  static constexpr std::array<std::string_view, 5> kErrors{"appointment.over", "slot.taken", "slot.overlap", "slot.not_open", "fair.read_only"};

  struct Reply {
    Appointment appointment{};

    bool operator==(const Reply&) const = default;
  };

  AppointmentId appointment_id{};
  SlotId slot_id{};

  bool operator==(const Move&) const = default;
};

// Calls an appointment off: the visitor, a member of the booth, or an organiser. Cancelling twice is no
// error.
struct Cancel {
  static constexpr std::string_view kName = "appointment.cancel";
  static constexpr CommandTraits kTraits{.kind = CommandKind::write, .roles = RoleSet{Role::visitor}, .is_prepared = false, .is_http_only = false, .is_socket_only = false};
  // Besides those of the feature session.
  static constexpr std::array<std::string_view, 1> kErrors{"appointment.over"};

  struct Reply {
    bool operator==(const Reply&) const = default;
  };

  AppointmentId appointment_id{};
  std::optional<std::string> reason{};

  bool operator==(const Cancel&) const = default;
};

// Gives an appointment at its time to a colleague, and the slot with it: of a round all appointments. Slots
// that the colleague has then go if nobody has a seat in them.
struct Reassign {
  static constexpr std::string_view kName = "appointment.reassign";
  static constexpr CommandTraits kTraits{.kind = CommandKind::write, .roles = RoleSet{Role::exhibitor, Role::organiser}, .is_prepared = false, .is_http_only = false, .is_socket_only = false};
  // Besides those of the feature session.
  static constexpr std::array<std::string_view, 3> kErrors{"appointment.over", "appointment.not_in_team", "slot.member_busy"};

  struct Reply {
    bool operator==(const Reply&) const = default;
  };

  AppointmentId appointment_id{};
  PersonId person_id{};
  std::optional<std::string> note{};

  bool operator==(const Reassign&) const = default;
};

// The caller's own appointments, also past and cancelled ones, newest first.
struct List {
  static constexpr std::string_view kName = "appointment.list";
  static constexpr CommandTraits kTraits{.kind = CommandKind::read, .roles = RoleSet{Role::visitor}, .is_prepared = false, .is_http_only = false, .is_socket_only = false};
  // Besides those of the feature session.
  static constexpr std::array<std::string_view, 0> kErrors{};

  struct Reply {
    std::vector<Appointment> appointments{};

    bool operator==(const Reply&) const = default;
  };

  bool operator==(const List&) const = default;
};

// An appointment's steps; for both sides and organisers.
struct GetHistory {
  static constexpr std::string_view kName = "appointment.get_history";
  static constexpr CommandTraits kTraits{.kind = CommandKind::read, .roles = RoleSet{Role::visitor}, .is_prepared = false, .is_http_only = false, .is_socket_only = false};
  // Besides those of the feature session.
  static constexpr std::array<std::string_view, 0> kErrors{};

  struct Reply {
    std::vector<AppointmentStep> steps{};

    bool operator==(const Reply&) const = default;
  };

  AppointmentId appointment_id{};

  bool operator==(const GetHistory&) const = default;
};

// An appointment was made or changed.
struct ChangedEvent {
  static constexpr std::string_view kName = "appointment.changed";
  static constexpr bool kIsHint = false;
  using Stream = DayStream;

  Appointment appointment{};

  bool operator==(const ChangedEvent&) const = default;
};

// An appointment is no longer this person's: it was given to a colleague.
struct GoneEvent {
  static constexpr std::string_view kName = "appointment.gone";
  static constexpr bool kIsHint = false;
  using Stream = DayStream;

  AppointmentId appointment_id{};

  bool operator==(const GoneEvent&) const = default;
};

// An appointment of the booth was made or changed; cancelled ones leave the calendar.
struct StaffChangedEvent {
  static constexpr std::string_view kName = "appointment.staff_changed";
  static constexpr bool kIsHint = false;
  using Stream = CalendarStaffStream;

  StaffAppointment appointment{};

  bool operator==(const StaffChangedEvent&) const = default;
};

namespace errors {

inline constexpr ErrorCode over{"appointment.over", ErrorClass::conflict,
    "The appointment has begun, is over or was cancelled."};
inline constexpr ErrorCode not_in_team{"appointment.not_in_team", ErrorClass::conflict,
    "The person does not take appointments at this booth."};
inline constexpr ErrorCode no_account{"appointment.no_account", ErrorClass::conflict,
    "There is no account with this address; the visitor registers first."};

}  // namespace errors

}  // namespace appointment

void write(JsonWriter& writer, const Appointment& value);
template <>
bool read_fields(const Json& json, Appointment& out, FieldError& error);
void write(JsonWriter& writer, const StaffAppointment& value);
template <>
bool read_fields(const Json& json, StaffAppointment& out, FieldError& error);
void write(JsonWriter& writer, const AppointmentStep& value);
template <>
bool read_fields(const Json& json, AppointmentStep& out, FieldError& error);
void write(JsonWriter& writer, const DaySnapshot& value);
template <>
bool read_fields(const Json& json, DaySnapshot& out, FieldError& error);
void write(JsonWriter& writer, const StaffCalendarSnapshot& value);
template <>
bool read_fields(const Json& json, StaffCalendarSnapshot& out, FieldError& error);
void write(JsonWriter& writer, const appointment::Book& value);
template <>
bool read_fields(const Json& json, appointment::Book& out, FieldError& error);
void write(JsonWriter& writer, const appointment::Book::Reply& value);
template <>
bool read_fields(const Json& json, appointment::Book::Reply& out, FieldError& error);
void write(JsonWriter& writer, const appointment::BookFor& value);
template <>
bool read_fields(const Json& json, appointment::BookFor& out, FieldError& error);
void write(JsonWriter& writer, const appointment::BookFor::Reply& value);
template <>
bool read_fields(const Json& json, appointment::BookFor::Reply& out, FieldError& error);
void write(JsonWriter& writer, const appointment::Move& value);
template <>
bool read_fields(const Json& json, appointment::Move& out, FieldError& error);
void write(JsonWriter& writer, const appointment::Move::Reply& value);
template <>
bool read_fields(const Json& json, appointment::Move::Reply& out, FieldError& error);
void write(JsonWriter& writer, const appointment::Cancel& value);
template <>
bool read_fields(const Json& json, appointment::Cancel& out, FieldError& error);
void write(JsonWriter& writer, const appointment::Cancel::Reply& value);
template <>
bool read_fields(const Json& json, appointment::Cancel::Reply& out, FieldError& error);
void write(JsonWriter& writer, const appointment::Reassign& value);
template <>
bool read_fields(const Json& json, appointment::Reassign& out, FieldError& error);
void write(JsonWriter& writer, const appointment::Reassign::Reply& value);
template <>
bool read_fields(const Json& json, appointment::Reassign::Reply& out, FieldError& error);
void write(JsonWriter& writer, const appointment::List& value);
template <>
bool read_fields(const Json& json, appointment::List& out, FieldError& error);
void write(JsonWriter& writer, const appointment::List::Reply& value);
template <>
bool read_fields(const Json& json, appointment::List::Reply& out, FieldError& error);
void write(JsonWriter& writer, const appointment::GetHistory& value);
template <>
bool read_fields(const Json& json, appointment::GetHistory& out, FieldError& error);
void write(JsonWriter& writer, const appointment::GetHistory::Reply& value);
template <>
bool read_fields(const Json& json, appointment::GetHistory::Reply& out, FieldError& error);
void write(JsonWriter& writer, const appointment::ChangedEvent& value);
template <>
bool read_fields(const Json& json, appointment::ChangedEvent& out, FieldError& error);
void write(JsonWriter& writer, const appointment::GoneEvent& value);
template <>
bool read_fields(const Json& json, appointment::GoneEvent& out, FieldError& error);
void write(JsonWriter& writer, const appointment::StaffChangedEvent& value);
template <>
bool read_fields(const Json& json, appointment::StaffChangedEvent& out, FieldError& error);

}  // namespace stollen::protocol
