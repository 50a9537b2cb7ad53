#include "server/features/appointment/round.hpp"

#include <algorithm>

#include "server/features/account/account.hpp"
#include "server/features/conversation/conversation.hpp"

namespace stollen::appointment {
namespace {

namespace errors = protocol::appointment::errors;

constexpr std::int64_t kMostMinutes = 240;

std::vector<Stored> talking_with(Transaction& tx, const Stored& stored) {
  auto talking = together_with(tx, stored);
  std::erase_if(talking, [](const Stored& one) { return !state_after(one.appointment.state, Step::extend); });
  return talking;
}

/// Up to the common end, which for who came late to a longer round is further away.
bool lengthen(Transaction& tx, Stored& stored, std::int64_t whole_minutes, std::int64_t more_minutes,
              const protocol::Person& by) {
  auto& appointment = stored.appointment;
  if (!slot::lengthen_visit(tx, appointment.slot_id, stored.seat_id, appointment.visitor.person_id,
                            appointment.minutes, whole_minutes - appointment.minutes))
    return false;
  appointment.minutes = whole_minutes;
  if (!place(tx, stored, Step::extend)) return false;
  set_end_timer(tx, stored.appointment, more_minutes);
  add_step(tx, stored.appointment.appointment_id, "extended", by);
  tell(tx, stored);
  return true;
}

/// Who wrote in the talk is there, checked in or not.
void check_in_who_wrote(Transaction& tx, const Stored& stored) {
  if (stored.appointment.state == AppointmentState::booked && presence_in(tx, stored).visitor)
    check_visitor_in(tx, stored.appointment.appointment_id, std::nullopt);
}

void open_for_the_absent(Transaction& tx, const Stored& begun) {
  for (Stored& stored : together_with(tx, begun)) {
    if (stored.appointment.conversation_id) continue;
    open_talk(tx, stored);
    add_step(tx, stored.appointment.appointment_id, "opened", std::nullopt);
    tell(tx, stored);
  }
}

}  // namespace

std::vector<Stored> together_with(Transaction& tx, const Stored& stored) {
  if (!stored.appointment.is_round) return {stored};
  return active_in(tx, stored.appointment.slot_id);
}

void open_round_for(Transaction& tx, Stored& stored) {
  const auto& appointment = stored.appointment;
  const auto round =
      conversation::open_for_round(tx, {.slot_id = appointment.slot_id,
                                        .booth_id = appointment.booth_id,
                                        .booth_slug = appointment.booth_slug,
                                        .booth_name = appointment.booth_name,
                                        .title = appointment.title.value_or(appointment.booth_name),
                                        .member = appointment.person_id});
  const auto n = conversation::join_round(tx, round, appointment.visitor);
  if (appointment.conversation_id != round) set_talk(tx, stored, round, n);
}

void enter_round(Transaction& tx, Stored& stored) {
  if (!stored.appointment.is_round) return;
  const auto others = together_with(tx, stored);
  const bool is_team_here =
      std::ranges::any_of(others, [](const Stored& other) { return other.appointment.team_here; });
  if (is_team_here) mark_here(tx, stored, Side::team);
  if (conversation::open_round(tx, stored.appointment.slot_id)) open_round_for(tx, stored);
}

void leave_round(Transaction& tx, Stored& stored) {
  auto& appointment = stored.appointment;
  if (!appointment.is_round || !appointment.conversation_id) return;
  conversation::leave_round(tx, *appointment.conversation_id, appointment.visitor.person_id);
  forget_talk(tx, stored);
}

bool begin_together(Transaction& tx, const Stored& stored, const protocol::Person& member) {
  bool has_begun = false;
  for (const Stored& one : together_with(tx, stored)) {
    check_in_who_wrote(tx, one);
    has_begun = begin_with(tx, one, member, member).has_value() || has_begun;
  }
  if (has_begun && stored.appointment.is_round) open_for_the_absent(tx, stored);
  return has_begun;
}

bool runs_already(Transaction& tx, const Stored& stored) {
  return stored.appointment.is_round && !talking_with(tx, stored).empty();
}

std::optional<Stored> begin_by_itself(Transaction& tx, const Stored& stored) {
  const auto talking = talking_with(tx, stored);
  const auto& holder = talking.empty() ? stored.appointment : talking.front().appointment;
  return begin_with(tx, stored, {.person_id = holder.person_id, .name = holder.name}, std::nullopt);
}

void mark_team_here(Transaction& tx, const Stored& stored, const protocol::Person& by) {
  for (Stored& one : together_with(tx, stored)) {
    if (one.appointment.team_here || !is_active(one.appointment.state)) continue;
    mark_here(tx, one, Side::team);
    add_step(tx, one.appointment.appointment_id, "team_here", by);
    tell(tx, one);
  }
}

bool finish_together(Transaction& tx, const Stored& stored, const protocol::Person& by) {
  if (runs_already(tx, stored)) {
    for (const Stored& one : together_with(tx, stored)) {
      check_in_who_wrote(tx, one);
      begin_by_itself(tx, one);
    }
  }
  bool has_ended = false;
  for (const Stored& one : together_with(tx, stored))
    has_ended = end_by(tx, one.appointment.appointment_id, Step::finish, {}, by).has_value() || has_ended;
  return has_ended;
}

Result<void> extend_together(Transaction& tx, const Stored& stored, const protocol::Person& by) {
  auto talking = talking_with(tx, stored);
  if (talking.empty()) return fail(errors::not_now);
  const auto longest =
      std::ranges::max(talking, {}, [](const Stored& one) { return one.appointment.minutes; }).appointment;
  const auto more = slot::take_time_behind(tx, longest.slot_id, longest.person_id, longest.minutes);
  const auto whole = longest.minutes + more;
  if (more == 0 || whole > kMostMinutes) return fail(errors::no_next);
  for (Stored& one : talking) {
    if (!lengthen(tx, one, whole, more, by)) return fail(errors::no_next);
  }
  return {};
}

}  // namespace stollen::appointment
