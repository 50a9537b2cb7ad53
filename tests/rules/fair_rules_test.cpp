#include "server/features/fair/fair_rules.hpp"
#include "tests/support/catch.hpp"

using stollen::fair::demo_shift;
using stollen::fair::phase_at;
using stollen::fair::takes_entries_in;
using stollen::protocol::Phase;
using stollen::protocol::PhaseDate;

TEST_CASE("the phase is the one that began last") {
  const std::vector<PhaseDate> dates{{Phase::booking, {100}}, {Phase::live, {200}}, {Phase::over, {300}}};
  CHECK(phase_at(dates, {99}) == Phase::before);
  CHECK(phase_at(dates, {100}) == Phase::booking);
  CHECK(phase_at(dates, {199}) == Phase::booking);
  CHECK(phase_at(dates, {250}) == Phase::live);
  CHECK(phase_at(dates, {1'000'000}) == Phase::over);
  CHECK(phase_at({}, {1}) == Phase::before);
}

TEST_CASE("people add things until writing ends") {
  for (const Phase phase : {Phase::before, Phase::booking, Phase::live, Phase::after})
    CHECK(takes_entries_in(phase));
  for (const Phase phase : {Phase::read_only, Phase::over}) CHECK_FALSE(takes_entries_in(phase));
}

TEST_CASE("a demo that was live at its import becomes so again when its day is over") {
  const std::vector<PhaseDate> dates{{Phase::live, {100}}, {Phase::after, {200}}, {Phase::over, {300}}};
  const auto shift = [&](std::int64_t from, std::int64_t now) {
    return demo_shift(dates, {from}, {now}).count();
  };
  CHECK(shift(150, 199) == 0);
  CHECK(shift(150, 200) == 50);
  CHECK(shift(150, 5'000) == 4'850);
  CHECK(shift(99, 5'000) == 0);   // imported before its opening
  CHECK(shift(200, 5'000) == 0);  // imported to show how it is afterwards
}
