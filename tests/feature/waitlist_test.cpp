// Who waits, and every way in which a seat becomes free.
#include <ctime>

#include "tests/feature/waiting_desk.hpp"
#include "tests/support/catch.hpp"

using namespace stollen;
using namespace stollen::tests;
using namespace std::chrono_literals;
namespace messages = protocol::waitlist;

TEST_CASE("who waits is on their own day and counted on the team's calendar, without a name there") {
  WaitingDesk desk;
  desk.taken(desk.lea);
  const auto stream = protocol::CalendarStaffStream::name(desk.holzwerk);
  const auto before = desk.events(stream).size();
  const auto reply = desk.wait(desk.anna, {.member = desk.lea.person_id, .short_notice = true});
  CHECK(reply.ahead == 0);
  CHECK(reply.entry.booth_slug == "holzwerk");
  CHECK(reply.entry.name == "Lea Lang");
  CHECK(desk.day(desk.anna).waiting == std::vector{reply.entry});
  CHECK(desk.day(desk.berta).waiting.empty());
  CHECK(desk.staff_calendar().waiting == 1);
  CHECK(desk.wait(desk.berta).ahead == 1);
  CHECK(desk.waiting() == 2);
  const auto events = desk.events(stream);
  REQUIRE(events.size() == before + 2);
  CHECK(events.back().contains("\"waiting\":2"));
  CHECK_FALSE(events.back().contains(desk.berta.person_id.text()));
}

TEST_CASE("joining again changes the wish and keeps the place") {
  WaitingDesk desk;
  const auto taken = desk.taken(desk.lea);
  desk.wait(desk.anna, {.member = desk.tom.person_id});
  desk.wait(desk.berta);
  desk.clock.move(1min);
  const auto again = desk.wait(desk.anna);
  CHECK(again.ahead == 0);
  CHECK_FALSE(again.entry.person_id);
  CHECK_FALSE(again.entry.name);
  CHECK(desk.waiting() == 2);
  desk.cancel(taken);
  CHECK(desk.is_offered(desk.anna, taken.slot_id));
}

TEST_CASE("one waits only where there is nothing to book") {
  WaitingDesk desk;
  const auto taken = desk.taken(desk.lea);
  SECTION("a free slot that suits") {
    desk.open_one(desk.tom, 5 * 60);
    CHECK(desk.wait_outcome(desk.anna) == "waitlist.free_slots");
    CHECK_FALSE(desk.is_waiting(desk.anna));
  }
  SECTION("a free slot of somebody else, or too soon, is none that suits") {
    desk.open_one(desk.tom, 60);
    CHECK(desk.wait_outcome(desk.anna) == "ok");
    CHECK(desk.wait_outcome(desk.anna, true) == "waitlist.free_slots");
    desk.open_one(desk.tom, 5 * 60);
    CHECK(desk.outcome(desk.anna, messages::Join{.booth_id = desk.holzwerk,
                                                 .person_id = desk.lea.person_id,
                                                 .short_notice = true}) == "ok");
  }
  SECTION("a free slot at a time at which the person is elsewhere is none that suits") {
    desk.book(desk.anna,
              desk.get(desk.otto, protocol::slot::Open{.booth_id = desk.klinikum,
                                                       .person_id = desk.otto.person_id,
                                                       .windows = {{desk.in(300), desk.in(320)}},
                                                       .minutes = 20})
                          .opened == 1
                  ? desk.get({}, protocol::slot::List{.booth_id = desk.klinikum}).slots_.at(0).slot_id
                  : protocol::SlotId{});
    desk.open_one(desk.tom, 5 * 60);
    CHECK(desk.wait_outcome(desk.anna) == "ok");
  }
  SECTION("an appointment at this booth that is to come") {
    CHECK(desk.wait_outcome(taken.guest) == "waitlist.booked");
    desk.pass(4h);
    CHECK(desk.wait_outcome(taken.guest) == "ok");
  }
  SECTION("no booth, no member, no writing") {
    CHECK(desk.outcome(desk.anna, messages::Join{.booth_id = {}, .short_notice = true}) ==
          "session.not_found");
    CHECK(desk.outcome(desk.anna, messages::Join{.booth_id = desk.holzwerk,
                                                 .person_id = desk.hanna.person_id,
                                                 .short_notice = true}) == "session.not_found");
    desk.end_writing();
    CHECK(desk.wait_outcome(desk.anna) == "fair.read_only");
  }
}

TEST_CASE("whose appointments are as many as one may have does not wait") {
  WaitingDesk desk;
  for (const auto slot : desk.open(desk.lea, {.begins_in = 24 * 60, .count = 10})) desk.book(desk.anna, slot);
  desk.write([&](Transaction& tx) {  // at another booth: here she has some
    tx.run("UPDATE slot SET booth_id = $1 WHERE booth_id = $2", desk.klinikum, desk.holzwerk);
  });
  CHECK(desk.wait_outcome(desk.anna) == "slot.too_many");
}

TEST_CASE("one waits at five booths at once") {
  WaitingDesk desk;
  const auto hall = desk.get({}, protocol::booth::Get{.slug = "holzwerk"}).booth.card.hall_id;
  for (int i = 0; i < 5; ++i) {
    protocol::BoothId booth;
    desk.write([&](Transaction& tx) {
      const std::string slug = "stand-" + std::to_string(i);
      booth = booth::upsert(tx, {.slug = slug, .hall_id = hall, .name = slug}).id;
    });
    desk.get(desk.anna, messages::Join{.booth_id = booth, .short_notice = false});
  }
  CHECK(desk.wait_outcome(desk.anna) == "waitlist.too_many");
  CHECK(desk.day(desk.anna).waiting.size() == 5);
}

TEST_CASE("who leaves waits no longer, and leaving twice is no error") {
  WaitingDesk desk;
  const auto taken = desk.taken(desk.lea);
  desk.wait(desk.anna);
  desk.wait(desk.berta);
  desk.leave(desk.anna);
  desk.leave(desk.anna);
  CHECK(desk.events(protocol::DayStream::name(desk.anna.person_id)).back().contains("\"left\""));
  CHECK_FALSE(desk.is_waiting(desk.anna));
  CHECK(desk.waiting() == 1);
  desk.cancel(taken);
  CHECK(desk.is_offered(desk.berta, taken.slot_id));
}

TEST_CASE("only those who manage the calendar learn how many wait") {
  WaitingDesk desk;
  const messages::Count count{.booth_id = desk.holzwerk};
  CHECK(desk.outcome(desk.tom, count) == "ok");
  CHECK(desk.outcome(desk.olga, count) == "ok");
  CHECK(desk.outcome(desk.otto, count) == "session.not_found");
  CHECK(desk.outcome(desk.hanna, count) == "session.not_found");
}

TEST_CASE("however a seat becomes free, it is kept for who waits, and nobody sees it free") {
  WaitingDesk desk;
  const auto seen = [&](protocol::SlotId slot) {
    INFO("the calendars are told of no free seat");
    const std::string id = "\"slot_id\":\"" + slot.text() + "\"";
    for (const auto& event : desk.events(protocol::CalendarStream::name(desk.holzwerk))) {
      if (event.contains(id)) CHECK_FALSE(event.contains("\"free_seats\":1"));
    }
  };
  const auto expect_offer = [&](protocol::SlotId slot) {
    REQUIRE(desk.is_offered(desk.anna, slot));
    CHECK(desk.slot(slot).held_seats == 1);
    CHECK(desk.free_seats(slot) == 0);
    CHECK(desk.hold_outcome(desk.berta, slot) == "slot.taken");
    CHECK(desk.book_outcome(desk.berta, slot) == "slot.taken");
  };
  SECTION("an appointment is called off by the visitor") {
    const auto taken = desk.taken(desk.lea);
    desk.wait(desk.anna);
    desk.cancel(taken);
    expect_offer(taken.slot_id);
  }
  SECTION("an appointment is moved to another slot") {
    const auto taken = desk.taken(desk.lea);
    const auto other = desk.taken(desk.lea, 6 * 60);
    desk.wait(desk.anna, {.member = desk.lea.person_id});
    const auto later = desk.open_one(desk.tom, 8 * 60);
    desk.get(taken.guest,
             protocol::appointment::Move{.appointment_id = taken.appointment_id, .slot_id = later});
    expect_offer(taken.slot_id);
    CHECK(desk.free_seats(other.slot_id) == 0);
  }
  SECTION("a hold is given up") {
    const auto slot = desk.open_one(desk.lea, 4 * 60);
    const auto hold = desk.hold(desk.berta, slot);
    desk.wait(desk.anna);
    desk.get(desk.berta, protocol::slot::Release{.slot_id = slot, .generation = hold.generation});
    CHECK(desk.is_offered(desk.anna, slot));
  }
  SECTION("a hold runs out and the sweep comes") {
    const auto slot = desk.open_one(desk.lea, 4 * 60);
    desk.hold(desk.berta, slot);
    desk.wait(desk.anna);
    desk.pass(2min);
    CHECK(desk.is_offered(desk.anna, slot));
  }
  SECTION("a hold has run out and somebody is faster than the sweep") {
    const auto slot = desk.open_one(desk.lea, 4 * 60);
    desk.hold(desk.visitor("Carla Zaudert"), slot);
    desk.wait(desk.anna);
    desk.clock.move(2min);
    CHECK(desk.book_outcome(desk.berta, slot) == "slot.taken");
    // The refused command left nothing behind.
    CHECK_FALSE(desk.offer(desk.anna));
    desk.sweep();
    expect_offer(slot);
  }
  SECTION("a proposal is declined") {
    const auto taken = desk.taken(desk.lea);
    const auto slot = desk.open_one(desk.lea, 6 * 60);
    desk.get(desk.lea,
             protocol::appointment::Propose{.appointment_id = taken.appointment_id, .slot_id = slot});
    desk.wait(desk.anna);
    desk.get(taken.guest, protocol::appointment::Decline{.appointment_id = taken.appointment_id});
    CHECK(desk.is_offered(desk.anna, slot));
  }
  SECTION("slots are opened") {
    desk.wait(desk.anna);
    const auto slot = desk.open_one(desk.lea, 4 * 60);
    expect_offer(slot);
    seen(slot);
  }
  SECTION("slots are unblocked") {
    const auto slot = desk.open_one(desk.lea, 4 * 60);
    desk.get(desk.lea, protocol::slot::Block{.slot_ids = {slot}});
    desk.wait(desk.anna);
    desk.get(desk.lea, protocol::slot::Unblock{.slot_ids = {slot}});
    expect_offer(slot);
  }
  SECTION("a slot is moved to a time that suits") {
    const auto slot = desk.open_one(desk.lea, 60);
    desk.wait(desk.anna);
    desk.get(desk.lea, protocol::slot::Move{.slot_id = slot, .starts_at = desk.in(5 * 60)});
    expect_offer(slot);
  }
  SECTION("the fair folder plans slots") {
    desk.wait(desk.anna);
    desk.write([&](Transaction& tx) {
      slot::follow_plan(tx, std::vector<slot::PlannedTime>{{.booth_id = desk.holzwerk,
                                                            .person_id = desk.lea.person_id,
                                                            .from = desk.in(300),
                                                            .to = desk.in(320)}});
    });
    const auto slot = desk.calendar().at(0).slot_id;
    expect_offer(slot);
    seen(slot);
  }
}

TEST_CASE("a seat of a round that is given to a colleague may suit somebody else then") {
  WaitingDesk desk;
  const auto slot = desk.open(desk.lea, {.begins_in = 240, .seats = 3}).at(0);
  const auto made = desk.book(desk.berta, slot);
  desk.wait(desk.anna, {.member = desk.tom.person_id});
  desk.get(desk.lea, protocol::appointment::Reassign{.appointment_id = made.appointment_id,
                                                     .person_id = desk.tom.person_id});
  CHECK(desk.is_offered(desk.anna, slot));
  CHECK(desk.free_seats(slot) == 1);
}

TEST_CASE("a portion is for those who wait when its time has come, whoever is fast") {
  WaitingDesk desk;
  desk.get(desk.lea, protocol::slot::Open{.booth_id = desk.holzwerk,
                                          .person_id = desk.lea.person_id,
                                          .windows = {{desk.in(600), desk.in(640)}},
                                          .minutes = 20,
                                          .portions = std::vector{protocol::Portion{100, desk.in(30)}}});
  const auto slots = desk.calendar();
  desk.wait(desk.anna);
  CHECK_FALSE(desk.offer(desk.anna));
  SECTION("the sweep comes first") {
    desk.pass(30min);
    CHECK(desk.is_offered(desk.anna, slots[0].slot_id));
    CHECK(desk.free_seats(slots[1].slot_id) == 1);
  }
  SECTION("somebody is faster than the sweep") {
    desk.clock.move(30min);
    CHECK(desk.book_outcome(desk.berta, slots[0].slot_id) == "slot.taken");
    CHECK(desk.hold_outcome(desk.berta, slots[0].slot_id) == "slot.taken");
    desk.sweep();
    CHECK(desk.is_offered(desk.anna, slots[0].slot_id));
    CHECK(desk.book_outcome(desk.berta, slots[1].slot_id) == "ok");
  }
}

TEST_CASE("a round's free seats are for as many as wait, in the order of joining") {
  WaitingDesk desk;
  const Caller carla = desk.visitor("Carla Kluge");
  for (const auto& person : {desk.berta, desk.anna, carla}) desk.wait(person);
  const auto slot = desk.open(desk.lea, {.begins_in = 240, .seats = 2}).at(0);
  CHECK(desk.is_offered(desk.berta, slot));
  CHECK(desk.is_offered(desk.anna, slot));
  CHECK_FALSE(desk.offer(carla));
  CHECK(desk.free_seats(slot) == 0);
}

TEST_CASE("whom a seat does not suit is passed over and keeps the place") {
  WaitingDesk desk;
  const auto taken = desk.taken(desk.lea, 90);
  const auto later = desk.taken(desk.tom, 300);
  SECTION("no short notice") {
    desk.wait(desk.anna);
  }
  SECTION("another member") {
    desk.wait(desk.anna, {.member = desk.tom.person_id, .short_notice = true});
  }
  SECTION("has something else at that time") {
    const auto other = desk.open(desk.tom, {.begins_in = 80}).at(0);
    desk.wait(desk.anna, {.member = desk.lea.person_id, .short_notice = true});
    desk.write([&](Transaction& tx) {  // a talk at another booth
      tx.run("UPDATE slot SET booth_id = $1 WHERE id = $2", desk.klinikum, other);
    });
    desk.book(desk.anna, other);
  }
  SECTION("has an offer already") {
    desk.wait(desk.anna, {.short_notice = true});
    desk.cancel(later);
    REQUIRE(desk.is_offered(desk.anna, later.slot_id));
  }
  desk.wait(desk.berta, {.short_notice = true});
  desk.cancel(taken);
  CHECK(desk.is_offered(desk.berta, taken.slot_id));
  CHECK_FALSE(desk.is_offered(desk.anna, taken.slot_id));
  CHECK(desk.is_waiting(desk.anna));
}

TEST_CASE("what nobody who waits can have is free for all, and so is what begins too soon to ask") {
  WaitingDesk desk;
  const auto soon = desk.taken(desk.tom, 5);
  const auto taken = desk.taken(desk.lea, 60);
  desk.wait(desk.anna);
  desk.wait(desk.berta, {.short_notice = true});
  desk.leave(desk.berta);
  desk.cancel(taken);
  CHECK(desk.free_seats(taken.slot_id) == 1);
  desk.pass(2min + 1ms);
  desk.wait(desk.berta, {.member = desk.tom.person_id, .short_notice = true});
  desk.cancel(soon);
  CHECK_FALSE(desk.offer(desk.berta));
  CHECK(desk.free_seats(soon.slot_id) == 1);
}

TEST_CASE("whom a seat suits is found behind thousands whom it does not suit, in milliseconds") {
  constexpr int kCrowd = 5'000;
  WaitingDesk desk;
  const auto soon = desk.taken(desk.lea, 60);
  desk.write([&](Transaction& tx) {
    for (int n = 1; n <= kCrowd; ++n) {
      tx.run(
          "INSERT INTO waitlist (id, n, booth_id, person_id, short_notice, joined_at, unanswered) "
          "VALUES ($1, $2, $3, $4, 0, $5, 0)",
          new_id<protocol::PersonId>().text(), n, desk.holzwerk, new_id<protocol::PersonId>(), tx.now());
    }
  });
  CHECK(desk.wait(desk.anna, {.short_notice = true}).ahead == kCrowd);
  const std::clock_t begin = std::clock();
  desk.cancel(soon);
  const double cancel_ms = 1'000.0 * static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
  CHECK(desk.is_offered(desk.anna, soon.slot_id));
  const std::clock_t opened = std::clock();
  const auto slots = desk.open(desk.lea, {.begins_in = 24 * 60, .minutes = 5, .count = 200});
  const double open_ms = 1'000.0 * static_cast<double>(std::clock() - opened) / CLOCKS_PER_SEC;
  REQUIRE(slots.size() == 200);
  for (const auto& slot : desk.calendar()) CHECK(slot.free_seats == 0);
  WARN(kCrowd << " wait: a seat for the last is found in " << cancel_ms
              << " ms, 200 new slots are offered in " << open_ms << " ms");
}
