#include "server/calendar/busy_times.hpp"

#include <fmt/format.h>

#include <stdexcept>

#include "tests/support/catch.hpp"

using namespace stollen;
using namespace std::chrono_literals;
using calendar::CalendarFault;
using calendar::read_busy;

namespace {

protocol::Timestamp utc(int year, unsigned month, unsigned day, int hour = 0, int minute = 0) {
  const auto at =
      std::chrono::sys_days(std::chrono::year(year) / std::chrono::month(month) / std::chrono::day(day)) +
      std::chrono::hours(hour) + std::chrono::minutes(minute);
  return {std::chrono::duration_cast<std::chrono::milliseconds>(at.time_since_epoch()).count()};
}
std::string file_of(const std::string& parts) {
  return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\n" + parts + "END:VCALENDAR\r\n";
}
std::string event(const std::string& lines, const std::string& uid = "a") {
  return "BEGIN:VEVENT\r\nUID:" + uid + "\r\nDTSTAMP:20260101T000000Z\r\n" + lines + "END:VEVENT\r\n";
}
/// Of late October 2026, as `25.10. 01:30-02:30` in UTC.
std::vector<std::string> busy(const std::string& parts, protocol::Timestamp from = utc(2026, 10, 19),
                              protocol::Timestamp to = utc(2026, 11, 2)) {
  const auto read = read_busy(file_of(parts), from, to, "Europe/Berlin");
  if (!read) throw std::runtime_error("not read");
  std::vector<std::string> texts;
  for (const auto& [start, end] : read->times) {
    const auto text = [](protocol::Timestamp at) {
      const std::chrono::sys_time<std::chrono::milliseconds> time{std::chrono::milliseconds(at.ms)};
      const auto day = std::chrono::floor<std::chrono::days>(time);
      const std::chrono::year_month_day date(day);
      const auto minutes = std::chrono::floor<std::chrono::minutes>(time - day).count();
      return fmt::format("{:02}.{:02}. {:02}:{:02}", static_cast<unsigned>(date.day()),
                         static_cast<unsigned>(date.month()), minutes / 60, minutes % 60);
    };
    texts.push_back(text(start) + "-" + text(end).substr(7));
  }
  return texts;
}
using Times = std::vector<std::string>;

}  // namespace

TEST_CASE("an event is busy in its own zone, in UTC, or in the fair's when it names none", "[calendar]") {
  const std::string end = "DURATION:PT30M\r\n";
  CHECK(busy(event("DTSTART;TZID=Europe/Lisbon:20261020T100000\r\n" + end)) == Times{"20.10. 09:00-09:30"});
  CHECK(busy(event("DTSTART:20261020T100000Z\r\n" + end)) == Times{"20.10. 10:00-10:30"});
  CHECK(busy(event("DTSTART:20261020T100000\r\n" + end)) == Times{"20.10. 08:00-08:30"});
  CHECK(busy(event("DTSTART;TZID=Nowhere:20261020T100000\r\n" + end)) == Times{"20.10. 08:00-08:30"});
  CHECK(busy(event(
            "DTSTART;TZID=Europe/Berlin:20261026T100000\r\nDTEND;TZID=Europe/Lisbon:20261026T100000\r\n")) ==
        Times{"26.10. 09:00-10:00"});
}

TEST_CASE("rules of a zone that came along are followed", "[calendar]") {
  const std::string zone =
      "BEGIN:VTIMEZONE\r\nTZID:Our "
      "Office\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:+0500\r\n"
      "TZOFFSETTO:+0500\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n";
  CHECK(busy(zone + event("DTSTART;TZID=Our Office:20261020T100000\r\nDURATION:PT1H\r\n")) ==
        Times{"20.10. 05:00-06:00"});
}

TEST_CASE("weekly events keep their wall time over the change of the clock, with exceptions", "[calendar]") {
  const std::string weekly =
      "DTSTART;TZID=Europe/Berlin:20200107T090000\r\nDTEND;TZID=Europe/Berlin:"
      "20200107T100000\r\nRRULE:FREQ=WEEKLY;BYDAY=TU,FR\r\n";
  CHECK(busy(event(weekly)) ==
        Times{"20.10. 07:00-08:00", "23.10. 07:00-08:00", "27.10. 08:00-09:00", "30.10. 08:00-09:00"});
  CHECK(busy(event(weekly + "EXDATE;TZID=Europe/Berlin:20261023T090000\r\nEXDATE:20261027T080000Z\r\n")) ==
        Times{"20.10. 07:00-08:00", "30.10. 08:00-09:00"});
  const std::string moved = event(
      "RECURRENCE-ID;TZID=Europe/Berlin:20261023T090000\r\nDTSTART;TZID=Europe/Berlin:20261024T120000\r\n"
      "DURATION:PT1H\r\n");
  CHECK(busy(event(weekly) + moved) ==
        Times{"20.10. 07:00-08:00", "24.10. 10:00-11:00", "27.10. 08:00-09:00", "30.10. 08:00-09:00"});
  CHECK(busy(event(
            "DTSTART;TZID=Europe/Berlin:20261019T090000\r\nDURATION:PT1H\r\n"
            "RRULE:FREQ=DAILY;UNTIL=20261020T070000Z\r\nRDATE;TZID=Europe/Berlin:20261026T090000\r\n")) ==
        Times{"19.10. 07:00-08:00", "20.10. 07:00-08:00", "26.10. 08:00-09:00"});
}

TEST_CASE("all-day events are busy from midnight to midnight at the fair", "[calendar]") {
  CHECK(busy(event("DTSTART;VALUE=DATE:20261025\r\n")) == Times{"24.10. 22:00-23:00"});  // 25 hours
  CHECK(busy(event("DTSTART;VALUE=DATE:20261020\r\nDTEND;VALUE=DATE:20261022\r\n")) ==
        Times{"19.10. 22:00-22:00"});
}

TEST_CASE("free and cancelled events are skipped, overlaps are one, and the window cuts", "[calendar]") {
  const std::string noon = "DTSTART:20261020T120000Z\r\nDURATION:PT1H\r\n";
  CHECK(busy(event(noon + "TRANSP:TRANSPARENT\r\n") + event(noon + "STATUS:CANCELLED\r\n")).empty());
  CHECK(busy(event(noon) + event("DTSTART:20261020T123000Z\r\nDURATION:PT1H\r\n", "b") +
             event("DTSTART:20261020T133000Z\r\nDURATION:PT1H\r\n", "c")) == Times{"20.10. 12:00-14:30"});
  CHECK(busy(event(noon), utc(2026, 10, 20, 12, 15), utc(2026, 10, 20, 12, 30)) ==
        Times{"20.10. 12:15-12:30"});
  CHECK(busy(event(noon), utc(2026, 10, 20, 13, 0), utc(2026, 10, 20, 14, 0)).empty());
}

TEST_CASE("what is no calendar, too large or too deep is refused", "[calendar]") {
  const auto fault = [](const std::string& text) {
    const auto read = read_busy(text, utc(2026, 10, 1), utc(2026, 11, 1), "Europe/Berlin");
    REQUIRE_FALSE(read);
    return read.error();
  };
  CHECK(fault("") == CalendarFault::no_calendar);
  CHECK(fault("<html>") == CalendarFault::no_calendar);
  CHECK(fault("BEGIN:VCALENDAR\r\n" + std::string(1, '\0')) == CalendarFault::no_calendar);
  CHECK(fault("BEGIN:VCALENDAR\r\n" + std::string(3 << 20, 'x')) == CalendarFault::too_large);
  std::string deep = "BEGIN:VCALENDAR\r\n", folded = deep, many = deep;
  for (int i = 0; i < 20'000; ++i) {
    deep += "BEGIN:VEVENT\r\n";
    folded += "BE\r\n GIN:VEVENT\r\n";
    many += "BEGIN:VEVENT\r\nEND:VEVENT\r\n";
  }
  for (const auto& text : {deep, folded, many}) CHECK(fault(text) == CalendarFault::too_large);
  CHECK_THROWS_AS(read_busy(file_of(""), utc(2026, 1, 1), utc(2028, 1, 1), "Europe/Berlin"),
                  std::invalid_argument);
}

TEST_CASE("work on hostile rules is bounded", "[calendar]") {
  const auto read = [](const std::string& parts) {
    return read_busy(file_of(parts), utc(2026, 10, 1), utc(2026, 11, 1), "Europe/Berlin").value();
  };
  const std::string old = "DTSTART:19000101T000000Z\r\nDURATION:PT1M\r\n";
  CHECK(read(event(old + "RRULE:FREQ=SECONDLY\r\n")).unread == 1);
  CHECK(read(event(old + "RRULE:FREQ=DAILY;BYHOUR=1,2,3\r\n")).unread == 1);
  CHECK_FALSE(read(event(old + "RRULE:FREQ=DAILY\r\n")).is_complete);
  const std::string bomb =
      "BEGIN:VTIMEZONE\r\nTZID:Bomb\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:+0100\r\n"
      "TZOFFSETTO:+0500\r\nRRULE:FREQ=SECONDLY\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n";
  CHECK(read(bomb + event("DTSTART;TZID=Bomb:20261020T100000\r\nDURATION:PT1H\r\n")).times ==
        std::vector<calendar::BusyTime>{{utc(2026, 10, 20, 8), utc(2026, 10, 20, 9)}});
  std::string many;
  for (int i = 0; i < 5'000; ++i)
    many +=
        event("DTSTART:20200101T000000Z\r\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30\r\n", std::to_string(i));
  const auto begin = std::chrono::steady_clock::now();
  CHECK_FALSE(read(many).is_complete);
  CHECK(std::chrono::steady_clock::now() - begin < 3s);
  for (const char* odd : {"DTSTART:garbage\r\n", "DTSTART:99999999T999999\r\n", "",
                          "DTSTART:20261020T100000Z\r\nDTEND:20261019T100000Z\r\n"})
    CHECK(read(event(odd)).times.empty());
}
