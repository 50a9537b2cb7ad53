#include "server/mail/time_text.hpp"

#include <stdexcept>

#include "tests/support/catch.hpp"

using namespace stollen::mail;
using namespace std::chrono_literals;
using stollen::protocol::Locale;

namespace {

TimeSpan berlin(std::chrono::sys_seconds start, std::chrono::minutes length = 15min) {
  return {.start = {std::chrono::duration_cast<std::chrono::milliseconds>(start.time_since_epoch()).count()},
          .length = length,
          .fair_zone = "Europe/Berlin"};
}
std::chrono::sys_seconds utc(int year, unsigned month, unsigned day, int hour, int minute) {
  return std::chrono::sys_days(std::chrono::year(year) / std::chrono::month(month) / std::chrono::day(day)) +
         std::chrono::hours(hour) + std::chrono::minutes(minute);
}
std::string elsewhere(const TimeSpan& span, std::string_view zone, Locale locale = Locale::de) {
  return time_elsewhere_text(span, zone, locale);
}

}  // namespace

TEST_CASE("a time is written in the fair's zone, with the zone named") {
  const auto span = berlin(utc(2026, 12, 29, 9, 0));
  CHECK(time_text(span, Locale::de) == "Di., 29.12.2026, 10:00–10:15 Uhr (MEZ)");
  CHECK(time_text(span, Locale::en) == "Tue, 29 Dec 2026, 10:00–10:15 (CET)");
  CHECK(short_time_text(span, Locale::de) == "29.12.2026, 10:00 Uhr");
  CHECK(short_time_text(span, Locale::en) == "29 Dec 2026, 10:00");
  const auto summer = berlin(utc(2027, 7, 1, 8, 5), 0min);
  CHECK(time_text(summer, Locale::de) == "Do., 01.07.2027, 10:05 Uhr (MESZ)");
  CHECK(time_text(summer, Locale::en) == "Thu, 1 Jul 2027, 10:05 (CEST)");
}

TEST_CASE("in the night when summer time ends, the hour that comes twice is told apart") {
  CHECK(time_text(berlin(utc(2026, 10, 25, 0, 30)), Locale::de) == "So., 25.10.2026, 02:30–02:45 Uhr (MESZ)");
  CHECK(time_text(berlin(utc(2026, 10, 25, 1, 30)), Locale::de) == "So., 25.10.2026, 02:30–02:45 Uhr (MEZ)");
  const auto across = berlin(utc(2026, 10, 25, 0, 50));
  CHECK(time_text(across, Locale::de) == "So., 25.10.2026, 02:50 Uhr (MESZ) – 02:05 Uhr (MEZ)");
  CHECK(time_text(across, Locale::en) == "Sun, 25 Oct 2026, 02:50 (CEST) – 02:05 (CET)");
  CHECK(time_text(berlin(utc(2026, 10, 24, 22, 0)), Locale::de) == "So., 25.10.2026, 00:00–00:15 Uhr (MESZ)");
}

TEST_CASE("in the night when summer time begins, an hour is skipped") {
  CHECK(time_text(berlin(utc(2027, 3, 28, 0, 30)), Locale::de) == "So., 28.03.2027, 01:30–01:45 Uhr (MEZ)");
  CHECK(time_text(berlin(utc(2027, 3, 28, 1, 0)), Locale::de) == "So., 28.03.2027, 03:00–03:15 Uhr (MESZ)");
  CHECK(time_text(berlin(utc(2027, 3, 28, 0, 50)), Locale::en) ==
        "Sun, 28 Mar 2027, 01:50 (CET) – 03:05 (CEST)");
}

TEST_CASE("the reader's own clock is named where it shows something else") {
  const auto span = berlin(utc(2026, 12, 29, 9, 0));
  CHECK(elsewhere(span, "Europe/Lisbon") == "09:00 Uhr in Lissabon");
  CHECK(elsewhere(span, "Europe/Lisbon", Locale::en) == "09:00 in Lisbon");
  CHECK(elsewhere(span, "America/New_York") == "04:00 Uhr in New York");
  CHECK(elsewhere(span, "Asia/Calcutta") == "14:30 Uhr in Kalkutta");
  CHECK(elsewhere(span, "Pacific/Kiritimati") == "23:00 Uhr in Kiritimati");
  CHECK(elsewhere(berlin(utc(2026, 12, 29, 12, 0)), "Pacific/Auckland") ==
        "Mi., 30.12.2026, 01:00 Uhr in Auckland");
  CHECK(elsewhere(berlin(utc(2026, 12, 29, 4, 0)), "America/New_York", Locale::en) ==
        "Mon, 28 Dec 2026, 23:00 in New York");
  CHECK(elsewhere(span, "UTC") == "09:00 Uhr in UTC");
  CHECK(elsewhere(span, "Europe/Zurich").empty());
  CHECK(elsewhere(span, "Europe/Vienna", Locale::en).empty());
}

TEST_CASE("zones that change their clocks at other times differ for some weeks alone") {
  // Lisbon goes with Berlin; New York changes three weeks earlier in spring.
  CHECK(elsewhere(berlin(utc(2027, 3, 20, 9, 0)), "America/New_York") == "05:00 Uhr in New York");
  CHECK(elsewhere(berlin(utc(2027, 3, 30, 9, 0)), "America/New_York") == "05:00 Uhr in New York");
  CHECK(time_text(berlin(utc(2027, 3, 20, 9, 0)), Locale::de) == "Sa., 20.03.2027, 10:00–10:15 Uhr (MEZ)");
  CHECK(time_text(berlin(utc(2027, 3, 30, 9, 0)), Locale::de) == "Di., 30.03.2027, 11:00–11:15 Uhr (MESZ)");
  CHECK(elsewhere(berlin(utc(2026, 10, 25, 1, 30)), "Europe/Lisbon") == "01:30 Uhr in Lissabon");
  CHECK(elsewhere(berlin(utc(2026, 7, 1, 8, 0)), "Africa/Algiers") == "09:00 Uhr in Algier");
  CHECK(elsewhere(berlin(utc(2026, 12, 1, 8, 0)), "Africa/Algiers").empty());
}

TEST_CASE("a reader's zone that nobody knows is left out, the fair's must be known") {
  const auto span = berlin(utc(2026, 12, 29, 9, 0));
  for (const char* zone : {"", "Europe/Aue", "GMT+1", "<script>", "../../etc/passwd"})
    CHECK(elsewhere(span, zone).empty());
  auto nowhere = span;
  nowhere.fair_zone = "Europe/Aue";
  CHECK_THROWS_AS(time_text(nowhere, Locale::de), std::invalid_argument);
}
