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

/// When the fair itself looks at an appointment.
struct Moments {
  Timestamp notice;  ///< both are told that it is about to begin
  Timestamp open;    ///< the talk opens
  Timestamp grace;   ///< who is there is told that the other is not
  Timestamp close;
  Timestamp end;  ///< a talk that nobody finishes is over at twice its length
};
Moments moments_of(const Appointment& appointment);

/// Who was there: checked in, or wrote in the talk.
struct Presence {
  bool visitor = false;
  bool team = false;
};
enum class Verdict { nothing, begin, wait_for_team, visitor_missed, team_missed };
/// What the fair decides when an appointment should long have begun.
Verdict judge(const Appointment& appointment, Presence presence, Timestamp now);

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
