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

constexpr Timestamp kBefore{999'999}, kStart{1'000'000}, kBeforeEnd{2'199'999}, kEnd{2'200'000};

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
  constexpr Presence kNobody{}, kVisitor{.visitor = true}, kTeam{.team = true}, kBoth{true, true};
  const auto at_ten = kStart + std::chrono::minutes(10);
  for (const auto state : {booked, checked_in}) {
    CHECK(judge(in_state(state), kNobody, at_ten) == Verdict::visitor_missed);
    CHECK(judge(in_state(state), kTeam, at_ten) == Verdict::visitor_missed);
    CHECK(judge(in_state(state), kBoth, at_ten) == Verdict::begin);
    CHECK(judge(in_state(state), kVisitor, at_ten) == Verdict::wait_for_team);
    CHECK(judge(in_state(state), kVisitor, kStart + std::chrono::minutes(15)) == Verdict::team_missed);
  }
  for (const auto state : {in_progress, done, no_show, cancelled})
    CHECK(judge(in_state(state), kNobody, at_ten) == Verdict::nothing);
}

TEST_CASE("the fair looks at an appointment before, at and after its start, and at twice its length") {
  const auto moments = moments_of(in_state(AppointmentState::booked));
  CHECK(moments.notice == kStart - std::chrono::minutes(5));
  CHECK(moments.open == kStart);
  CHECK(moments.grace == kStart + std::chrono::minutes(3));
  CHECK(moments.close == kStart + std::chrono::minutes(10));
  CHECK(moments.end == kStart + std::chrono::minutes(40));
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
