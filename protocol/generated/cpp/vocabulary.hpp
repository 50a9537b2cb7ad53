// Generated from protocol/messages/ by protocol/generate.mjs; do not edit.
#pragma once

#include <array>
#include <string_view>

#include "protocol/cpp/enum_text.hpp"
#include "protocol/cpp/id.hpp"

namespace stollen::protocol {

// A person with an account.
using PersonId = Id<struct PersonIdTag>;
// An appointment; its calendar entry keeps one UID for ever.
using AppointmentId = Id<struct AppointmentIdTag>;
// A booth.
using BoothId = Id<struct BoothIdTag>;
// A job ad.
using JobId = Id<struct JobIdTag>;
// A table in the café.
using TableId = Id<struct TableIdTag>;
// A talk, a round, a table's chat or a room.
using ConversationId = Id<struct ConversationIdTag>;
// A message in a conversation.
using MessageId = Id<struct MessageIdTag>;
// A hall of the fair.
using HallId = Id<struct HallIdTag>;
// An outgoing mail.
using MailId = Id<struct MailIdTag>;
// One log-in of one person; a browser keeps it in its cookie until log-out or expiry.
using SessionId = Id<struct SessionIdTag>;
// A time at which one member of a booth's team can be met.
using SlotId = Id<struct SlotIdTag>;

// Language of pages and mails.
enum class Locale {
  // German
  de,
  // English
  en,
};

template <>
struct EnumTexts<Locale> {
  static constexpr std::array<std::string_view, 2> kTexts{"de", "en"};
};

// What a member of a booth's team may do.
enum class BoothRole {
  // Everything at the booth, and inviting colleagues.
  lead,
  // Taking waiting people and talking.
  talk,
  // Only talks that a colleague hands over.
  handover,
};

template <>
struct EnumTexts<BoothRole> {
  static constexpr std::array<std::string_view, 3> kTexts{"lead", "talk", "handover"};
};

// Where the appointment stands.
enum class AppointmentState {
  // To come.
  booked,
  // The visitor is there.
  checked_in,
  // They talk.
  in_progress,
  // Met.
  done,
  // One side did not come.
  no_show,
  // Called off.
  cancelled,
};

template <>
struct EnumTexts<AppointmentState> {
  static constexpr std::array<std::string_view, 6> kTexts{"booked", "checked_in", "in_progress", "done", "no_show", "cancelled"};
};

// One of the two who meet.
enum class Side {
  // The visitor.
  visitor,
  // The booth's team: any member counts.
  team,
};

template <>
struct EnumTexts<Side> {
  static constexpr std::array<std::string_view, 2> kTexts{"visitor", "team"};
};

// Why an appointment to come cannot take place as it stands.
enum class Trouble {
  // At its time the fair is neither live nor in the time after it.
  outside_hours,
  // Its member is no longer in the booth's team.
  no_member,
};

template <>
struct EnumTexts<Trouble> {
  static constexpr std::array<std::string_view, 2> kTexts{"outside_hours", "no_member"};
};

// The one thing that a mailed link may do without a log-in.
enum class LinkPurpose {
  // Take another slot.
  move,
  // Call the appointment off.
  cancel,
};

template <>
struct EnumTexts<LinkPurpose> {
  static constexpr std::array<std::string_view, 2> kTexts{"move", "cancel"};
};

// Companies have jobs, institutions have topics.
enum class BoothKind {
  // A company.
  company,
  // An agency, chamber, school or office.
  institution,
};

template <>
struct EnumTexts<BoothKind> {
  static constexpr std::array<std::string_view, 2> kTexts{"company", "institution"};
};

// What a visitor may expect at the booth now.
enum class BoothState {
  // Somebody is free to talk.
  free,
  // All on duty are in a talk.
  talking,
  // The team is on a break.
  pause,
  // Nobody is on duty.
  unstaffed,
};

template <>
struct EnumTexts<BoothState> {
  static constexpr std::array<std::string_view, 4> kTexts{"free", "talking", "pause", "unstaffed"};
};

// What a member of the team does at this moment.
enum class Duty {
  // Free to talk.
  free,
  // In a talk.
  talking,
  // On a break.
  pause,
  // Not on duty.
  off,
};

template <>
struct EnumTexts<Duty> {
  static constexpr std::array<std::string_view, 4> kTexts{"free", "talking", "pause", "off"};
};

// Kind of position.
enum class JobKind {
  full_time,
  part_time,
  apprenticeship,
  internship,
  dual_study,
  thesis,
};

template <>
struct EnumTexts<JobKind> {
  static constexpr std::array<std::string_view, 6> kTexts{"full_time", "part_time", "apprenticeship", "internship", "dual_study", "thesis"};
};

// Whether the work can be done from home.
enum class Remote {
  no,
  partly,
  yes,
};

template <>
struct EnumTexts<Remote> {
  static constexpr std::array<std::string_view, 3> kTexts{"no", "partly", "yes"};
};

// What the pay is counted by.
enum class PayUnit {
  hour,
  month,
  year,
};

template <>
struct EnumTexts<PayUnit> {
  static constexpr std::array<std::string_view, 3> kTexts{"hour", "month", "year"};
};

// Where the conversation takes place.
enum class ConversationKind {
  // A visitor and a booth.
  talk,
  // The visitors of a group round and a booth; there is no `visitor`, they are its `members`.
  round,
  // The people seated at a café table.
  table,
  // Open to everybody with an account.
  room,
};

template <>
struct EnumTexts<ConversationKind> {
  static constexpr std::array<std::string_view, 4> kTexts{"talk", "round", "table", "room"};
};

// State of a talk or a round; tables and rooms are always `active`.
enum class ConversationState {
  // No member of the booth has taken it yet.
  waiting,
  // Taken.
  active,
  // Ended; can be read, and opened anew by the visitor.
  closed,
};

template <>
struct EnumTexts<ConversationState> {
  static constexpr std::array<std::string_view, 3> kTexts{"waiting", "active", "closed"};
};

// Who speaks.
enum class MessageKind {
  // A person.
  text,
  // The fair itself; `text` holds a constant name such as `taken` or `closed`, `author` who did it.
  system,
};

template <>
struct EnumTexts<MessageKind> {
  static constexpr std::array<std::string_view, 2> kTexts{"text", "system"};
};

// Where the fair stands today.
enum class Phase {
  // Announced; everything can be looked at.
  before,
  // Appointments can be booked.
  booking,
  // The live hours: booths are staffed.
  live,
  // Live end: messages and content stay open.
  after,
  // Writing has ended; reading goes on until the purge.
  read_only,
  // Personal data is gone.
  over,
};

template <>
struct EnumTexts<Phase> {
  static constexpr std::array<std::string_view, 6> kTexts{"before", "booking", "live", "after", "read_only", "over"};
};

// What became of a mail.
enum class MailState {
  // Waiting to be sent.
  queued,
  // Accepted by the mail server.
  sent,
  // No mail server is set: kept for the mail page.
  shown,
  // Given up after the last try.
  failed,
};

template <>
struct EnumTexts<MailState> {
  static constexpr std::array<std::string_view, 4> kTexts{"queued", "sent", "shown", "failed"};
};

// What a caller may be. A person may hold several at once.
enum class Role {
  // Anybody with a confirmed account.
  visitor,
  // Member of at least one booth's team.
  exhibitor,
  // Keeps order in chats and rooms.
  moderator,
  // Builds and runs the fair.
  organiser,
};

template <>
struct EnumTexts<Role> {
  static constexpr std::array<std::string_view, 4> kTexts{"visitor", "exhibitor", "moderator", "organiser"};
};

// How the server answered the wish to join one stream.
enum class JoinOutcome {
  // The client's position was known: `events` holds all that came after it.
  replayed,
  // The client starts anew from `snapshot`.
  reset,
  // No such stream, or not for this caller: the two are not told apart.
  denied,
};

template <>
struct EnumTexts<JoinOutcome> {
  static constexpr std::array<std::string_view, 3> kTexts{"replayed", "reset", "denied"};
};

// Whether seats of the slot can be booked at all.
enum class SlotState {
  // Bookable while seats are free.
  open,
  // The team took it back for now.
  blocked,
  // Kept for people who come without an appointment.
  walk_in,
};

template <>
struct EnumTexts<SlotState> {
  static constexpr std::array<std::string_view, 3> kTexts{"open", "blocked", "walk_in"};
};

// Why somebody waits no longer.
enum class WaitlistEnd {
  // The person has an appointment at the booth.
  booked,
  // The person left the list.
  left,
  // Two offers in a row ran out; a mail says so.
  unanswered,
  // The booth is no more, or the fair takes no more entries.
  closed,
};

template <>
struct EnumTexts<WaitlistEnd> {
  static constexpr std::array<std::string_view, 4> kTexts{"booked", "left", "unanswered", "closed"};
};

}  // namespace stollen::protocol
