// Busy times from a member's own calendar file.
#include <fmt/format.h>

#include "tests/feature/booking_desk.hpp"
#include "tests/support/catch.hpp"

using namespace stollen;
using namespace stollen::tests;
using protocol::SlotState;
using ImportBusy = protocol::slot::ImportBusy;

namespace {

/// Lea has six slots of twenty minutes, the first in an hour.
class BusyDesk : public BookingDesk {
 public:
  std::vector<protocol::SlotId> slots = open(lea, {.count = 6});

  [[nodiscard]] std::string utc(int minutes) const {
    const std::chrono::sys_seconds at{
        std::chrono::floor<std::chrono::seconds>(std::chrono::milliseconds(in(minutes).ms))};
    const auto day = std::chrono::floor<std::chrono::days>(at);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss time(at - day);
    return fmt::format("{:04}{:02}{:02}T{:02}{:02}{:02}Z", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                       time.hours().count(), time.minutes().count(), time.seconds().count());
  }
  [[nodiscard]] std::string event(int from, int to, const std::string& more = "") const {
    return fmt::format(
        "BEGIN:VEVENT\r\nUID:{}\r\nSUMMARY:Geheimer Titel\r\nDTSTART:{}\r\nDTEND:{}\r\n{}END:VEVENT\r\n",
        from, utc(from), utc(to), more);
  }
  [[nodiscard]] ImportBusy wish(const std::string& parts) const {
    return {.booth_id = holzwerk,
            .person_id = lea.person_id,
            .calendar = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + parts + "END:VCALENDAR\r\n"};
  }
  SlotState state(std::size_t n) { return slot(slots.at(n)).state; }
};

}  // namespace

TEST_CASE("free slots of the member are blocked where their calendar is busy, and nobody else's") {
  BusyDesk desk;
  const auto toms = desk.open_one(desk.tom);
  const auto reply = desk.get(desk.lea, desk.wish(desk.event(60, 70) + desk.event(100, 121)));
  CHECK(reply.blocked == 3);
  CHECK(reply.conflicts.empty());
  CHECK(reply.unread == 0);
  CHECK(reply.is_complete);
  CHECK(desk.state(0) == SlotState::blocked);
  CHECK(desk.state(1) == SlotState::open);
  CHECK(desk.state(2) == SlotState::blocked);
  CHECK(desk.state(3) == SlotState::blocked);
  CHECK(desk.state(4) == SlotState::open);
  CHECK(desk.slot(toms).state == SlotState::open);
  CHECK(desk.calendar().size() == 4);
  const auto again = desk.get(desk.lea, desk.wish(desk.event(60, 70)));
  CHECK(again.blocked == 0);
  CHECK(again.blocked_before == 1);
  CHECK(desk.effects.events.empty());
  CHECK(desk.everything_stored().find("Geheim") == std::string::npos);
}

TEST_CASE("slots with somebody in them are conflicts and stay, with a hold that has run out they are free") {
  BusyDesk desk;
  desk.book(desk.anna, desk.slots[0]);
  desk.hold(desk.berta, desk.slots[1]);
  const auto reply = desk.get(desk.tom, desk.wish(desk.event(60, 120)));
  CHECK(reply.blocked == 1);
  REQUIRE(reply.conflicts.size() == 2);
  CHECK(reply.conflicts[0].slot_id == desk.slots[0]);
  CHECK(reply.conflicts[1].slot_id == desk.slots[1]);
  CHECK(desk.state(0) == SlotState::open);
  CHECK(desk.day(desk.anna).appointments.at(0).state == protocol::AppointmentState::booked);
  desk.clock.move(std::chrono::minutes(3));
  CHECK(desk.get(desk.lea, desk.wish(desk.event(57, 117))).blocked == 1);
  CHECK(desk.state(1) == SlotState::blocked);
}

TEST_CASE("cancelled and free entries count for nothing, repeated and all-day ones do") {
  BusyDesk desk;
  CHECK(desk.get(desk.lea, desk.wish(desk.event(60, 180, "STATUS:CANCELLED\r\n") +
                                     desk.event(61, 180, "TRANSP:TRANSPARENT\r\n")))
            .blocked == 0);
  const int week = 7 * 24 * 60;
  CHECK(desk.get(desk.lea, desk.wish(desk.event(60 - 2 * week, 80 - 2 * week, "RRULE:FREQ=WEEKLY\r\n")))
            .blocked == 1);
  CHECK(desk.state(0) == SlotState::blocked);
  const std::string day = desk.utc(60).substr(0, 8);
  CHECK(desk.get(desk.lea,
                 desk.wish("BEGIN:VEVENT\r\nUID:d\r\nDTSTART;VALUE=DATE:" + day + "\r\nEND:VEVENT\r\n"))
            .blocked == 5);
}

TEST_CASE("what is no calendar, or too much of one, is refused by its field and blocks nothing") {
  BusyDesk desk;
  ImportBusy wish = desk.wish(desk.event(60, 180));
  for (const std::string& text : {std::string("%PDF-1.7"), std::string("BEGIN:VEVENT\r\nEND:VEVENT\r\n"),
                                  std::string("BEGIN:VCALENDAR\0END:VCALENDAR", 30)}) {
    wish.calendar = text;
    const auto refused = desk.ask(desk.lea, wish);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().field == "calendar");
    CHECK(refused.error().message.starts_with("calendar must be"));
  }
  std::string many;
  for (int i = 0; i < 10'001; ++i) many += "BEGIN:X\r\nEND:X\r\n";
  wish.calendar = desk.wish(many).calendar;
  const auto refused = desk.ask(desk.lea, wish);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().field == "calendar");
  CHECK(refused.error().message.find("too many") != std::string::npos);
  for (std::size_t n = 0; n < 6; ++n) CHECK(desk.state(n) == SlotState::open);
}

TEST_CASE("a calendar is imported by the booth's team and by organisers, for who takes appointments there") {
  BusyDesk desk;
  ImportBusy wish = desk.wish(desk.event(60, 70));
  for (const auto& other : {desk.otto, desk.hanna, desk.anna}) {
    const auto refused = desk.ask(other, wish);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().field == "booth_id");
  }
  for (const auto& other : {desk.otto, desk.hanna, desk.anna}) {
    wish.person_id = other.person_id;
    const auto refused = desk.ask(desk.lea, wish);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().field == "person_id");
  }
  wish.person_id = desk.lea.person_id;
  CHECK(desk.get(desk.olga, wish).blocked == 1);
  wish.person_id = desk.tom.person_id;  // without slots there is nothing to block
  CHECK(desk.get(desk.tom, wish).blocked == 0);
}
