// What becomes of an offer: taken, declined, let run out, over restarts and outages.
#include "tests/feature/waiting_desk.hpp"
#include "tests/support/catch.hpp"

using namespace stollen;
using namespace stollen::tests;
using namespace std::chrono_literals;
namespace messages = protocol::waitlist;

namespace {

/// Anna waits before Berta, and a slot of Lea's, usually in four hours, was offered to Anna. Slots of Tom in
/// five and ten hours are taken.
class OfferDesk : public WaitingDesk {
 public:
  explicit OfferDesk(int begins_in = 4 * 60)
      : second(taken(tom, 5 * 60)), third(taken(tom, 10 * 60)), first_(taken(lea, begins_in)) {
    wait(anna, {.short_notice = true});
    wait(berta, {.short_notice = true});
    cancel(first_);
  }
  [[nodiscard]] protocol::SlotId slot_id() const { return first_.slot_id; }
  std::int64_t mails(const Caller& person, const std::string& subject) {
    std::int64_t count = 0;
    store->read([&](Transaction& tx) {
      count =
          *tx.one<std::int64_t>("SELECT COUNT(*) FROM outgoing_mail WHERE recipient = $1 AND subject LIKE $2",
                                email_of(person.name), subject + "%");
    });
    return count;
  }

  Taken second, third;

 private:
  Taken first_;
};

std::string last_of(House& house, const Caller& person) {
  return house.events(protocol::DayStream::name(person.person_id)).back();
}

}  // namespace

TEST_CASE("an offered seat is booked like any other, and who booked waits no longer") {
  OfferDesk desk;
  const auto before = desk.head(protocol::DayStream::name(desk.anna.person_id));
  const auto made = desk.book(desk.anna, desk.slot_id());
  CHECK(made.slot_id == desk.slot_id());
  CHECK(desk.event_names(protocol::DayStream::name(desk.anna.person_id), before) ==
        std::vector<std::string>{"waitlist.removed", "appointment.changed"});
  CHECK_FALSE(desk.is_waiting(desk.anna));
  CHECK(desk.waiting() == 1);
  CHECK_FALSE(desk.offer(desk.berta));
  CHECK(desk.slot(desk.slot_id()).held_seats == 0);
  desk.pass(1h);
  CHECK(desk.slot(desk.slot_id()).slot.free_seats == 0);
  CHECK(desk.is_waiting(desk.berta));
}

TEST_CASE("the team books an offered seat for the person it is offered to, and for nobody else") {
  OfferDesk desk;
  const auto book_for = [&](const Caller& person) {
    return desk.outcome(
        desk.lea, protocol::appointment::BookFor{.slot_id = desk.slot_id(), .email = email_of(person.name)});
  };
  CHECK(book_for(desk.berta) == "slot.taken");
  CHECK(desk.is_waiting(desk.berta));
  CHECK(book_for(desk.anna) == "ok");
  CHECK_FALSE(desk.is_waiting(desk.anna));
}

TEST_CASE("who books another slot of the booth leaves the offered one to the next") {
  OfferDesk desk;
  SECTION("at another time") {
    desk.book(desk.anna, desk.open(desk.tom, {.begins_in = 360, .seats = 2}).at(0));
    CHECK(desk.is_waiting(desk.berta));
  }
  SECTION("at the same time") {
    desk.book(desk.anna, desk.open(desk.tom, {.begins_in = 240, .seats = 2}).at(0));
  }
  CHECK_FALSE(desk.is_waiting(desk.anna));
  CHECK_FALSE(desk.is_offered(desk.anna, desk.slot_id()));
}

TEST_CASE("a booking that is refused leaves entry and offer as they were") {
  OfferDesk desk;
  CHECK(desk.book_outcome(desk.anna, desk.second.slot_id) == "slot.taken");
  CHECK(desk.is_offered(desk.anna, desk.slot_id()));
}

TEST_CASE("an offer takes the person's time, and is no hold") {
  OfferDesk desk;
  const auto other = desk.open(desk.tom, {.begins_in = 240, .seats = 3}).at(0);
  CHECK(desk.hold_outcome(desk.anna, other) == "slot.overlap");
  CHECK(desk.hold_outcome(desk.anna, desk.slot_id()) == "slot.taken");
  CHECK(desk.book_outcome(desk.anna, desk.slot_id(), 1) == "slot.hold_lost");
}

TEST_CASE("what is declined goes to the next and never comes back to who did not want it") {
  OfferDesk desk;
  CHECK(desk.decline(desk.berta, desk.slot_id()) == "waitlist.no_offer");
  CHECK(desk.decline(desk.anna, desk.slot_id()) == "ok");
  CHECK(desk.decline(desk.anna, desk.slot_id()) == "waitlist.no_offer");
  CHECK(desk.is_waiting(desk.anna));
  CHECK(desk.is_offered(desk.berta, desk.slot_id()));
  CHECK(desk.decline(desk.berta, desk.slot_id()) == "ok");
  CHECK(desk.free_seats(desk.slot_id()) == 1);
  CHECK_FALSE(desk.offer(desk.anna));
  // It is nothing to book instead of waiting.
  CHECK(desk.wait_outcome(desk.anna, true) == "ok");
}

TEST_CASE("who leaves leaves the offered seat to the next") {
  OfferDesk desk;
  desk.leave(desk.anna);
  CHECK(desk.is_offered(desk.berta, desk.slot_id()));
}

TEST_CASE("an offered seat of a round follows the round to another member, if that suits the wish") {
  WaitingDesk desk;
  const auto round = desk.open(desk.lea, {.begins_in = 240, .seats = 3}).at(0);
  const auto made = desk.book(desk.visitor("Gast"), round);
  for (const auto& person : {desk.anna, desk.berta}) desk.hold(person, round);
  const Caller carla = desk.visitor("Carla Kluge"), dora = desk.visitor("Dora Dietze");
  desk.wait(carla, {.member = desk.lea.person_id});
  desk.wait(dora);
  desk.pass(2min);
  REQUIRE(desk.is_offered(carla, round));
  REQUIRE(desk.is_offered(dora, round));
  desk.get(desk.lea, protocol::appointment::Reassign{.appointment_id = made.appointment_id,
                                                     .person_id = desk.tom.person_id});
  CHECK_FALSE(desk.offer(carla));
  CHECK(desk.is_waiting(carla));
  CHECK(desk.offer(dora).value().slot.name == "Tom Thiel");
  CHECK(desk.free_seats(round) == 1);
}

TEST_CASE("an offer ends at its deadline, not before, and goes to the next") {
  OfferDesk desk;
  const auto until = desk.offer(desk.anna).value().until;
  CHECK(until == desk.clock.now() + 15min);
  desk.pass(15min - 1ms);
  CHECK(desk.is_offered(desk.anna, desk.slot_id()));
  desk.pass(1ms);
  CHECK_FALSE(desk.offer(desk.anna));
  CHECK(desk.is_waiting(desk.anna));
  CHECK(desk.is_offered(desk.berta, desk.slot_id()));
  CHECK(desk.book_outcome(desk.anna, desk.slot_id()) == "slot.taken");
  desk.pass(15min);
  CHECK(desk.free_seats(desk.slot_id()) == 1);
}

TEST_CASE("at short notice there are three minutes") {
  OfferDesk desk(60);
  desk.pass(3min - 1ms);
  CHECK(desk.is_offered(desk.anna, desk.slot_id()));
  desk.pass(1ms);
  CHECK(desk.is_offered(desk.berta, desk.slot_id()));
}

TEST_CASE("two offers in a row that run out end the waiting, and a mail says so") {
  OfferDesk desk;
  desk.pass(15min);
  SECTION("in a row") {
    desk.cancel(desk.second);
    REQUIRE(desk.is_offered(desk.anna, desk.second.slot_id));
    desk.pass(15min);
    CHECK_FALSE(desk.is_waiting(desk.anna));
    CHECK(last_of(desk, desk.anna).contains("\"unanswered\""));
    CHECK(desk.mails(desk.anna, "Sie stehen nicht mehr auf der Warteliste") == 1);
    CHECK(desk.mail_to(email_of("Anna Weber")).contains("https://messe.example/booth/holzwerk/book"));
    CHECK(desk.waiting() == 1);
  }
  SECTION("an answer between them counts") {
    desk.cancel(desk.second);
    CHECK(desk.decline(desk.anna, desk.second.slot_id) == "ok");
    desk.leave(desk.berta);
    desk.cancel(desk.third);
    REQUIRE(desk.is_offered(desk.anna, desk.third.slot_id));
    desk.pass(15min);
    CHECK(desk.is_waiting(desk.anna));
  }
}

TEST_CASE("each offer is mailed once, with its time, its deadline and the way there") {
  OfferDesk desk;
  CHECK(desk.mails(desk.anna, "Ein Termin ist frei: Holzwerk Aue GmbH") == 1);
  CHECK(desk.mails(desk.berta, "Ein Termin ist frei") == 0);
  const auto mail = desk.mail_to(email_of("Anna Weber"));
  CHECK(mail.contains("15:00–15:20 Uhr (MEZ)"));
  CHECK(mail.contains("bis 29.12.2025, 11:15 Uhr"));
  CHECK(mail.contains("Mit: Lea Lang"));
  CHECK(mail.contains("https://messe.example/booth/holzwerk/book"));
  desk.pass(15min);
  CHECK(desk.mails(desk.anna, "Ein Termin ist frei") == 1);
  CHECK(desk.mails(desk.berta, "Ein Termin ist frei") == 1);
}

TEST_CASE("a restart between offer and deadline changes nothing") {
  OfferDesk desk;
  desk.pass(14min);
  desk.restart();
  desk.pass(1min - 1ms);
  CHECK(desk.is_offered(desk.anna, desk.slot_id()));
  desk.restart();
  desk.pass(1ms);
  desk.restart();
  desk.look();
  CHECK(desk.is_offered(desk.berta, desk.slot_id()));
  CHECK(desk.mails(desk.berta, "Ein Termin ist frei") == 1);
}

TEST_CASE("time in which no server ran is no time to answer") {
  OfferDesk desk;
  desk.pass(14min);
  SECTION("the deadline lies in the outage, and the timer is first") {
    desk.clock.move(40min);
    desk.restart();
    desk.fire_timers();
  }
  SECTION("the deadline lies in the outage, and the look is first") {
    desk.clock.move(40min);
    desk.restart();
    desk.look();
  }
  SECTION("it lies right behind the outage") {
    desk.clock.move(61s - 20s);
    desk.clock.move(20s);
    desk.restart();
    desk.look();
  }
  REQUIRE(desk.is_offered(desk.anna, desk.slot_id()));
  CHECK(desk.offer(desk.anna)->until == desk.clock.now() + 15min);
  desk.pass(15min - 1ms);
  CHECK(desk.book_outcome(desk.anna, desk.slot_id()) == "ok");
}

TEST_CASE("what began during an outage is nobody's fault") {
  OfferDesk desk;
  desk.clock.move(5h);
  desk.restart();
  desk.look();
  CHECK_FALSE(desk.offer(desk.anna));
  CHECK(desk.is_waiting(desk.anna));
  CHECK_FALSE(desk.offer(desk.berta));
  desk.cancel(desk.third);
  REQUIRE(desk.is_offered(desk.anna, desk.third.slot_id));
  desk.pass(15min);
  CHECK(desk.is_waiting(desk.anna));
}

TEST_CASE("when writing ends nobody waits any more") {
  OfferDesk desk;
  desk.end_writing();
  desk.look();
  CHECK_FALSE(desk.is_waiting(desk.anna));
  CHECK_FALSE(desk.is_waiting(desk.berta));
  CHECK(last_of(desk, desk.berta).contains("\"closed\""));
  desk.store->read([](Transaction& tx) {
    CHECK(tx.one<std::int64_t>("SELECT COUNT(*) FROM seat WHERE state = 'kept'") == 0);
    CHECK(tx.one<std::int64_t>("SELECT COUNT(*) FROM waitlist") == 0);
    CHECK(tx.one<std::int64_t>("SELECT COUNT(*) FROM waitlist_passed") == 0);
    CHECK(tx.one<std::int64_t>("SELECT COUNT(*) FROM timer WHERE kind = 'waitlist.offer'") == 0);
  });
}

TEST_CASE("nobody waits at a booth that is no more, and no seat of it is offered") {
  OfferDesk desk;
  const auto before = desk.head(protocol::DayStream::name(desk.berta.person_id));
  desk.write([&](Transaction& tx) { appointment::remove_booth(tx, desk.holzwerk); });
  CHECK(desk.event_names(protocol::DayStream::name(desk.berta.person_id), before) ==
        std::vector<std::string>{"waitlist.removed"});
  CHECK_FALSE(desk.is_waiting(desk.anna));
  desk.store->read([](Transaction& tx) {
    CHECK(tx.one<std::int64_t>("SELECT COUNT(*) FROM waitlist") == 0);
    CHECK(tx.one<std::int64_t>("SELECT COUNT(*) FROM seat") == 0);
    CHECK(tx.one<std::int64_t>("SELECT COUNT(*) FROM busy_cell") == 0);
    CHECK(tx.one<std::int64_t>("SELECT COUNT(*) FROM timer WHERE kind = 'waitlist.offer'") == 0);
  });
}
