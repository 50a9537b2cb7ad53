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
#include "protocol/generated/cpp/waitlist.hpp"

namespace stollen::protocol {

// Another slot that the team proposes; a seat of it is kept for the visitor until then.
struct Proposal {
  // As it was when it was proposed.
  Slot slot{};
  Timestamp until{};
  std::optional<std::string> note{};

  bool operator==(const Proposal&) const = default;
};

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
  // Grows when the team extends it.
  std::int64_t minutes = 0;
  // A group round with several seats: who has one shares a talk with the others.
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
  // Only with cancelled, then true: the fair could not be entered at its time, so neither side is to blame.
  std::optional<bool> not_held{};
  // The talk, as soon as it is open; of a round it is the same for all, and gone with the seat.
  std::optional<ConversationId> conversation_id{};
  // The visitor has checked in.
  bool visitor_here = false;
  // Somebody of the booth has checked in.
  bool team_here = false;
  // Only with no_show: who did not come.
  std::optional<Side> missed_by{};
  std::optional<Proposal> proposal{};

  bool operator==(const Appointment&) const = default;
};

// An appointment as the booth's team sees it.
struct StaffAppointment {
  Appointment appointment{};
  // What colleagues wrote when it was given; never shown to the visitor.
  std::optional<std::string> note{};

  bool operator==(const StaffAppointment&) const = default;
};

// An appointment that cannot take place as it stands.
struct Conflict {
  Appointment appointment{};
  Trouble trouble{};

  bool operator==(const Conflict&) const = default;
};

// One step of an appointment's history.
struct AppointmentStep {
  Timestamp at{};
  // A constant name such as `booked`, `moved`, `reassigned`, `cancelled`, `checked_in`, `team_here`,
  // `opened`, `begun`, `extended`, `done`, `no_show`, `team_missing`, `proposed`, `declined`.
  std::string step{};
  // Who; absent: the fair itself.
  std::optional<Person> by{};
  std::optional<std::string> text{};

  bool operator==(const AppointmentStep&) const = default;
};

// State of the stream `day:<person>`: appointments as visitor or as member of a team that are not over for
// more than a day, in the order of starts_at, then appointment_id; the hold, if any; and where the person
// waits, in the order of joined_at, then booth_id.
struct DaySnapshot {
  std::vector<Appointment> appointments{};
  std::optional<Hold> hold{};
  std::vector<WaitlistEntry> waiting{};

  bool operator==(const DaySnapshot&) const = default;
};

// State of the stream `calendar:<booth>:staff`: slots in the order of starts_at, then slot_id; appointments
// that are not cancelled, in the order of starts_at, then appointment_id. Those of days that are over are
// left out.
struct StaffCalendarSnapshot {
  BoothId booth_id{};
  std::vector<StaffSlot> slots_{};
  std::vector<StaffAppointment> appointments{};
  // How many people are on the booth's waiting list.
  std::int64_t waiting = 0;

  bool operator==(const StaffCalendarSnapshot&) const = default;
};

// Appointments between a visitor and a member of a booth's team: booked, moved, given to a colleague,
// cancelled, met.
namespace appointment {

// Books the seat that the caller holds or is offered, or a free seat at once.
struct Book {
  static constexpr std::string_view kName = "appointment.book";
  static constexpr CommandTraits kTraits{.kind = CommandKind::write, .roles = RoleSet{Role::visitor}, .is_prepared = false, .is_http_only = false, .is_socket_only = false, .has_large_body = false};
  // Besides those of the feature session.
  static constexpr std::array<std::string_view, 6> kErrors{"slot.taken", "slot.overlap", "slot.too_many", "slot.not_open", "slot.hold_lost", "fair.read_only"};

  struct Reply {
    Appointment appointment{};

    bool operator==(const Reply&) const = default;
  };

  SlotId slot_id{};
  // The hold; without it the caller's own seat of the slot is booked, held or offered, else a free one.
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
  static constexpr CommandTraits kTraits{.kind = CommandKind::write, .roles = RoleSet{Role::exhibitor, Role::organiser}, .is_prepared = false, .is_http_only = false, .is_socket_only = false, .has_large_body = false};
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
  static constexpr CommandTraits kTraits{.kind = CommandKind::write, .roles = RoleSet{Role::visitor}, .is_prepared = false, .is_http_only = false, .is_socket_only = false, .has_large_body = false};
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

// Calls an appointment off: the visitor until it begins or, having checked in, until they talk; a member of
// the booth or an organiser until the end. Cancelling twice is no error.
struct Cancel {
  static constexpr std::string_view kName = "appointment.cancel";
  static constexpr CommandTraits kTraits{.kind = CommandKind::write, .roles = RoleSet{Role::visitor}, .is_prepared = false, .is_http_only = false, .is_socket_only = false, .has_large_body = false};
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
  static constexpr CommandTraits kTraits{.kind = CommandKind::write, .roles = RoleSet{Role::exhibitor, Role::organiser}, .is_prepared = false, .is_http_only = false, .is_socket_only = false, .has_large_body = false};
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

// Says that the caller is there: the visitor, or anybody of the booth's team. In a round each visitor does,
// and the team for all. Checking in twice is no error.
struct CheckIn {
  static constexpr std::string_view kName = "appointment.check_in";
  static constexpr CommandTraits kTraits{.kind = CommandKind::write, .roles = RoleSet{Role::visitor}, .is_prepared = false, .is_http_only = false, .is_socket_only = false, .has_large_body = false};
  // Besides those of the feature session.
  static constexpr std::array<std::string_view, 2> kErrors{"appointment.too_early", "appointment.over"};

  struct Reply {
    Appointment appointment{};

    bool operator==(const Reply&) const = default;
  };

  AppointmentId appointment_id{};

  bool operator==(const CheckIn&) const = default;
};

// They talk: opens the talk if it is not open yet. Whoever of the team begins has the appointment from then
// on. A round begins with everybody who is there; who comes later is in it at once.
struct Begin {
  static constexpr std::string_view kName = "appointment.begin";
  static constexpr CommandTraits kTraits{.kind = CommandKind::write, .roles = RoleSet{Role::exhibitor}, .is_prepared = false, .is_http_only = false, .is_socket_only = false, .has_large_body = false};
  // Besides those of the feature session.
  static constexpr std::array<std::string_view, 1> kErrors{"appointment.not_now"};

  struct Reply {
    Appointment appointment{};

    bool operator==(const Reply&) const = default;
  };

  AppointmentId appointment_id{};

  bool operator==(const Begin&) const = default;
};

// They have met; of a round everybody who came.
struct Finish {
  static constexpr std::string_view kName = "appointment.finish";
  static constexpr CommandTraits kTraits{.kind = CommandKind::write, .roles = RoleSet{Role::exhibitor}, .is_prepared = false, .is_http_only = false, .is_socket_only = false, .has_large_body = false};
  // Besides those of the feature session.
  static constexpr std::array<std::string_view, 1> kErrors{"appointment.not_now"};

  struct Reply {
    bool operator==(const Reply&) const = default;
  };

  AppointmentId appointment_id{};

  bool operator==(const Finish&) const = default;
};

// Longer by the member's next slot, which goes, or by the free time up to it, at most once more the slot's
// own length. A round is longer for everybody who talks in it, or not at all.
struct Extend {
  static constexpr std::string_view kName = "appointment.extend";
  static constexpr CommandTraits kTraits{.kind = CommandKind::write, .roles = RoleSet{Role::exhibitor}, .is_prepared = false, .is_http_only = false, .is_socket_only = false, .has_large_body = false};
  // Besides those of the feature session.
  static constexpr std::array<std::string_view, 2> kErrors{"appointment.not_now", "appointment.no_next"};

  struct Reply {
    Appointment appointment{};

    bool operator==(const Reply&) const = default;
  };

  AppointmentId appointment_id{};

  bool operator==(const Extend&) const = default;
};

// The other side is not there, from three minutes after the start. By the team: the appointment ends, and its
// seat is free again if five minutes are left. By the visitor: the booth's team is alarmed, and the
// appointment stays. Reporting twice is no error.
struct ReportNoShow {
  static constexpr std::string_view kName = "appointment.report_no_show";
  static constexpr CommandTraits kTraits{.kind = CommandKind::write, .roles = RoleSet{Role::visitor}, .is_prepared = false, .is_http_only = false, .is_socket_only = false, .has_large_body = false};
  // Besides those of the feature session.
  static constexpr std::array<std::string_view, 2> kErrors{"appointment.too_early", "appointment.not_now"};

  struct Reply {
    bool operator==(const Reply&) const = default;
  };

  AppointmentId appointment_id{};

  bool operator==(const ReportNoShow&) const = default;
};

// The team or an organiser proposes another slot of the booth; a seat is kept for the visitor for a day, but
// not beyond the start of either. A second proposal takes the place of the first.
struct Propose {
  static constexpr std::string_view kName = "appointment.propose";
  static constexpr CommandTraits kTraits{.kind = CommandKind::write, .roles = RoleSet{Role::exhibitor, Role::organiser}, .is_prepared = false, .is_http_only = false, .is_socket_only = false, .has_large_body = false};
  // Besides those of the feature session.
  static constexpr std::array<std::string_view, 5> kErrors{"appointment.over", "slot.taken", "slot.overlap", "slot.not_open", "fair.read_only"};

  struct Reply {
    bool operator==(const Reply&) const = default;
  };

  AppointmentId appointment_id{};
  SlotId slot_id{};
  // For the visitor.
  std::optional<std::string> note{};

  bool operator==(const Propose&) const = default;
};

// Moves the appointment to the proposed slot.
struct Accept {
  static constexpr std::string_view kName = "appointment.accept";
  static constexpr CommandTraits kTraits{.kind = CommandKind::write, .roles = RoleSet{Role::visitor}, .is_prepared = false, .is_http_only = false, .is_socket_only = false, .has_large_body = false};
  // Besides those of the feature session.
  static constexpr std::array<std::string_view, 3> kErrors{"appointment.no_proposal", "appointment.over", "slot.hold_lost"};

  struct Reply {
    Appointment appointment{};

    bool operator==(const Reply&) const = default;
  };

  AppointmentId appointment_id{};

  bool operator==(const Accept&) const = default;
};

// The appointment stays where it is; the kept seat is free.
struct Decline {
  static constexpr std::string_view kName = "appointment.decline";
  static constexpr CommandTraits kTraits{.kind = CommandKind::write, .roles = RoleSet{Role::visitor}, .is_prepared = false, .is_http_only = false, .is_socket_only = false, .has_large_body = false};
  // Besides those of the feature session.
  static constexpr std::array<std::string_view, 1> kErrors{"appointment.no_proposal"};

  struct Reply {
    bool operator==(const Reply&) const = default;
  };

  AppointmentId appointment_id{};

  bool operator==(const Decline&) const = default;
};

// Appointments to come that cannot take place as they stand, in the order of their times: of a booth, or of
// all booths whose calendars the caller manages. For after the fair's hours or a team have changed.
struct ListConflicts {
  static constexpr std::string_view kName = "appointment.list_conflicts";
  static constexpr CommandTraits kTraits{.kind = CommandKind::read, .roles = RoleSet{Role::exhibitor, Role::organiser}, .is_prepared = false, .is_http_only = false, .is_socket_only = false, .has_large_body = false};
  // Besides those of the feature session.
  static constexpr std::array<std::string_view, 0> kErrors{};

  struct Reply {
    std::vector<Conflict> conflicts{};

    bool operator==(const Reply&) const = default;
  };

  std::optional<BoothId> booth_id{};

  bool operator==(const ListConflicts&) const = default;
};

// The caller's own appointments, also past and cancelled ones, newest first.
struct List {
  static constexpr std::string_view kName = "appointment.list";
  static constexpr CommandTraits kTraits{.kind = CommandKind::read, .roles = RoleSet{Role::visitor}, .is_prepared = false, .is_http_only = false, .is_socket_only = false, .has_large_body = false};
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
  static constexpr CommandTraits kTraits{.kind = CommandKind::read, .roles = RoleSet{Role::visitor}, .is_prepared = false, .is_http_only = false, .is_socket_only = false, .has_large_body = false};
  // Besides those of the feature session.
  static constexpr std::array<std::string_view, 0> kErrors{};

  struct Reply {
    std::vector<AppointmentStep> steps{};

    bool operator==(const Reply&) const = default;
  };

  AppointmentId appointment_id{};

  bool operator==(const GetHistory&) const = default;
};

// What a mailed link is about, without what was said about the talk. Looking changes nothing, so that
// whatever reads mails may follow links.
struct GetByLink {
  static constexpr std::string_view kName = "appointment.get_by_link";
  static constexpr CommandTraits kTraits{.kind = CommandKind::read, .roles = RoleSet::anyone(), .is_prepared = false, .is_http_only = false, .is_socket_only = false, .has_large_body = false};
  // Besides those of the feature session.
  static constexpr std::array<std::string_view, 2> kErrors{"appointment.bad_link", "appointment.link_expired"};

  struct Reply {
    Appointment appointment{};
    LinkPurpose purpose{};

    bool operator==(const Reply&) const = default;
  };

  Secret token{};

  bool operator==(const GetByLink&) const = default;
};

// The visitor calls an appointment off by the link that is for that. Cancelling twice is no error.
struct CancelByLink {
  static constexpr std::string_view kName = "appointment.cancel_by_link";
  static constexpr CommandTraits kTraits{.kind = CommandKind::write, .roles = RoleSet::anyone(), .is_prepared = false, .is_http_only = false, .is_socket_only = false, .has_large_body = false};
  // Besides those of the feature session.
  static constexpr std::array<std::string_view, 3> kErrors{"appointment.bad_link", "appointment.link_expired", "appointment.over"};

  struct Reply {
    bool operator==(const Reply&) const = default;
  };

  Secret token{};

  bool operator==(const CancelByLink&) const = default;
};

// The visitor takes another slot of the booth by the link that is for that.
struct MoveByLink {
  static constexpr std::string_view kName = "appointment.move_by_link";
  static constexpr CommandTraits kTraits{.kind = CommandKind::write, .roles = RoleSet::anyone(), .is_prepared = false, .is_http_only = false, .is_socket_only = false, .has_large_body = false};
  // Besides those of the feature session.
  static constexpr std::array<std::string_view, 7> kErrors{"appointment.bad_link", "appointment.link_expired", "appointment.over", "slot.taken", "slot.overlap", "slot.not_open", "fair.read_only"};

  struct Reply {
    Appointment appointment{};

    bool operator==(const Reply&) const = default;
  };

  Secret token{};
  SlotId slot_id{};

  bool operator==(const MoveByLink&) const = default;
};

// An appointment as a calendar file (RFC 5545), for both sides and organisers.
struct GetEntry {
  static constexpr std::string_view kName = "appointment.get_entry";
  static constexpr CommandTraits kTraits{.kind = CommandKind::read, .roles = RoleSet{Role::visitor}, .is_prepared = false, .is_http_only = false, .is_socket_only = false, .has_large_body = false};
  // Besides those of the feature session.
  static constexpr std::array<std::string_view, 0> kErrors{};

  struct Reply {
    std::string calendar{};

    bool operator==(const Reply&) const = default;
  };

  AppointmentId appointment_id{};

  bool operator==(const GetEntry&) const = default;
};

// Makes an address at which calendars can follow all appointments of the caller at this fair. An earlier one
// ends with it. The address is told this once; over HTTP, so that no answer that holds it is kept.
struct CreateFeed {
  static constexpr std::string_view kName = "appointment.create_feed";
  static constexpr CommandTraits kTraits{.kind = CommandKind::write, .roles = RoleSet{Role::visitor}, .is_prepared = false, .is_http_only = true, .is_socket_only = false, .has_large_body = false};
  // Besides those of the feature session.
  static constexpr std::array<std::string_view, 0> kErrors{};

  struct Reply {
    std::string url{};

    bool operator==(const Reply&) const = default;
  };

  bool operator==(const CreateFeed&) const = default;
};

// Ends the caller's calendar address. Without one nothing happens.
struct RevokeFeed {
  static constexpr std::string_view kName = "appointment.revoke_feed";
  static constexpr CommandTraits kTraits{.kind = CommandKind::write, .roles = RoleSet{Role::visitor}, .is_prepared = false, .is_http_only = false, .is_socket_only = false, .has_large_body = false};
  // Besides those of the feature session.
  static constexpr std::array<std::string_view, 0> kErrors{};

  struct Reply {
    bool operator==(const Reply&) const = default;
  };

  bool operator==(const RevokeFeed&) const = default;
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

// It begins in five minutes; for both sides.
struct StartingEvent {
  static constexpr std::string_view kName = "appointment.starting";
  static constexpr bool kIsHint = false;
  using Stream = DayStream;

  AppointmentId appointment_id{};

  bool operator==(const StartingEvent&) const = default;
};

// It began three minutes ago and this side is not there; for the other one.
struct MissingEvent {
  static constexpr std::string_view kName = "appointment.missing";
  static constexpr bool kIsHint = false;
  using Stream = DayStream;

  AppointmentId appointment_id{};
  Side side{};

  bool operator==(const MissingEvent&) const = default;
};

// A visitor says that nobody of the booth is there.
struct TeamMissingEvent {
  static constexpr std::string_view kName = "appointment.team_missing";
  static constexpr bool kIsHint = false;
  using Stream = CalendarStaffStream;

  AppointmentId appointment_id{};

  bool operator==(const TeamMissingEvent&) const = default;
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
inline constexpr ErrorCode too_early{"appointment.too_early", ErrorClass::conflict,
    "Checking in is possible from 15 minutes before until the end, reporting that somebody is missing from three minutes after the start, or after the talk opened late."};
inline constexpr ErrorCode not_now{"appointment.not_now", ErrorClass::conflict,
    "Not possible in the appointment's present state."};
inline constexpr ErrorCode no_next{"appointment.no_next", ErrorClass::conflict,
    "The time behind the appointment is not free."};
inline constexpr ErrorCode no_proposal{"appointment.no_proposal", ErrorClass::conflict,
    "There is no proposal, or it has ended."};
inline constexpr ErrorCode bad_link{"appointment.bad_link", ErrorClass::denied,
    "The link is damaged or was made for something else."};
inline constexpr ErrorCode link_expired{"appointment.link_expired", ErrorClass::denied,
    "The link has expired: links end when the appointment begins."};

}  // namespace errors

}  // namespace appointment

void write(JsonWriter& writer, const Proposal& value);
template <>
bool read_fields(const Json& json, Proposal& out, FieldError& error);
void write(JsonWriter& writer, const Appointment& value);
template <>
bool read_fields(const Json& json, Appointment& out, FieldError& error);
void write(JsonWriter& writer, const StaffAppointment& value);
template <>
bool read_fields(const Json& json, StaffAppointment& out, FieldError& error);
void write(JsonWriter& writer, const Conflict& value);
template <>
bool read_fields(const Json& json, Conflict& out, FieldError& error);
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
void write(JsonWriter& writer, const appointment::CheckIn& value);
template <>
bool read_fields(const Json& json, appointment::CheckIn& out, FieldError& error);
void write(JsonWriter& writer, const appointment::CheckIn::Reply& value);
template <>
bool read_fields(const Json& json, appointment::CheckIn::Reply& out, FieldError& error);
void write(JsonWriter& writer, const appointment::Begin& value);
template <>
bool read_fields(const Json& json, appointment::Begin& out, FieldError& error);
void write(JsonWriter& writer, const appointment::Begin::Reply& value);
template <>
bool read_fields(const Json& json, appointment::Begin::Reply& out, FieldError& error);
void write(JsonWriter& writer, const appointment::Finish& value);
template <>
bool read_fields(const Json& json, appointment::Finish& out, FieldError& error);
void write(JsonWriter& writer, const appointment::Finish::Reply& value);
template <>
bool read_fields(const Json& json, appointment::Finish::Reply& out, FieldError& error);
void write(JsonWriter& writer, const appointment::Extend& value);
template <>
bool read_fields(const Json& json, appointment::Extend& out, FieldError& error);
void write(JsonWriter& writer, const appointment::Extend::Reply& value);
template <>
bool read_fields(const Json& json, appointment::Extend::Reply& out, FieldError& error);
void write(JsonWriter& writer, const appointment::ReportNoShow& value);
template <>
bool read_fields(const Json& json, appointment::ReportNoShow& out, FieldError& error);
void write(JsonWriter& writer, const appointment::ReportNoShow::Reply& value);
template <>
bool read_fields(const Json& json, appointment::ReportNoShow::Reply& out, FieldError& error);
void write(JsonWriter& writer, const appointment::Propose& value);
template <>
bool read_fields(const Json& json, appointment::Propose& out, FieldError& error);
void write(JsonWriter& writer, const appointment::Propose::Reply& value);
template <>
bool read_fields(const Json& json, appointment::Propose::Reply& out, FieldError& error);
void write(JsonWriter& writer, const appointment::Accept& value);
template <>
bool read_fields(const Json& json, appointment::Accept& out, FieldError& error);
void write(JsonWriter& writer, const appointment::Accept::Reply& value);
template <>
bool read_fields(const Json& json, appointment::Accept::Reply& out, FieldError& error);
void write(JsonWriter& writer, const appointment::Decline& value);
template <>
bool read_fields(const Json& json, appointment::Decline& out, FieldError& error);
void write(JsonWriter& writer, const appointment::Decline::Reply& value);
template <>
bool read_fields(const Json& json, appointment::Decline::Reply& out, FieldError& error);
void write(JsonWriter& writer, const appointment::ListConflicts& value);
template <>
bool read_fields(const Json& json, appointment::ListConflicts& out, FieldError& error);
void write(JsonWriter& writer, const appointment::ListConflicts::Reply& value);
template <>
bool read_fields(const Json& json, appointment::ListConflicts::Reply& out, FieldError& error);
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
void write(JsonWriter& writer, const appointment::GetByLink& value);
template <>
bool read_fields(const Json& json, appointment::GetByLink& out, FieldError& error);
void write(JsonWriter& writer, const appointment::GetByLink::Reply& value);
template <>
bool read_fields(const Json& json, appointment::GetByLink::Reply& out, FieldError& error);
void write(JsonWriter& writer, const appointment::CancelByLink& value);
template <>
bool read_fields(const Json& json, appointment::CancelByLink& out, FieldError& error);
void write(JsonWriter& writer, const appointment::CancelByLink::Reply& value);
template <>
bool read_fields(const Json& json, appointment::CancelByLink::Reply& out, FieldError& error);
void write(JsonWriter& writer, const appointment::MoveByLink& value);
template <>
bool read_fields(const Json& json, appointment::MoveByLink& out, FieldError& error);
void write(JsonWriter& writer, const appointment::MoveByLink::Reply& value);
template <>
bool read_fields(const Json& json, appointment::MoveByLink::Reply& out, FieldError& error);
void write(JsonWriter& writer, const appointment::GetEntry& value);
template <>
bool read_fields(const Json& json, appointment::GetEntry& out, FieldError& error);
void write(JsonWriter& writer, const appointment::GetEntry::Reply& value);
template <>
bool read_fields(const Json& json, appointment::GetEntry::Reply& out, FieldError& error);
void write(JsonWriter& writer, const appointment::CreateFeed& value);
template <>
bool read_fields(const Json& json, appointment::CreateFeed& out, FieldError& error);
void write(JsonWriter& writer, const appointment::CreateFeed::Reply& value);
template <>
bool read_fields(const Json& json, appointment::CreateFeed::Reply& out, FieldError& error);
void write(JsonWriter& writer, const appointment::RevokeFeed& value);
template <>
bool read_fields(const Json& json, appointment::RevokeFeed& out, FieldError& error);
void write(JsonWriter& writer, const appointment::RevokeFeed::Reply& value);
template <>
bool read_fields(const Json& json, appointment::RevokeFeed::Reply& out, FieldError& error);
void write(JsonWriter& writer, const appointment::ChangedEvent& value);
template <>
bool read_fields(const Json& json, appointment::ChangedEvent& out, FieldError& error);
void write(JsonWriter& writer, const appointment::GoneEvent& value);
template <>
bool read_fields(const Json& json, appointment::GoneEvent& out, FieldError& error);
void write(JsonWriter& writer, const appointment::StartingEvent& value);
template <>
bool read_fields(const Json& json, appointment::StartingEvent& out, FieldError& error);
void write(JsonWriter& writer, const appointment::MissingEvent& value);
template <>
bool read_fields(const Json& json, appointment::MissingEvent& out, FieldError& error);
void write(JsonWriter& writer, const appointment::TeamMissingEvent& value);
template <>
bool read_fields(const Json& json, appointment::TeamMissingEvent& out, FieldError& error);
void write(JsonWriter& writer, const appointment::StaffChangedEvent& value);
template <>
bool read_fields(const Json& json, appointment::StaffChangedEvent& out, FieldError& error);

}  // namespace stollen::protocol
