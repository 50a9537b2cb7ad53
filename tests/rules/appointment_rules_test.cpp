#include <array>
#include <map>

#include "server/features/appointment/appointment_rules.hpp"
#include "tests/support/catch.hpp"

using namespace stollen;
using namespace stollen::appointment;

namespace {

Appointment in_state(AppointmentState state) {
  return {.starts_at = {1'000'000}, .minutes = 20, .state = state};
}

constexpr Presence kNobody{}, kVisitor{.visitor = true}, kTeam{.team = true}, kBoth{true, true};
constexpr Timestamp kBefore{999'999}, kStart{1'000'000}, kBeforeEnd{2'199'999}, kEnd{2'200'000};

Timestamp minute(int after_start) {
  return kStart + std::chrono::minutes(after_start);
}
Opening opened_at_minute(int after_start) {
  return {.opened_at = minute(after_start), .seen_at = minute(after_start)};
}

}  // namespace

TEST_CASE("a visitor changes an appointment until it begins, the team until it ends") {
  const auto booked = in_state(AppointmentState::booked);
  CHECK(may_visitor_change(booked, kBefore));
  CHECK_FALSE(may_visitor_change(booked, kStart));
  CHECK(may_staff_change(booked, kBeforeEnd));
  CHECK_FALSE(may_staff_change(booked, kEnd));
}

TEST_CASE("what runs, is over or was called off is changed by nobody") {
  for (const auto state : {AppointmentState::in_progress, AppointmentState::done, AppointmentState::no_show,
                           AppointmentState::cancelled}) {
    CHECK_FALSE(may_visitor_change(in_state(state), kBefore));
    CHECK_FALSE(may_staff_change(in_state(state), kBefore));
  }
  CHECK(may_visitor_change(in_state(AppointmentState::checked_in), kBefore));
  CHECK(may_staff_change(in_state(AppointmentState::checked_in), kBefore));
}

TEST_CASE("who has checked in and waits in vain may leave after the start, who has not may not") {
  CHECK(may_visitor_cancel(in_state(AppointmentState::checked_in), kEnd));
  CHECK_FALSE(may_visitor_cancel(in_state(AppointmentState::booked), kStart));
  CHECK(may_visitor_cancel(in_state(AppointmentState::booked), kBefore));
  CHECK_FALSE(may_visitor_cancel(in_state(AppointmentState::in_progress), kBefore));
}

TEST_CASE("each step leads from its states to one state, and from all others nowhere") {
  using enum AppointmentState;
  constexpr std::array kStates{booked, checked_in, in_progress, done, no_show, cancelled};
  using Row = std::array<std::optional<AppointmentState>, kStates.size()>;
  constexpr std::nullopt_t kNo = std::nullopt;
  const std::map<Step, Row> table{
      //                      booked      checked_in   in_progress  done no_show cancelled
      {Step::check_in, {checked_in, kNo, kNo, kNo, kNo, kNo}},
      {Step::begin, {kNo, in_progress, kNo, kNo, kNo, kNo}},
      {Step::extend, {kNo, kNo, in_progress, kNo, kNo, kNo}},
      {Step::finish, {kNo, kNo, done, kNo, kNo, kNo}},
      {Step::visitor_missed, {no_show, kNo, kNo, kNo, kNo, kNo}},
      {Step::team_missed, {kNo, no_show, kNo, kNo, kNo, kNo}},
      {Step::cancel, {cancelled, cancelled, kNo, kNo, kNo, kNo}},
      {Step::move, {booked, booked, kNo, kNo, kNo, kNo}},
      {Step::reassign, {booked, checked_in, kNo, kNo, kNo, kNo}},
  };
  for (const auto& [step, row] : table) {
    for (std::size_t at = 0; at < kStates.size(); ++at) {
      CAPTURE(static_cast<int>(step), protocol::to_text(kStates.at(at)));
      CHECK(state_after(kStates.at(at), step) == row.at(at));
    }
  }
}

TEST_CASE("ten minutes after the start it is decided who did not come, a team gets five more") {
  using enum AppointmentState;
  const auto opening = opened_at_minute(0);
  for (const auto state : {booked, checked_in}) {
    for (const Presence presence : {kNobody, kVisitor, kTeam, kBoth})
      CHECK(judge(in_state(state), opening, presence, minute(9)) == Verdict::wait);
    CHECK(judge(in_state(state), opening, kNobody, minute(10)) == Verdict::visitor_missed);
    CHECK(judge(in_state(state), opening, kTeam, minute(10)) == Verdict::visitor_missed);
    CHECK(judge(in_state(state), opening, kBoth, minute(10)) == Verdict::begin);
    CHECK(judge(in_state(state), opening, kVisitor, minute(10)) == Verdict::wait_for_team);
    CHECK(judge(in_state(state), opening, kVisitor, minute(15)) == Verdict::team_missed);
  }
  for (const auto state : {in_progress, done, no_show, cancelled})
    CHECK(judge(in_state(state), opening, kNobody, minute(10)) == Verdict::nothing);
}

TEST_CASE("where the talk opened late, both have their whole time, or nobody is to blame") {
  const auto booked = in_state(AppointmentState::booked);
  CHECK(judge(booked, opened_at_minute(8), kNobody, minute(17)) == Verdict::wait);
  CHECK(judge(booked, opened_at_minute(8), kTeam, minute(18)) == Verdict::visitor_missed);
  CHECK(judge(booked, opened_at_minute(8), kVisitor, minute(18)) == Verdict::wait_for_team);
  CHECK(judge(booked, opened_at_minute(8), kVisitor, minute(20)) == Verdict::not_held);
  CHECK(judge(booked, opened_at_minute(5), kVisitor, minute(20)) == Verdict::team_missed);
  // Ten minutes are not left before the end.
  CHECK(judge(booked, opened_at_minute(15), kNobody, minute(19)) == Verdict::wait);
  for (const Presence presence : {kNobody, kVisitor, kTeam})
    CHECK(judge(booked, opened_at_minute(15), presence, minute(20)) == Verdict::not_held);
  CHECK(judge(booked, opened_at_minute(15), kBoth, minute(20)) == Verdict::begin);
}

TEST_CASE("a short appointment that opens in time is decided behind its end, as any other") {
  const Appointment brief{.starts_at = kStart, .minutes = 5, .state = AppointmentState::booked};
  CHECK(judge(brief, opened_at_minute(0), kNobody, minute(9)) == Verdict::wait);
  CHECK(judge(brief, opened_at_minute(0), kNobody, minute(10)) == Verdict::visitor_missed);
  CHECK(judge(brief, opened_at_minute(0), kVisitor, minute(15)) == Verdict::team_missed);
}

TEST_CASE("a talk is open from its start on, one that opens long after it from then on") {
  const auto booked = in_state(AppointmentState::booked);
  CHECK(opening_at(booked, minute(2)).opened_at == kStart);
  CHECK(opening_at(booked, minute(3)).opened_at == minute(3));
}

TEST_CASE("time without looks is not held against anybody") {
  const Opening opening{.opened_at = kStart, .seen_at = minute(4)};
  CHECK(after_look(opening, minute(6)).opened_at == kStart);
  CHECK(after_look(opening, minute(6)).seen_at == minute(6));
  CHECK(after_look(opening, minute(7)).opened_at == minute(3));
  CHECK(after_look(opening, minute(3)).opened_at == kStart);  // a clock that was set back takes nothing
}

TEST_CASE("the fair looks each minute, and exactly when something is to be decided") {
  const auto booked = in_state(AppointmentState::booked);
  const auto half = std::chrono::seconds(30);
  CHECK(next_look(booked, opened_at_minute(0), minute(2)) == minute(3));
  CHECK(next_look(booked, opened_at_minute(0), minute(9) + half) == minute(10));
  CHECK(next_look(booked, opened_at_minute(0), minute(14) + half) == minute(15));
  CHECK(next_look(booked, opened_at_minute(0), minute(15)) == minute(16));
  CHECK(next_look(booked, opened_at_minute(15), minute(19) + half) == minute(20));
  CHECK(latest_end(booked) == minute(40));
}

TEST_CASE("a seat is taken while an appointment is to come or runs") {
  CHECK(is_active(AppointmentState::booked));
  CHECK(is_active(AppointmentState::checked_in));
  CHECK(is_active(AppointmentState::in_progress));
  CHECK_FALSE(is_active(AppointmentState::done));
  CHECK_FALSE(is_active(AppointmentState::no_show));
  CHECK_FALSE(is_active(AppointmentState::cancelled));
}

TEST_CASE("free text is cleaned, what is empty is none, and what is invisible is refused with its field") {
  CHECK(clean(std::nullopt, "reason").value() == std::nullopt);
  CHECK(clean("  \n ", "reason").value() == std::nullopt);
  CHECK(clean(" Hallo\nSie ", "reason").value() == "Hallo\nSie");
  CHECK(clean("a\x01", "note").error().field == "note");
}
