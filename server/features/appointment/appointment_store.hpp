#pragma once
// Rows of appointments and their steps, and how they are told.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/generated/cpp/appointment.hpp"
#include "server/features/appointment/appointment_rules.hpp"
#include "server/features/slot/slot.hpp"
#include "server/storage/transaction.hpp"

namespace stollen::appointment {

using protocol::AppointmentId;
using protocol::BoothId;
using protocol::PersonId;
using protocol::SlotId;
using storage::Transaction;

struct Stored {
  protocol::Appointment appointment;
  slot::SeatId seat_id;
  std::optional<std::string> note;
  std::optional<slot::SeatId> proposal_seat;
  std::int64_t talk_n = 0;  ///< the talk's newest event when it opened
  std::optional<Opening> opening{};
};
std::optional<Stored> find(Transaction& tx, AppointmentId id);
/// Those of a slot that are not over or called off.
std::vector<Stored> active_in(Transaction& tx, SlotId slot);
std::vector<AppointmentId> active_at(Transaction& tx, BoothId booth);

void insert(Transaction& tx, const Stored& stored);
/// What a step marks beside the state.
struct Marks {
  bool visitor_here = false;
  bool team_here = false;
  std::optional<Side> missed_by;
  std::optional<PersonId> cancelled_by;
  std::optional<std::string> cancel_reason;
  bool not_held = false;
  std::optional<PersonId> member;  ///< who has it from now on
  std::optional<std::string> member_name;
};
/// THE way from one state to another: one statement that finds the appointment only in a state that the step
/// leads from. Nothing: it was in another one.
std::optional<Stored> advance(Transaction& tx, AppointmentId id, Step step, const Marks& marks = {});
/// Slot, seat, time, member and note as they stand in `stored`, guarded likewise; `state` and who is there
/// follow from the step, the sequence grows. False: it was in another state.
bool place(Transaction& tx, Stored& stored, Step step);
void set_note(Transaction& tx, AppointmentId id, const std::optional<std::string>& note);
void mark_here(Transaction& tx, Stored& stored, Side side);
void set_talk(Transaction& tx, Stored& stored, protocol::ConversationId talk, std::int64_t n);
void set_opening(Transaction& tx, Stored& stored, const Opening& opening);
void forget_talk(Transaction& tx, Stored& stored);
/// Both or neither.
void set_proposal(Transaction& tx, Stored& stored, const std::optional<protocol::Proposal>& proposal,
                  std::optional<slot::SeatId> seat);

/// As visitor or as member, what is not over for more than a day: two index walks.
std::vector<protocol::Appointment> day_of(Transaction& tx, PersonId person);
/// The person's own as visitor, newest first.
std::vector<protocol::Appointment> all_of(Transaction& tx, PersonId visitor);
/// Of a booth or of all, not begun, in the order of their times.
std::vector<protocol::Appointment> to_come(Transaction& tx, std::optional<BoothId> booth);
/// As visitor or as member, from a time on, also what was called off; in the order of starts_at.
std::vector<protocol::Appointment> of_since(Transaction& tx, PersonId person, Timestamp from);
/// Of a booth's calendar: not called off, of days that are not over.
std::vector<protocol::StaffAppointment> calendar_of(Transaction& tx, BoothId booth);

/// `by` absent: the fair itself.
void add_step(Transaction& tx, AppointmentId id, std::string_view step,
              const std::optional<protocol::Person>& by, const std::optional<std::string>& text = {});
std::vector<protocol::AppointmentStep> steps_of(Transaction& tx, AppointmentId id);
bool has_step(Transaction& tx, AppointmentId id, std::string_view step);

/// Tells visitor, member and the booth's team; by mail what is new to them (appointment_mails.hpp).
void tell(Transaction& tx, const Stored& stored);
/// Takes it from the day of a member who had it before.
void tell_old_member(Transaction& tx, const Stored& stored, PersonId member_before);

}  // namespace stollen::appointment
