#include "server/features/slot/slot_rules.hpp"
#include "tests/support/catch.hpp"

using namespace stollen;
using namespace stollen::slot;

namespace {

constexpr std::int64_t kMinute = 60'000;
constexpr std::int64_t kHour = 60 * kMinute;

Timestamp at(std::int64_t minutes) {
  return {minutes * kMinute};
}

std::vector<std::int64_t> minutes_of(const Plan& plan) {
  std::vector<std::int64_t> minutes;
  for (const Timestamp start : starts_of(plan)) minutes.push_back(start.ms / kMinute);
  return minutes;
}

}  // namespace

TEST_CASE("slots fill a window one behind the other, with a buffer between them") {
  CHECK(minutes_of({.windows = {{at(60), at(120)}}, .minutes = 20}) ==
        std::vector<std::int64_t>{60, 80, 100});
  CHECK(minutes_of({.windows = {{at(60), at(120)}}, .minutes = 20, .buffer_minutes = 10}) ==
        std::vector<std::int64_t>{60, 90});
  CHECK(minutes_of({.windows = {{at(60), at(79)}}, .minutes = 20}).empty());
}

TEST_CASE("a window is cut to five minutes, never widened") {
  CHECK(minutes_of({.windows = {{at(61), at(84)}}, .minutes = 10}) == std::vector<std::int64_t>{65});
  CHECK(cut_down({at(64).ms + 59'999}) == at(60));
  CHECK(cut_up({at(60).ms + 1}) == at(65));
  CHECK(cut_up(at(60)) == at(60));
}

TEST_CASE("a slot that would touch a break begins after it, also after several") {
  const std::vector<TimeSpan> breaks{{at(70), at(82)}, {at(85), at(90)}};
  CHECK(minutes_of({.windows = {{at(60), at(130)}}, .breaks = breaks, .minutes = 20}) ==
        std::vector<std::int64_t>{90, 110});
  CHECK(minutes_of({.windows = {{at(60), at(100)}}, .breaks = {{at(80), at(90)}}, .minutes = 20}) ==
        std::vector<std::int64_t>{60});
}

TEST_CASE("what makes no sense is refused with its field") {
  const auto field = [](const Plan& plan) {
    const auto sound = check(plan);
    return sound ? std::string("none") : sound.error().field;
  };
  CHECK(field({.windows = {{at(60), at(120)}}, .minutes = 20, .buffer_minutes = 5}) == "none");
  CHECK(field({.windows = {{at(60), at(120)}}, .minutes = 12}) == "minutes");
  CHECK(field({.windows = {{at(60), at(120)}}, .minutes = 20, .buffer_minutes = 3}) == "buffer_minutes");
  CHECK(field({.windows = {{at(60), at(120)}, {at(60), at(60)}}, .minutes = 20}) == "windows[1].to");
  CHECK(field({.windows = {{at(0), at(24 * 60 + 1)}}, .minutes = 20}) == "windows[0].to");
  CHECK(field({.windows = {{at(0), at(24 * 60)}}, .minutes = 20}) == "none");
  CHECK(field({.windows = {{at(60), at(120)}}, .breaks = {{at(9), at(8)}}, .minutes = 20}) == "breaks[0].to");
  CHECK(check(Release{.walk_in_percent = 50, .portions = {{.percent = 50, .opens_at = at(1)}}}).has_value());
  CHECK(
      check(Release{.walk_in_percent = 50, .portions = {{.percent = 51, .opens_at = at(1)}}}).error().field ==
      "portions");
}

TEST_CASE("shares are dealt out evenly: never more than one slot from their percentage") {
  Dealer dealer({.walk_in_percent = 20, .portions = {{.percent = 30, .opens_at = at(5)}}});
  int walk_ins = 0, later = 0;
  for (int i = 1; i <= 200; ++i) {
    const auto share = dealer.next();
    if (share.is_walk_in) ++walk_ins;
    if (share.opens_at) ++later;
    CHECK(std::abs(walk_ins * 100 - 20 * i) <= 100);
    CHECK(std::abs(later * 100 - 30 * i) <= 100);
  }
  CHECK(walk_ins == 40);
  CHECK(later == 60);
  Dealer all_later({.portions = {{.percent = 100, .opens_at = at(5)}}});
  for (int i = 0; i < 20; ++i) CHECK(all_later.next().opens_at == at(5));
}

TEST_CASE("time is counted in cells of five minutes") {
  const auto cells = cells_of(at(60), 20);
  CHECK(cells.first == 12);
  CHECK(cells.end == 16);
}

TEST_CASE("a day begins at midnight in the fair's zone, in winter, in summer and when the clock changes") {
  constexpr std::int64_t kWinter = 1'767'002'400'000;  // 2025-12-29T10:00Z
  CHECK(day_start({kWinter}, "Europe/Berlin").ms == kWinter - 11 * kHour);
  CHECK(day_start({kWinter}, "UTC").ms == kWinter - 10 * kHour);
  CHECK(day_start({kWinter}, "No/Where").ms == kWinter - 10 * kHour);
  constexpr std::int64_t kSummer = 1'782'900'000'000;  // 2026-07-01T10:00Z
  CHECK(day_start({kSummer}, "Europe/Berlin").ms == kSummer - 12 * kHour);
  constexpr std::int64_t kChange = 1'774'778'400'000;  // 2026-03-29T10:00Z, a day of 23 hours
  CHECK(day_start({kChange}, "Europe/Berlin").ms == kChange - 11 * kHour);
}

TEST_CASE("a slot overlaps busy times that it shares a moment with, not those that it touches") {
  const std::vector<stollen::calendar::BusyTime> busy{{at(60), at(90)}, {at(120), at(125)}};
  CHECK_FALSE(overlaps(busy, at(30), 30));
  CHECK(overlaps(busy, at(30), 35));
  CHECK(overlaps(busy, at(85), 10));
  CHECK_FALSE(overlaps(busy, at(90), 30));
  CHECK(overlaps(busy, at(70), 5));
  CHECK(overlaps(busy, at(0), 240));
  CHECK_FALSE(overlaps(busy, at(125), 20));
  CHECK_FALSE(overlaps({}, at(0), 240));
}
