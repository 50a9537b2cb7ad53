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

Moments moments_of(const Appointment& appointment) {
  const Timestamp start = appointment.starts_at;
  return {.notice = start - std::chrono::minutes(5),
          .open = start,
          .grace = start + kGrace,
          .close = start + kClose,
          .end = start + std::chrono::minutes(2 * appointment.minutes)};
}

Verdict judge(const Appointment& appointment, Presence presence, Timestamp now) {
  if (appointment.state != AppointmentState::booked && appointment.state != AppointmentState::checked_in)
    return Verdict::nothing;
  if (!presence.visitor) return Verdict::visitor_missed;
  if (presence.team) return Verdict::begin;
  return now < appointment.starts_at + kTeamLast ? Verdict::wait_for_team : Verdict::team_missed;
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
