#include "server/import/local_time.hpp"

#include "tests/support/catch.hpp"

using stollen::import::is_known_zone;
using stollen::import::parse_local_time;
using stollen::import::parse_offset;

namespace {

constexpr std::int64_t kMinute = 60'000, kHour = 60 * kMinute, kDay = 24 * kHour;

/// Milliseconds UTC; -1 when refused.
std::int64_t utc(std::string_view text, const std::string& zone = "Europe/Berlin") {
  const auto at = parse_local_time(text, zone);
  return at ? at->ms : -1;
}

}  // namespace

TEST_CASE("a local time is read in the fair's zone, in winter and in summer") {
  CHECK(utc("2026-12-29T10:00") == 1'798'534'800'000);  // 09:00 UTC
  CHECK(utc("2026-12-29 10:00") == 1'798'534'800'000);  // as spreadsheets show it
  CHECK(utc("2026-07-01T10:00") == 1'782'892'800'000);  // 08:00 UTC
  CHECK(utc("2026-12-29T10:00", "Europe/Lisbon") == 1'798'538'400'000);
  CHECK(utc("2026-12-29T10:00", "UTC") == 1'798'538'400'000);
}

TEST_CASE("a time that the clock skips in spring is refused, its neighbours are read") {
  CHECK(utc("2026-03-29T02:00") == -1);
  CHECK(utc("2026-03-29T02:59") == -1);
  const std::int64_t before = utc("2026-03-29T01:59"), after = utc("2026-03-29T03:00");
  CHECK(after - before == kMinute);
  CHECK(parse_local_time("2026-03-29T02:30", "Europe/Berlin").error() ==
        "2026-03-29T02:30 does not exist in Europe/Berlin: either no such day, or the clock skips this time "
        "when "
        "summer time begins");
}

TEST_CASE("of an hour that comes twice in autumn the first is meant") {
  CHECK(utc("2026-10-25T02:30") == 1'792'888'200'000);  // 00:30 UTC, still summer time
  CHECK(utc("2026-10-25T03:00") - utc("2026-10-25T02:30") == 90 * kMinute);
}

TEST_CASE("a day or an hour that does not exist is refused") {
  for (const auto* text : {"2026-02-29T10:00", "2026-13-01T10:00", "2026-00-10T10:00", "2026-04-31T10:00",
                           "2026-12-29T24:00", "2026-12-29T10:60"}) {
    INFO(text);
    CHECK(utc(text) == -1);
  }
  CHECK(utc("2028-02-29T10:00") > 0);
}

TEST_CASE("what is no date and time says how one looks") {
  for (const auto* text : {"", "29.12.2026 10:00", "2026-12-29", "2026-12-29T10", "2026-12-29T10:00Z",
                           "2026-12-29T1 :00", "20 6-12-29T10:00"}) {
    INFO(text);
    const auto at = parse_local_time(text, "Europe/Berlin");
    REQUIRE_FALSE(at);
    CHECK(at.error() == "\"" + std::string(text) + "\" is no date and time such as 2026-12-29T10:00");
  }
}

TEST_CASE("zones are known by their names in the time zone data, which browsers know too") {
  for (const auto* zone : {"Europe/Berlin", "Europe/Lisbon", "UTC", "America/New_York"}) {
    INFO(zone);
    CHECK(is_known_zone(zone));
  }
  for (const auto* zone : {"", "Berlin", "Europe/Aue", "CEST", "GMT+1", "GMT+01:00"}) {
    INFO(zone);
    CHECK_FALSE(is_known_zone(zone));
  }
  CHECK(utc("2026-12-29T10:00", "Europe/Aue") == -1);
}

TEST_CASE("an offset has a sign, a number and a unit, or hours and minutes") {
  CHECK(parse_offset("-14d") == -14 * kDay);
  CHECK(parse_offset("+4h") == 4 * kHour);
  CHECK(parse_offset("+90m") == 90 * kMinute);
  CHECK(parse_offset("+0:30") == 30 * kMinute);
  CHECK(parse_offset("-1:05") == -65 * kMinute);
  for (const auto* text : {"", "+", "14d", "+14", "+14w", "+d", "+0:60", "+0:3", "+0:300", "+-1d", "+1.5h",
                           "+10001d", "+99999999999999999999d", "2026-12-29T10:00"}) {
    INFO(text);
    CHECK(parse_offset(text) == std::nullopt);
  }
}
