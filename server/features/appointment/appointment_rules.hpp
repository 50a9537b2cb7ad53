#pragma once
// Decisions about appointments, without a transaction.

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/generated/cpp/appointment.hpp"
#include "server/core/result.hpp"

namespace stollen::appointment {

using protocol::Appointment;
using protocol::AppointmentState;
using protocol::Timestamp;

using protocol::Side;

/// What can become of an appointment. Each step leads from the states of its row in the table to one state;
/// in any other state it is refused.
enum class Step { check_in, begin, extend, finish, visitor_missed, team_missed, cancel, move, reassign };
struct Way {
  std::vector<AppointmentState> from;
  std::optional<AppointmentState> to;  ///< nothing: the state stays
};
const Way& way_of(Step step);
/// Nothing: the step is refused in this state.
std::optional<AppointmentState> state_after(AppointmentState state, Step step);

inline constexpr std::chrono::minutes kCheckInBefore{15};
inline constexpr std::chrono::minutes kGrace{3};      ///< nobody is called missing before
inline constexpr std::chrono::minutes kClose{10};     ///< then it is decided who did not come
inline constexpr std::chrono::minutes kTeamLast{15};  ///< for a team that keeps a visitor waiting

inline constexpr std::chrono::minutes kNotice{5};  ///< so long before the start both are told of it
inline constexpr std::chrono::minutes kLook{1};    ///< between the fair's looks at one that has not begun
inline constexpr std::chrono::minutes kAway{2};    ///< longer without a look: nobody could come in meanwhile

/// Since when both could come. Grace and decision count from there and not from the appointed time.
struct Opening {
  Timestamp opened_at;  ///< the start, or later by all the time in which the fair could not be entered
  Timestamp seen_at;    ///< the last look at which it could
};
/// A talk that opens long after its time opens now.
Opening opening_at(const Appointment& appointment, Timestamp now);
/// What is known of it at a look: time without looks is not held against anybody.
Opening after_look(Opening opening, Timestamp now);
/// The next look: soon, and exactly when something is to be decided.
Timestamp next_look(const Appointment& appointment, const Opening& opening, Timestamp now);
/// A talk that nobody finishes is over at twice its length.
Timestamp latest_end(const Appointment& appointment);

/// Who was there: checked in, or wrote in the talk.
struct Presence {
  bool visitor = false;
  bool team = false;
};
enum class Verdict { nothing, wait, begin, wait_for_team, visitor_missed, team_missed, not_held };
/// What the fair decides when an appointment should long have begun. Not to have come is a fault only of
/// those who had the whole time for it: where the appointment ends before, it was `not_held`.
Verdict judge(const Appointment& appointment, const Opening& opening, Presence presence, Timestamp now);

/// Neither called off nor over: its seat and its visitor's time are taken.
bool is_active(AppointmentState state);
Timestamp end_of(const Appointment& appointment);
/// A visitor cancels and moves until it begins.
bool may_visitor_change(const Appointment& appointment, Timestamp now);
/// Who has checked in and waits in vain may leave after the start, too.
bool may_visitor_cancel(const Appointment& appointment, Timestamp now);
/// The team cancels and gives it to a colleague until it ends.
bool may_staff_change(const Appointment& appointment, Timestamp now);

/// Free text that a person typed; what is empty is none. session.invalid_field names the field.
Result<std::optional<std::string>> clean(const std::optional<std::string>& text, std::string_view field);

}  // namespace stollen::appointment
