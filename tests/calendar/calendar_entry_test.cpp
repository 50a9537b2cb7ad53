#include "server/calendar/calendar_entry.hpp"

#include <stdexcept>
#include <thread>

#include "tests/calendar/read_calendar.hpp"
#include "tests/support/catch.hpp"

using namespace stollen;
using namespace stollen::tests;
using namespace std::chrono_literals;
using calendar::calendar_text;
using calendar::Entry;
using calendar::Method;

namespace {

std::int64_t utc(int year, unsigned month, unsigned day, int hour, int minute) {
  const auto at =
      std::chrono::sys_days(std::chrono::year(year) / std::chrono::month(month) / std::chrono::day(day)) +
      std::chrono::hours(hour) + std::chrono::minutes(minute);
  return std::chrono::duration_cast<std::chrono::seconds>(at.time_since_epoch()).count();
}

Entry entry_at(std::int64_t second, const std::string& zone = "Europe/Berlin") {
  return {.uid = "01jabc@messe.example",
          .sequence = 2,
          .start = {second * 1000},
          .length = 15min,
          .zone = zone,
          .summary = "Gespräch mit Holzwerk Aue GmbH",
          .description = "Grund: Ausbildung\n\nhttps://messe.example/termine",
          .location = "Stand Holzwerk Aue, Halle 1",
          .url = "https://messe.example/termine?x=1,2;3",
          .organizer = calendar::Person{"Messe Erzgebirge", "messe@example.org"},
          .attendee = calendar::Person{"Jörg Müller", "joerg@example.org"},
          .created = {1'794'650'400'000},
          .changed = {1'794'660'400'000},
          .alarms = {1h, 10min}};
}

std::string unfolded(std::string text) {
  for (std::size_t at = text.find("\r\n "); at != std::string::npos; at = text.find("\r\n ", at))
    text.erase(at, 3);
  return text;
}

/// The whole of what both parsers agree on.
void check_times(const nlohmann::json& read, std::size_t index, std::int64_t start, std::int64_t end) {
  for (const char* parser : {"icalendar", "vobject"}) {
    INFO(parser << " " << index);
    const auto& event = read[parser]["events"][index];
    CHECK(event["start"] == start);
    CHECK(event["end"] == end);
  }
}

}  // namespace

TEST_CASE("two independent parsers find every value of an invitation", "[calendar]") {
  const auto start = utc(2026, 12, 29, 9, 0);
  const auto read = read_calendar(calendar_text(Method::request, entry_at(start)));
  CHECK(read["faults"].empty());
  check_times(read, 0, start, start + 15 * 60);
  const auto& event = read["icalendar"]["events"][0];
  CHECK(read["icalendar"]["method"] == "REQUEST");
  CHECK(read["icalendar"]["zones"] == nlohmann::json{"Europe/Berlin"});
  CHECK(read["icalendar"]["rules"] == nlohmann::json{2});  // summer and winter, no history
  CHECK(event["zone"] == "Europe/Berlin");
  CHECK(event["uid"] == "01jabc@messe.example");
  CHECK(event["sequence"] == 2);
  CHECK(event["status"] == "CONFIRMED");
  CHECK(event["transp"] == "OPAQUE");
  CHECK(event["changed"] == 1'794'660'400);
  CHECK(event["url"] == "https://messe.example/termine?x=1,2;3");
  CHECK(event["organizer"]["uri"] == "mailto:messe@example.org");
  CHECK(event["attendee"]["uri"] == "mailto:joerg@example.org");
  CHECK(event["attendee"]["name"] == "Jörg Müller");
  CHECK(event["alarms"] == nlohmann::json{-3600, -600});
  for (const char* parser : {"icalendar", "vobject"}) {
    const auto& same = read[parser]["events"][0];
    CHECK(same["summary"] == "Gespräch mit Holzwerk Aue GmbH");
    CHECK(same["description"] == "Grund: Ausbildung\n\nhttps://messe.example/termine");
    CHECK(same["location"] == "Stand Holzwerk Aue, Halle 1");
  }
}

TEST_CASE("a cancellation keeps uid and time, rings no alarm and frees the time", "[calendar]") {
  auto entry = entry_at(utc(2026, 12, 29, 9, 0));
  entry.sequence = 3;
  const auto read = read_calendar(calendar_text(Method::cancel, entry));
  CHECK(read["faults"].empty());
  const auto& event = read["icalendar"]["events"][0];
  CHECK(read["icalendar"]["method"] == "CANCEL");
  CHECK(event["uid"] == entry.uid);
  CHECK(event["sequence"] == 3);
  CHECK(event["status"] == "CANCELLED");
  CHECK(event["transp"] == "TRANSPARENT");
  CHECK(event["alarms"].empty());
  CHECK(event["organizer"]["uri"] == "mailto:messe@example.org");
}

TEST_CASE("every quarter of an hour around both changes of the clock is the right instant", "[calendar]") {
  const std::vector<std::string> zones{"Europe/Berlin", "Europe/Lisbon", "America/New_York", "Europe/Dublin"};
  for (const std::string& zone : zones) {
    std::vector<Entry> entries;
    for (const auto night : {utc(2026, 10, 24, 21, 0), utc(2027, 3, 27, 21, 0), utc(2026, 11, 1, 3, 0),
                             utc(2027, 3, 14, 4, 0)}) {
      for (int quarter = 0; quarter < 36; ++quarter) {
        entries.push_back(entry_at(night + quarter * 900LL, zone));
        entries.back().uid = std::to_string(entries.size()) + "@messe.example";
      }
    }
    const auto read = read_calendar(calendar_text(Method::publish, entries));
    CHECK(read["faults"].empty());
    REQUIRE(read["vobject"]["events"].size() == entries.size());
    for (std::size_t i = 0; i < entries.size(); ++i) {
      INFO(zone << " " << entries[i].start.ms / 1000);
      check_times(read, i, entries[i].start.ms / 1000, entries[i].start.ms / 1000 + 900);
    }
  }
}

TEST_CASE("the hour that comes twice is written so that it cannot be misread", "[calendar]") {
  // 02:30 for the first time, in summer time, and for the second time, an hour later.
  CHECK(calendar_text(Method::publish, entry_at(utc(2026, 10, 25, 0, 30)))
            .contains("DTSTART;TZID=Europe/Berlin:20261025T023000\r\n"));
  CHECK(calendar_text(Method::publish, entry_at(utc(2026, 10, 25, 1, 30)))
            .contains("DTSTART:20261025T013000Z\r\n"));
  // From the first 02:50 to the second 02:05.
  CHECK(calendar_text(Method::publish, entry_at(utc(2026, 10, 25, 0, 50)))
            .contains("DTSTART:20261025T005000Z\r\nDTEND:20261025T010500Z\r\n"));
  CHECK(calendar_text(Method::publish, entry_at(utc(2026, 10, 25, 2, 0)))
            .contains("DTSTART;TZID=Europe/Berlin:20261025T030000\r\n"));
}

TEST_CASE("zones of all kinds, with the system's rules", "[calendar]") {
  for (const char* zone : {"Asia/Kolkata", "Africa/Casablanca", "America/Nuuk", "Asia/Tehran", "Africa/Cairo",
                           "Asia/Calcutta", "Europe/Kyiv", "Asia/Manila", "UTC", "Etc/GMT+3"}) {
    std::vector<Entry> entries;
    for (unsigned month = 1; month <= 12; ++month)
      entries.push_back(entry_at(utc(2026, month, 15, 9, 0), zone));
    const auto read = read_calendar(calendar_text(Method::publish, entries));
    INFO(zone);
    CHECK(read["faults"].empty());
    CHECK(read["icalendar"]["events"][0]["zone"] == zone);
    for (std::size_t i = 0; i < entries.size(); ++i)
      check_times(read, i, entries[i].start.ms / 1000, entries[i].start.ms / 1000 + 900);
  }
}

TEST_CASE("hostile texts stay one value each", "[calendar]") {
  const std::string hostile =
      "Anna\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:evil\r\nATTENDEE:mailto:all@example.org\n, ; : \\ \" ^ "
      "\x01\x7F\x1B[31m \xE2\x80\xAEgnp.exe \xFF\xC3 \xE2\x80\xA8 Ende";
  const std::string on_one_line =
      "Anna END:VEVENT BEGIN:VEVENT UID:evil ATTENDEE:mailto:all@example.org , ; : \\ \" ^   "
      " [31m gnp.exe \xEF\xBF\xBD\xEF\xBF\xBD   Ende";
  auto entry = entry_at(utc(2026, 12, 29, 9, 0));
  entry.summary = entry.location = hostile;
  entry.description = hostile;
  entry.organizer->name = hostile;
  entry.attendee->name = "Ann\"; X=\"1:mailto:x@y.z";
  entry.attendee->email = "ann\r\n\"<a>,;:@example.org";
  entry.url = "https://messe.example/\r\nATTENDEE:mailto:all@example.org";
  const auto text = calendar_text(Method::request, entry);
  const auto read = read_calendar(text);
  CHECK(read["faults"].empty());
  for (const char* parser : {"icalendar", "vobject"}) {
    INFO(parser);
    REQUIRE(read[parser]["events"].size() == 1);
    const auto& event = read[parser]["events"][0];
    CHECK(event["uid"] == entry.uid);
    CHECK(event["summary"] == on_one_line);
    CHECK(event["location"] == on_one_line);
    CHECK(event["description"].get<std::string>().starts_with("Anna\nEND:VEVENT\nBEGIN:VEVENT\nUID:evil\n"));
  }
  const auto& event = read["icalendar"]["events"][0];
  CHECK(unfolded(text).contains(":mailto:ann%0D%0A%22%3Ca%3E%2C%3B%3A@example.org\r\n"));
  CHECK(event["attendee"]["name"] == "Ann'; X='1:mailto:x@y.z");
  CHECK(event["organizer"]["uri"] == "mailto:messe@example.org");
  CHECK_FALSE(event["properties"].dump().contains("URL"));
  entry.summary = "C:\\n \\\\";  // python3-icalendar 4 takes off escapes twice
  CHECK(read_calendar(calendar_text(Method::request, entry))["vobject"]["events"][0]["summary"] ==
        entry.summary);
  entry.url = "javascript:alert(1)";
  CHECK_FALSE(calendar_text(Method::request, entry).contains("javascript"));
}

TEST_CASE("long lines are folded between characters, wherever the fold falls", "[calendar]") {
  const std::vector<std::string> characters{"a", "ä", "€", "😀", "שׁ"};
  for (std::size_t shift = 0; shift < 4; ++shift) {
    auto entry = entry_at(utc(2026, 12, 29, 9, 0));
    entry.summary = std::string(shift, 'x');
    for (std::size_t i = 0; i < 400; ++i) entry.summary += characters[i * 7 % characters.size()];
    entry.attendee->name = entry.summary;
    const auto read = read_calendar(calendar_text(Method::request, entry));
    CHECK(read["faults"].empty());
    CHECK(read["icalendar"]["events"][0]["summary"] == entry.summary);
    CHECK(read["vobject"]["events"][0]["summary"] == entry.summary);
    CHECK(read["icalendar"]["events"][0]["attendee"]["name"] == entry.summary);
  }
}

TEST_CASE("a feed holds many entries of several zones, and names nobody else", "[calendar]") {
  std::vector<Entry> entries{entry_at(utc(2026, 12, 29, 9, 0)),
                             entry_at(utc(2027, 7, 1, 9, 0), "Europe/Lisbon")};
  entries[1].uid = "01jabd@messe.example";
  entries[1].is_cancelled = true;
  const auto read = read_calendar(calendar_text(Method::publish, entries, "Mein Messetag, Erzgebirge"));
  CHECK(read["faults"].empty());
  CHECK(read["icalendar"]["method"] == "PUBLISH");
  CHECK(read["icalendar"]["name"] == "Mein Messetag, Erzgebirge");
  CHECK(read["icalendar"]["zones"] == nlohmann::json{"Europe/Berlin", "Europe/Lisbon"});
  CHECK(read["icalendar"]["events"][0]["attendee"].is_null());
  CHECK(read["icalendar"]["events"][1]["status"] == "CANCELLED");
  CHECK(read_calendar(calendar_text(Method::publish, std::vector<Entry>{}, "Leer"))["icalendar"]["events"]
            .empty());
}

TEST_CASE("what makes no sense as an invitation is a mistake of the program", "[calendar]") {
  const auto entry = entry_at(utc(2026, 12, 29, 9, 0));
  const std::vector<Entry> two{entry, entry};
  CHECK_THROWS_AS(calendar_text(Method::request, two), std::invalid_argument);
  for (const Method method : {Method::request, Method::cancel}) {
    auto incomplete = entry;
    incomplete.organizer.reset();
    CHECK_THROWS_AS(calendar_text(method, incomplete), std::invalid_argument);
    incomplete = entry;
    incomplete.attendee.reset();
    CHECK_THROWS_AS(calendar_text(method, incomplete), std::invalid_argument);
  }
  for (const char* zone : {"", "Europe/Aue", "../../etc/passwd", "GMT+1"})
    CHECK_THROWS_AS(calendar_text(Method::publish, entry_at(0, zone)), std::invalid_argument);
}

TEST_CASE("calendars are written on many threads at once", "[calendar]") {
  const std::string expected = calendar_text(Method::request, entry_at(utc(2026, 12, 29, 9, 0)));
  std::atomic<int> different{0};
  std::vector<std::jthread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int times = 0; times < 25; ++times)
        if (calendar_text(Method::request, entry_at(utc(2026, 12, 29, 9, 0))) != expected) ++different;
    });
  }
  threads.clear();
  CHECK(different == 0);
}
