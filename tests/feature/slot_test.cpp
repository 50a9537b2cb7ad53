#include <algorithm>
#include <utility>

#include "tests/feature/booking_desk.hpp"
#include "tests/support/catch.hpp"

using namespace stollen;
using namespace stollen::tests;
using protocol::CalendarStream;
using protocol::DayStream;
using protocol::SlotId;
using protocol::SlotState;
namespace messages = protocol::slot;

namespace {

constexpr auto kTwoMinutes = std::chrono::seconds(120);
const auto kNoSlot = new_id<SlotId>();

}  // namespace

TEST_CASE("a hold keeps a seat for two minutes, tells everybody, and only its owner of whose it is") {
  BookingDesk desk;
  const auto slot = desk.open_one(desk.lea);
  const auto before = desk.head(CalendarStream::name(desk.holzwerk));
  const auto hold = desk.hold(desk.anna, slot);
  CHECK(hold.generation == 1);
  CHECK(hold.until == desk.clock.now() + kTwoMinutes);
  CHECK(hold.extensions_left == 10);
  CHECK(hold.booth_slug == "holzwerk");
  CHECK(hold.slot.free_seats == 0);
  CHECK(desk.event_names(CalendarStream::name(desk.holzwerk), before) ==
        std::vector<std::string>{"slot.changed"});
  CHECK(desk.calendar().at(0).free_seats == 0);
  CHECK(desk.slot(slot).held_seats == 1);
  CHECK(desk.day(desk.anna).hold == hold);
  CHECK_FALSE(desk.day(desk.berta).hold);
  for (const auto& event : desk.events(CalendarStream::name(desk.holzwerk)))
    CHECK(event.find(desk.anna.person_id.text()) == std::string::npos);
  CHECK(desk.hold_outcome(desk.berta, slot) == "slot.taken");
  CHECK(desk.book_outcome(desk.berta, slot) == "slot.taken");
}

TEST_CASE("at the fair's midnight the slots of the day leave all calendars, once, and those to come stay") {
  BookingDesk desk;
  const auto zoned = [&](const char* zone) {
    desk.write([&](Transaction& tx) { tx.run("UPDATE fair SET zone = $1", std::string_view(zone)); });
  };
  // Eleven o'clock in Berlin; in New York it is five in the morning.
  const auto [zone, hours_left] = GENERATE(std::pair{"Europe/Berlin", 13}, std::pair{"America/New_York", 19});
  zoned(zone);
  const auto todays = desk.open_one(desk.lea);
  const auto tomorrows = desk.open_one(desk.lea, 26 * 60);
  desk.clock.move(std::chrono::hours(hours_left) - std::chrono::milliseconds(1));
  const auto shown = CalendarStream::name(desk.holzwerk),
             staff = protocol::CalendarStaffStream::name(desk.holzwerk);
  const auto before = desk.head(shown), before_staff = desk.head(staff);
  desk.sweep();
  CHECK(desk.head(shown) == before);
  CHECK(desk.calendar().size() == 2);
  desk.clock.move(std::chrono::milliseconds(1));
  desk.sweep();
  CHECK(desk.event_names(shown, before) == std::vector<std::string>{"slot.removed"});
  CHECK(desk.event_names(staff, before_staff) == std::vector<std::string>{"slot.staff_removed"});
  CHECK(desk.events(shown).back().find(todays.text()) != std::string::npos);
  CHECK(desk.calendar().size() == 1);
  CHECK(desk.calendar().at(0).slot_id == tomorrows);
  desk.sweep();
  CHECK(desk.head(shown) == before + 1);
  CHECK(desk.head(staff) == before_staff + 1);
}

TEST_CASE("a hold does not last longer because the clock was set back") {
  BookingDesk desk;
  const auto slot = desk.open_one(desk.lea);
  const auto old = desk.hold(desk.anna, slot);
  desk.sweep();
  CHECK(desk.day(desk.anna).hold == old);
  desk.clock.move(-std::chrono::hours(1));
  desk.sweep();
  auto shortened = old;
  shortened.until = desk.clock.now() + kTwoMinutes;
  CHECK(desk.day(desk.anna).hold == shortened);
  CHECK(desk.event_names(DayStream::name(desk.anna.person_id)) ==
        std::vector<std::string>{"slot.held", "slot.held"});
  desk.clock.move(kTwoMinutes);
  desk.sweep();
  CHECK_FALSE(desk.day(desk.anna).hold);
}

TEST_CASE(
    "a hold that has run out is gone for its owner and free for the next, before the sweep and after it") {
  BookingDesk desk;
  const auto slot = desk.open_one(desk.lea);
  const auto old = desk.hold(desk.anna, slot);
  desk.clock.move(kTwoMinutes);
  SECTION("somebody else takes it before the sweep") {
    const auto hold = desk.hold(desk.berta, slot);
    CHECK(hold.generation == old.generation + 1);
    CHECK(desk.event_names(DayStream::name(desk.anna.person_id)) ==
          std::vector<std::string>{"slot.held", "slot.hold_ended"});
    CHECK(desk.book_outcome(desk.anna, slot, old.generation) == "slot.hold_lost");
    CHECK(desk.book_outcome(desk.berta, slot, hold.generation) == "ok");
  }
  SECTION("the sweep frees it and says so") {
    const auto before = desk.head(CalendarStream::name(desk.holzwerk));
    desk.sweep();
    CHECK(desk.event_names(CalendarStream::name(desk.holzwerk), before) ==
          std::vector<std::string>{"slot.changed"});
    CHECK(desk.calendar().at(0).free_seats == 1);
    CHECK_FALSE(desk.day(desk.anna).hold);
    desk.sweep();
    CHECK(desk.effects.events.empty());
  }
  SECTION("its owner cannot book with it any more, though it is still there") {
    CHECK(desk.book_outcome(desk.anna, slot, old.generation) == "slot.hold_lost");
    CHECK(desk.outcome(desk.anna, messages::Extend{.slot_id = slot, .generation = old.generation}) ==
          "slot.hold_lost");
    CHECK(desk.hold(desk.anna, slot).generation == old.generation + 1);
  }
  SECTION("its owner's time is free again") {
    const auto other = desk.open_one(desk.tom, 58);
    CHECK(desk.book_outcome(desk.anna, other) == "ok");
  }
}

TEST_CASE("a late confirmation of an old hold does not book with the newer one of somebody else") {
  BookingDesk desk;
  const auto slot = desk.open_one(desk.lea);
  const auto old = desk.hold(desk.anna, slot);
  desk.clock.move(kTwoMinutes);
  desk.hold(desk.berta, slot);
  CHECK(desk.book_outcome(desk.anna, slot, old.generation) == "slot.hold_lost");
  desk.clock.move(kTwoMinutes);
  const auto renewed = desk.hold(desk.anna, slot);
  CHECK(desk.book_outcome(desk.anna, slot, old.generation) == "slot.hold_lost");
  CHECK(desk.book_outcome(desk.anna, slot, renewed.generation) == "ok");
}

TEST_CASE("holding again gives the same hold with its time anew, ten times") {
  BookingDesk desk;
  const auto slot = desk.open_one(desk.lea);
  const auto hold = desk.hold(desk.anna, slot);
  desk.clock.move(std::chrono::seconds(30));
  const auto again = desk.hold(desk.anna, slot);
  CHECK(again.generation == hold.generation);
  CHECK(again.until == desk.clock.now() + kTwoMinutes);
  const messages::Extend extend{.slot_id = slot, .generation = hold.generation};
  for (int left = 8; left >= 0; --left) CHECK(desk.get(desk.anna, extend).hold.extensions_left == left);
  CHECK(desk.outcome(desk.anna, extend) == "slot.extended_often");
  desk.clock.move(std::chrono::seconds(30));
  CHECK(desk.hold(desk.anna, slot).until == desk.clock.now() + std::chrono::seconds(90));
  CHECK(desk.outcome(desk.anna, messages::Extend{.slot_id = slot, .generation = 7}) == "slot.hold_lost");
  CHECK(desk.outcome(desk.anna, messages::Extend{.slot_id = kNoSlot, .generation = 1}) ==
        "session.not_found");
}

TEST_CASE("one hold at a time: the older one is given up, but not for a slot that cannot be had") {
  BookingDesk desk;
  const auto slots = desk.open(desk.lea, {.count = 3});
  desk.hold(desk.anna, slots[0]);
  desk.book(desk.berta, slots[1]);
  CHECK(desk.hold_outcome(desk.anna, slots[1]) == "slot.taken");
  CHECK(desk.day(desk.anna).hold->slot.slot_id == slots[0]);
  desk.hold(desk.anna, slots[2]);
  CHECK(desk.calendar().at(0).free_seats == 1);
  CHECK(desk.day(desk.anna).hold->slot.slot_id == slots[2]);
  CHECK(desk.event_names(DayStream::name(desk.anna.person_id)) ==
        std::vector<std::string>{"slot.held", "slot.hold_ended", "slot.held"});
}

TEST_CASE("a hold is given up by its owner alone, and one that has ended is no error") {
  BookingDesk desk;
  const auto slot = desk.open_one(desk.lea);
  const messages::Release release{.slot_id = slot, .generation = desk.hold(desk.anna, slot).generation};
  CHECK(desk.outcome(desk.berta, release) == "ok");
  CHECK(desk.calendar().at(0).free_seats == 0);
  CHECK(desk.outcome(desk.anna, messages::Release{.slot_id = slot, .generation = 9}) == "ok");
  CHECK(desk.calendar().at(0).free_seats == 0);
  CHECK(desk.outcome(desk.anna, release) == "ok");
  CHECK(desk.calendar().at(0).free_seats == 1);
  CHECK(desk.outcome(desk.anna, release) == "ok");
  CHECK(desk.effects.events.empty());
  CHECK(desk.outcome(desk.anna, messages::Release{.slot_id = kNoSlot, .generation = 1}) ==
        "session.not_found");
}

TEST_CASE("any member will do: another slot of the booth at the same time, if the wished one is taken") {
  BookingDesk desk;
  const auto wished = desk.open_one(desk.lea);
  const auto other = desk.open_one(desk.tom);
  const messages::Hold any{.slot_id = wished, .any_member = true};
  desk.book(desk.berta, wished);
  CHECK(desk.get(desk.anna, any).hold.slot.slot_id == other);
  CHECK(desk.outcome(desk.visitor("Carla Roth"), any) == "slot.taken");
  desk.get(desk.lea, messages::Withdraw{.slot_ids = {desk.open_one(desk.lea, 120)}});
}

TEST_CASE("nobody has two things at one time: neither held nor booked") {
  BookingDesk desk;
  const auto leas = desk.open_one(desk.lea);
  const auto toms = desk.open(desk.tom, {.begins_in = 70}).at(0);  // ten minutes of both are the same
  const auto later = desk.open_one(desk.tom, 90);
  desk.book(desk.anna, leas);
  CHECK(desk.hold_outcome(desk.anna, toms) == "slot.overlap");
  CHECK(desk.book_outcome(desk.anna, toms) == "slot.overlap");
  CHECK(desk.calendar().at(1).free_seats == 1);
  CHECK(desk.hold_outcome(desk.anna, later) == "ok");
  desk.hold(desk.berta, toms);
  CHECK(desk.book_outcome(desk.berta, leas) == "slot.taken");
}

TEST_CASE("what is blocked, kept for walk-ins, not released or has begun is not open") {
  BookingDesk desk;
  const auto slots = desk.open(desk.lea, {.count = 2});
  desk.get(desk.lea, messages::Block{.slot_ids = {slots[0]}});
  CHECK(desk.hold_outcome(desk.anna, slots[0]) == "slot.not_open");
  CHECK(desk.book_outcome(desk.anna, slots[0]) == "slot.not_open");
  desk.get(desk.lea, messages::Open{.booth_id = desk.holzwerk,
                                    .person_id = desk.tom.person_id,
                                    .windows = {{desk.in(60), desk.in(80)}},
                                    .minutes = 10,
                                    .walk_in_percent = 50,
                                    .portions = std::vector{protocol::Portion{50, desk.in(30)}}});
  const auto calendar = desk.calendar();
  REQUIRE(calendar.size() == 2);  // Lea's other one and the released later; walk-ins are not shown
  const auto later = std::ranges::find(calendar, desk.tom.person_id, &protocol::Slot::person_id)->slot_id;
  CHECK(desk.hold_outcome(desk.anna, later) == "slot.not_open");
  for (const auto& one : desk.staff_calendar().slots_) {
    if (one.state == SlotState::walk_in)
      CHECK(desk.hold_outcome(desk.anna, one.slot.slot_id) == "slot.not_open");
  }
  desk.clock.move(std::chrono::minutes(30));
  CHECK(desk.hold_outcome(desk.anna, later) == "ok");
  desk.clock.move(std::chrono::minutes(60));
  CHECK(desk.hold_outcome(desk.berta, slots[1]) == "slot.not_open");
  CHECK(desk.hold_outcome(desk.berta, kNoSlot) == "session.not_found");
}

TEST_CASE("a group round has its seats, each for somebody else") {
  BookingDesk desk;
  const auto round = desk.open(desk.lea, {.seats = 3}).at(0);
  CHECK(desk.hold(desk.anna, round).slot.free_seats == 2);
  desk.book(desk.berta, round);
  CHECK(desk.calendar().at(0).free_seats == 1);
  CHECK(desk.book_outcome(desk.berta, round) == "slot.overlap");
  CHECK(desk.day(desk.anna).hold->slot.free_seats == 2);  // as it was told
  CHECK(desk.book_outcome(desk.visitor("Carla Roth"), round) == "ok");
  CHECK(desk.book_outcome(desk.visitor("Doris Damm"), round) == "slot.taken");
  CHECK(desk.book_outcome(desk.anna, round) == "ok");
  CHECK(desk.day(desk.anna).hold == std::nullopt);
}

TEST_CASE("the earliest that can be booked are found, by field, near a time, without one's own times") {
  BookingDesk desk;
  const auto slots = desk.open(desk.lea, {.count = 3});
  const auto find = [&](const Caller& caller, const messages::Find& wish) {
    std::vector<SlotId> ids;
    for (const auto& found : desk.get(caller, wish).slots_) ids.push_back(found.slot.slot_id);
    return ids;
  };
  CHECK(find({}, {}) == slots);
  CHECK(find({}, {.limit = 1}) == std::vector{slots[0]});
  CHECK(find({}, {.from = desk.in(70)}) == std::vector{slots[1], slots[2]});
  CHECK(find({}, {.near = desk.in(82), .limit = 2}) == std::vector{slots[1], slots[2]});
  CHECK(find({}, {.field = "Handwerk"}) == slots);
  CHECK(find({}, {.field = "Bergbau"}).empty());
  CHECK(find({}, {.booth_id = desk.klinikum}).empty());
  CHECK(desk.outcome({}, messages::Find{.booth_id = new_id<protocol::BoothId>()}) == "session.not_found");
  desk.book(desk.anna, slots[1]);
  CHECK(find(desk.berta, {}) == std::vector{slots[0], slots[2]});
  desk.open(desk.tom, {.begins_in = 80});
  CHECK(find(desk.berta, {}).size() == 3);
  CHECK(find(desk.anna, {}) == std::vector{slots[0], slots[2]});
  CHECK(desk.get({}, messages::Find{}).slots_.at(0).booth_name == "Holzwerk Aue GmbH");
}

TEST_CASE("when writing has ended nobody holds or opens, but holds can be given up") {
  BookingDesk desk;
  const auto slot = desk.open(desk.lea, {.begins_in = 1'002 * 60}).at(0);
  desk.end_writing();
  CHECK(desk.hold_outcome(desk.anna, slot) == "fair.read_only");
  CHECK(desk.outcome(desk.lea, messages::Open{.booth_id = desk.holzwerk,
                                              .person_id = desk.lea.person_id,
                                              .windows = {{desk.in(60), desk.in(80)}},
                                              .minutes = 10}) == "fair.read_only");
  CHECK(desk.outcome(desk.anna, messages::Release{.slot_id = slot, .generation = 1}) == "ok");
}
