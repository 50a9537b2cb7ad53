// The schema is the last line: what the guarded statements refuse, it refuses too, should one of them ever be
// wrong.
#include "tests/feature/waiting_desk.hpp"
#include "tests/support/catch.hpp"

using namespace stollen;
using namespace stollen::tests;

TEST_CASE("a seat has at most one appointment that is not over, whatever a statement says") {
  BookingDesk desk;
  const auto slots = desk.open(desk.lea, {.count = 2});
  const auto annas = desk.book(desk.anna, slots[0]);
  const auto bertas = desk.book(desk.berta, slots[1]);
  const auto take_over = [&](Transaction& tx) {
    tx.run("UPDATE appointment SET seat_id = (SELECT seat_id FROM appointment WHERE id = $1) WHERE id = $2",
           annas.appointment_id, bertas.appointment_id);
  };
  CHECK_THROWS(desk.write(take_over));
  desk.get(desk.anna, protocol::appointment::Cancel{.appointment_id = annas.appointment_id});
  CHECK_NOTHROW(desk.write(take_over));
}

TEST_CASE("a person has at most one hold, whatever a statement says") {
  BookingDesk desk;
  const auto slots = desk.open(desk.lea, {.count = 2});
  desk.hold(desk.anna, slots[0]);
  desk.hold(desk.berta, slots[1]);
  CHECK_THROWS(desk.write([&](Transaction& tx) {
    tx.run("UPDATE seat SET owner = $1 WHERE owner = $2", desk.anna.person_id, desk.berta.person_id);
  }));
}

TEST_CASE("nobody has two things in the same five minutes, whatever a statement says") {
  BookingDesk desk;
  desk.book(desk.anna, desk.open_one(desk.lea));
  CHECK_THROWS(desk.write([&](Transaction& tx) {
    tx.run(
        "INSERT INTO busy_cell (kind, subject, cell, owner) SELECT kind, subject, cell, 'another' FROM "
        "busy_cell "
        "WHERE subject = $1",
        desk.anna.person_id);
  }));
}

TEST_CASE("a seat that is free has no owner, and one that is held has an end") {
  BookingDesk desk;
  const auto slot = desk.open_one(desk.lea);
  const auto change = [&](Transaction& tx) {
    tx.run("UPDATE seat SET state = 'booked' WHERE slot_id = $1", slot);
  };
  CHECK_THROWS(desk.write(change));
  CHECK_THROWS(desk.write([&](Transaction& tx) {
    tx.run("UPDATE seat SET state = 'held', owner = $2 WHERE slot_id = $1", slot, desk.anna.person_id);
  }));
}

TEST_CASE("a person has at most one offer, and a seat that is offered is kept, whatever a statement says") {
  WaitingDesk desk;
  const auto one = desk.taken(desk.lea), other = desk.taken(desk.tom, 300);
  desk.wait(desk.anna);
  desk.wait(desk.berta);
  desk.cancel(one);
  desk.cancel(other);
  REQUIRE(desk.is_offered(desk.anna, one.slot_id));
  REQUIRE(desk.is_offered(desk.berta, other.slot_id));
  for (const auto* statement : {"seats", "entries", "state"}) {
    INFO(statement);
    CHECK_THROWS(desk.write([&](Transaction& tx) {
      if (statement == std::string("seats"))
        tx.run("UPDATE seat SET owner = $1 WHERE owner = $2", desk.anna.person_id, desk.berta.person_id);
      if (statement == std::string("entries"))
        tx.run(
            "UPDATE waitlist SET offer_seat = (SELECT w.offer_seat FROM waitlist w WHERE w.person_id = $1)",
            desk.anna.person_id);
      if (statement == std::string("state"))
        tx.run("UPDATE seat SET state = 'booked' WHERE owner = $1", desk.anna.person_id);
    }));
  }
}
