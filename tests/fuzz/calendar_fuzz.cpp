// Any text as a calendar file: what is read lies in the window, in order and apart, and it does not take
// long, whatever the file says.

#include <array>
#include <chrono>

#include "server/calendar/busy_times.hpp"
#include "tests/fuzz/fuzzing.hpp"

namespace {

using namespace stollen;
using namespace stollen::tests;
using namespace std::chrono_literals;

// 19 October to 2 November 2026: the clocks change in between.
constexpr protocol::Timestamp kFrom{1'792'368'000'000};
constexpr protocol::Timestamp kTo{1'793'577'600'000};

std::string calendar_of(std::string_view parts) {
  return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + std::string(parts) + "END:VCALENDAR\r\n";
}

}  // namespace

extern "C" int LLVMFuzzerInitialize(int* argc, char*** argv) {
  const std::array<std::string, 6> seeds{
      calendar_of(
          "BEGIN:VEVENT\r\nUID:a\r\nDTSTART:20261020T100000Z\r\nDTEND:20261020T110000Z\r\nEND:VEVENT\r\n"),
      calendar_of(
          "BEGIN:VEVENT\r\nUID:b\r\nDTSTART;TZID=Europe/Berlin:20200107T090000\r\nDURATION:PT1H\r\n"
          "RRULE:FREQ=WEEKLY;BYDAY=TU,FR;UNTIL=20261231T000000Z\r\nEXDATE:20261023T070000Z\r\n"
          "END:VEVENT\r\nBEGIN:VEVENT\r\nUID:b\r\nRECURRENCE-ID;TZID=Europe/Berlin:20261027T090000\r\n"
          "DTSTART:20261028T120000\r\nDURATION:PT30M\r\nEND:VEVENT\r\n"),
      calendar_of("BEGIN:VEVENT\r\nUID:c\r\nDTSTART;VALUE=DATE:20261024\r\nDTEND;VALUE=DATE:20261026\r\n"
                  "TRANSP:OPAQUE\r\nSTATUS:CONFIRMED\r\nEND:VEVENT\r\n"),
      calendar_of("BEGIN:VTIMEZONE\r\nTZID:Our Office\r\nBEGIN:STANDARD\r\nDTSTART:19701025T030000\r\n"
                  "TZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\r\n"
                  "END:STANDARD\r\nEND:VTIMEZONE\r\nBEGIN:VEVENT\r\nUID:d\r\n"
                  "DTSTART;TZID=Our Office:20261020T100000\r\nDURATION:PT1H\r\nEND:VEVENT\r\n"),
      calendar_of("BEGIN:VEVENT\r\nUID:e\r\nSUMMARY:Ein Titel\\, der\r\n  gefaltet ist\r\n"
                  "DTSTART:20261021T100000\r\nRDATE;VALUE=PERIOD:20261022T080000Z/PT1H\r\n"
                  "RRULE:FREQ=DAILY;COUNT=3\r\nTRANSP:TRANSPARENT\r\nSTATUS:CANCELLED\r\nEND:VEVENT\r\n"),
      "BEGIN:VCALENDAR\nBEGIN:VEVENT\nBEGIN:VALARM\nEND:VALARM\nEND:VEVENT\n",
  };
  plant_seeds(*argc, *argv, seeds);
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto began = std::chrono::steady_clock::now();
  const auto read = calendar::read_busy(text_of(data, size), kFrom, kTo, "Europe/Berlin");
  demand(std::chrono::steady_clock::now() - began < 5s, "takes long");
  if (!read) return 0;
  protocol::Timestamp last_end = kFrom - 1ms;
  for (const auto& [start, end] : read->times) {
    demand(kFrom <= start && end <= kTo, "a time outside the window");
    demand(start < end, "a time that ends before it begins");
    demand(last_end < start, "times that touch or are out of order");
    last_end = end;
  }
  demand(read->unread <= read->events * 50, "more unread than there is");
  return 0;
}
