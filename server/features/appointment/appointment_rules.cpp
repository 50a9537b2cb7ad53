#include "server/features/appointment/appointment_rules.hpp"

#include <algorithm>
#include <array>

#include "protocol/generated/cpp/session.hpp"
#include "server/features/account/account.hpp"

namespace stollen::appointment {

const Way& way_of(Step step) {
  using enum AppointmentState;
  static const std::array<Way, 9> ways{{
      {.from = {booked}, .to = checked_in},             // check_in
      {.from = {checked_in}, .to = in_progress},        // begin
      {.from = {in_progress}, .to = {}},                // extend
      {.from = {in_progress}, .to = done},              // finish
      {.from = {booked}, .to = no_show},                // visitor_missed
      {.from = {checked_in}, .to = no_show},            // team_missed
      {.from = {booked, checked_in}, .to = cancelled},  // cancel
      {.from = {booked, checked_in}, .to = booked},     // move
      {.from = {booked, checked_in}, .to = {}},         // reassign
  }};
  return ways.at(static_cast<std::size_t>(step));
}

std::optional<AppointmentState> state_after(AppointmentState state, Step step) {
  const Way& way = way_of(step);
  if (std::ranges::find(way.from, state) == way.from.end()) return std::nullopt;
  return way.to.value_or(state);
}

namespace {

/// When a side has had its time: so long after the opening. What opened late waits no longer than to its end,
/// behind which others may have the time of both.
Timestamp last_moment(const Appointment& appointment, const Opening& opening, std::chrono::minutes span) {
  return std::min(opening.opened_at + span, std::max(end_of(appointment), appointment.starts_at + span));
}

}  // namespace

Opening opening_at(const Appointment& appointment, Timestamp now) {
  const bool is_late = now > appointment.starts_at + kAway;
  return {.opened_at = is_late ? now : appointment.starts_at, .seen_at = now};
}

Opening after_look(Opening opening, Timestamp now) {
  if (now > opening.seen_at + kAway) opening.opened_at = opening.opened_at + (now - opening.seen_at);
  opening.seen_at = now;
  return opening;
}

Timestamp next_look(const Appointment& appointment, const Opening& opening, Timestamp now) {
  Timestamp next = now + kLook;
  for (const auto span : {kClose, kTeamLast}) {
    const Timestamp last = last_moment(appointment, opening, span);
    if (last > now) next = std::min(next, last);
  }
  return next;
}

Timestamp latest_end(const Appointment& appointment) {
  return appointment.starts_at + std::chrono::minutes(2 * appointment.minutes);
}

Verdict judge(const Appointment& appointment, const Opening& opening, Presence presence, Timestamp now) {
  if (appointment.state != AppointmentState::booked && appointment.state != AppointmentState::checked_in)
    return Verdict::nothing;
  if (now < last_moment(appointment, opening, kClose)) return Verdict::wait;
  if (presence.visitor && presence.team) return Verdict::begin;
  if (!presence.visitor)
    return now < opening.opened_at + kClose ? Verdict::not_held : Verdict::visitor_missed;
  if (now < last_moment(appointment, opening, kTeamLast)) return Verdict::wait_for_team;
  return now < opening.opened_at + kTeamLast ? Verdict::not_held : Verdict::team_missed;
}

bool is_active(AppointmentState state) {
  return state == AppointmentState::booked || state == AppointmentState::checked_in ||
         state == AppointmentState::in_progress;
}

Timestamp end_of(const Appointment& appointment) {
  return appointment.starts_at + std::chrono::minutes(appointment.minutes);
}

bool may_visitor_change(const Appointment& appointment, Timestamp now) {
  return state_after(appointment.state, Step::move).has_value() && now < appointment.starts_at;
}

bool may_visitor_cancel(const Appointment& appointment, Timestamp now) {
  return may_visitor_change(appointment, now) || appointment.state == AppointmentState::checked_in;
}

bool may_staff_change(const Appointment& appointment, Timestamp now) {
  return state_after(appointment.state, Step::reassign).has_value() && now < end_of(appointment);
}

Result<std::optional<std::string>> clean(const std::optional<std::string>& text, std::string_view field) {
  if (!text) return std::optional<std::string>{};
  auto clean = account::clean_text(*text, true);
  if (!clean) {
    return fail(protocol::session::errors::invalid_field,
                std::string(field) +
                    " must not contain control characters or such that turn the direction of writing",
                std::string(field));
  }
  if (clean->empty()) return std::optional<std::string>{};
  return clean;
}

}  // namespace stollen::appointment
