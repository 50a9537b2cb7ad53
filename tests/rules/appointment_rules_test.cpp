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
  CHECK_FALSE(may_visitor_change(in_state(AppointmentState::checked_in), kBefore));
  CHECK(may_staff_change(in_state(AppointmentState::checked_in), kBefore));
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
