// Longer, elsewhere, or in trouble: extending, proposals, conflicts.
#include <algorithm>

#include "tests/feature/meeting_desk.hpp"
#include "tests/support/catch.hpp"

using namespace stollen;
using namespace stollen::tests;
using protocol::AppointmentState;
using protocol::CalendarStream;
using protocol::DayStream;
namespace messages = protocol::appointment;

namespace {

class RunningDesk : public MeetingDesk {
 public:
  void run() {
    at_minute(0);
    check_in(anna);
    get(lea, messages::Begin{.appointment_id = id});
  }
  std::string extend() { return outcome_of<messages::Extend>(lea); }
};

class ProposalDesk : public MeetingDesk {
 public:
  protocol::SlotId other = open_one(tom, 180);
  std::string propose(const Caller& caller, protocol::SlotId slot) {
    return outcome(caller, messages::Propose{.appointment_id = id, .slot_id = slot, .note = " Mehr Ruhe. "});
  }
};

}  // namespace

TEST_CASE("a talk is extended by the member's next slot, which goes, and by time without a slot") {
  RunningDesk desk;
  const auto next = desk.open_one(desk.lea, 80);
  desk.run();
  for (const auto& other : {desk.anna, desk.otto, desk.olga})
    CHECK(desk.outcome_of<messages::Extend>(other) == "session.not_found");
  CHECK(desk.extend() == "ok");
  CHECK(desk.now().minutes == 40);
  CHECK(desk.now().sequence == 1);
  CHECK(desk.day(desk.lea).appointments.at(0) == desk.now());
  CHECK_THROWS(desk.slot(next));
  CHECK(std::ranges::none_of(desk.calendar(), [&](const auto& slot) { return slot.slot_id == next; }));
  // Nothing follows now: once more the slot's own length, and the time is taken.
  CHECK(desk.extend() == "ok");
  CHECK(desk.now().minutes == 60);
  CHECK(desk.steps() ==
        std::vector<std::string>{"booked", "opened", "checked_in", "begun", "extended", "extended"});
  CHECK(desk.open(desk.lea, {.begins_in = 20, .count = 2}).empty());
  CHECK(desk.open(desk.lea, {.begins_in = 60}).size() == 1);
  desk.at_minute(119);
  CHECK(desk.state() == AppointmentState::in_progress);
  desk.at_minute(120);
  CHECK(desk.state() == AppointmentState::done);
}

TEST_CASE("a talk is extended only up to what follows, and not at all when that begins at once") {
  RunningDesk desk;
  const auto behind_a_break = desk.open_one(desk.lea, 90);
  desk.book(desk.berta, behind_a_break);
  desk.run();
  CHECK(desk.extend() == "ok");
  CHECK(desk.now().minutes == 30);
  CHECK(desk.extend() == "appointment.no_next");
  CHECK(desk.now().minutes == 30);
  CHECK(desk.slot(behind_a_break).slot.free_seats == 0);
}

TEST_CASE(
    "a slot that is held or blocked is not taken for a longer talk, nor the time of a visitor's other plan") {
  RunningDesk desk;
  const auto next = desk.open_one(desk.lea, 80);
  SECTION("held") {
    desk.at_minute(-1);
    desk.hold(desk.berta, next);
    desk.run();
    desk.hold(desk.berta, next);
    CHECK(desk.extend() == "appointment.no_next");
    CHECK(desk.slot(next).held_seats == 1);
  }
  SECTION("blocked") {
    desk.get(desk.lea, protocol::slot::Block{.slot_ids = {next}});
    desk.run();
    CHECK(desk.extend() == "appointment.no_next");
    CHECK(desk.slot(next).state == protocol::SlotState::blocked);
  }
  SECTION("the visitor's plan") {
    desk.book(desk.anna, desk.open_one(desk.tom, 80));
    desk.run();
    CHECK(desk.extend() == "appointment.no_next");
    CHECK(desk.slot(next).slot.free_seats == 1);
  }
}

TEST_CASE("organisers, who are told of conflicts, propose another time, and only the visitor answers") {
  ProposalDesk desk;
  CHECK(desk.propose(desk.olga, desk.other) == "ok");
  const auto steps = desk.get(desk.lea, messages::GetHistory{.appointment_id = desk.id}).steps;
  CHECK(steps.back().by->person_id == desk.olga.person_id);
  CHECK_FALSE(steps.back().by->booth_id);
  CHECK(desk.outcome_of<messages::Accept>(desk.olga) == "session.not_found");
  CHECK(desk.outcome_of<messages::Decline>(desk.olga) == "session.not_found");
  CHECK(desk.outcome_of<messages::Accept>(desk.anna) == "ok");
  CHECK(desk.now().slot_id == desk.other);
  // Whether people are there, and when they begin and end, is theirs to say.
  for (const auto& outcome :
       {desk.outcome_of<messages::CheckIn>(desk.olga), desk.outcome_of<messages::Begin>(desk.olga),
        desk.outcome_of<messages::Finish>(desk.olga), desk.outcome_of<messages::Extend>(desk.olga),
        desk.outcome_of<messages::ReportNoShow>(desk.olga)})
    CHECK(outcome == "session.not_found");
}

TEST_CASE("a proposal keeps a seat, both see it, and accepting it moves the appointment in one step") {
  ProposalDesk desk;
  for (const auto& other : {desk.anna, desk.berta, desk.otto, desk.hanna})
    CHECK(desk.propose(other, desk.other) == "session.not_found");
  CHECK(desk.propose(desk.lea, desk.other) == "ok");
  REQUIRE(desk.now().proposal);
  CHECK(desk.now().proposal->slot.slot_id == desk.other);
  CHECK(desk.now().proposal->note == "Mehr Ruhe.");
  CHECK(desk.now().proposal->until == desk.made.starts_at);
  CHECK(desk.now().sequence == 0);
  CHECK(desk.day(desk.lea).appointments.at(0) == desk.now());
  CHECK(desk.slot(desk.other).held_seats == 1);
  CHECK(desk.calendar().back().free_seats == 0);
  CHECK(desk.book_outcome(desk.berta, desk.other) == "slot.taken");
  // A kept seat is no hold: the visitor may hold another one beside it, but not at its time.
  const auto third = desk.open_one(desk.lea, 240);
  CHECK(desk.hold_outcome(desk.anna, third) == "ok");
  CHECK(desk.hold_outcome(desk.anna, desk.open_one(desk.lea, 180)) == "slot.overlap");

  CHECK(desk.outcome_of<messages::Accept>(desk.lea) == "session.not_found");
  const auto moved = desk.get(desk.anna, messages::Accept{.appointment_id = desk.id}).appointment;
  CHECK(moved == desk.now());
  CHECK_FALSE(moved.proposal);
  CHECK(moved.slot_id == desk.other);
  CHECK(moved.name == "Tom Thiel");
  CHECK(moved.sequence == 1);
  CHECK(desk.slot(desk.slot_id).slot.free_seats == 1);
  CHECK(desk.slot(desk.other).held_seats == 0);
  CHECK(desk.slot(desk.other).slot.free_seats == 0);
  CHECK(desk.day(desk.lea).appointments.empty());
  CHECK(desk.active_of(desk.anna) == 1);
  CHECK(desk.steps() == std::vector<std::string>{"booked", "proposed", "moved"});
  CHECK(desk.outcome_of<messages::Accept>(desk.anna) == "appointment.no_proposal");
  desk.at_minute(60);
  CHECK(desk.state() == AppointmentState::booked);
  CHECK_FALSE(desk.now().conversation_id);
}

TEST_CASE(
    "a proposal that is declined, replaced or too old leaves a free seat and the appointment as it was") {
  ProposalDesk desk;
  CHECK(desk.outcome_of<messages::Decline>(desk.anna) == "appointment.no_proposal");
  REQUIRE(desk.propose(desk.tom, desk.other) == "ok");
  SECTION("declined") {
    CHECK(desk.outcome_of<messages::Decline>(desk.berta) == "session.not_found");
    desk.get(desk.anna, messages::Decline{.appointment_id = desk.id});
    CHECK(desk.steps() == std::vector<std::string>{"booked", "proposed", "declined"});
  }
  SECTION("replaced") {
    const auto third = desk.open_one(desk.lea, 240);
    CHECK(desk.propose(desk.lea, third) == "ok");
    CHECK(desk.now().proposal->slot.slot_id == third);
    CHECK(desk.slot(desk.other).slot.free_seats == 1);
    desk.get(desk.anna, messages::Decline{.appointment_id = desk.id});
  }
  SECTION("until the start") {
    desk.clock.move(std::chrono::minutes(60));
    CHECK(desk.outcome_of<messages::Accept>(desk.anna) == "appointment.over");
    CHECK(desk.outcome_of<messages::Decline>(desk.anna) == "appointment.no_proposal");
    desk.fire_timers();
  }
  SECTION("called off") {
    desk.get(desk.anna, messages::Cancel{.appointment_id = desk.id});
  }
  SECTION("the visitor takes another time") {
    const auto third = desk.open_one(desk.lea, 240);
    desk.get(desk.anna, messages::Move{.appointment_id = desk.id, .slot_id = third});
  }
  SECTION("the booth is no more") {
    desk.write([&](Transaction& tx) { appointment::remove_booth(tx, desk.holzwerk); });
    CHECK_FALSE(desk.now().proposal);
    return;
  }
  CHECK_FALSE(desk.now().proposal);
  CHECK(desk.slot(desk.other).slot.free_seats == 1);
  CHECK(desk.slot(desk.other).held_seats == 0);
  CHECK(desk.book_outcome(desk.berta, desk.other) == "ok");
}

TEST_CASE("a proposal ends after a day, or when the proposed slot begins") {
  ProposalDesk desk;
  const auto far = desk.open_one(desk.lea, 3 * 24 * 60), farther = desk.open_one(desk.tom, 4 * 24 * 60);
  desk.get(desk.anna, messages::Move{.appointment_id = desk.id, .slot_id = far});
  CHECK(desk.propose(desk.lea, farther) == "ok");
  CHECK(desk.now().proposal->until == desk.in(24 * 60));
  CHECK(desk.propose(desk.lea, desk.other) == "ok");
  CHECK(desk.now().proposal->until == desk.in(180));
  desk.clock.move(std::chrono::minutes(180));
  CHECK(desk.outcome_of<messages::Accept>(desk.anna) == "appointment.no_proposal");
  CHECK(desk.fire_timers() == 1);
  CHECK_FALSE(desk.now().proposal);
  CHECK(desk.timers() == 2);
}

TEST_CASE("what is proposed is free, open, of the booth, and does not lie in the visitor's other plans") {
  ProposalDesk desk;
  desk.book(desk.berta, desk.other);
  CHECK(desk.propose(desk.lea, desk.other) == "slot.taken");
  CHECK(desk.propose(desk.lea, desk.slot_id) == "slot.overlap");
  CHECK(desk.propose(desk.lea, new_id<protocol::SlotId>()) == "session.not_found");
  const auto blocked = desk.open_one(desk.lea, 240);
  desk.get(desk.lea, protocol::slot::Block{.slot_ids = {blocked}});
  CHECK(desk.propose(desk.lea, blocked) == "slot.not_open");
  desk.book(desk.anna, desk.open_one(desk.lea, 300));
  CHECK(desk.propose(desk.lea, desk.open_one(desk.tom, 310)) == "slot.overlap");
  // The old time of the appointment itself is no other plan.
  const auto half_later = desk.open_one(desk.tom, 70);
  CHECK(desk.propose(desk.lea, half_later) == "ok");
  desk.get(desk.anna, messages::Accept{.appointment_id = desk.id});
}

TEST_CASE("after a move within its own old time the visitor's new time is taken and the old one is free") {
  ProposalDesk desk;
  const auto half_later = desk.open_one(desk.tom, 70);
  REQUIRE(desk.propose(desk.lea, half_later) == "ok");
  desk.get(desk.anna, messages::Accept{.appointment_id = desk.id});
  const auto long_before = desk.open(desk.tom, {.begins_in = 50, .minutes = 20}).at(0);
  CHECK(desk.book_outcome(desk.anna, long_before) == "ok");
  CHECK(desk.book_outcome(desk.anna, desk.slot_id) == "slot.overlap");
}

TEST_CASE("a seat that is no longer kept cannot be taken, and nothing of the move remains") {
  ProposalDesk desk;
  REQUIRE(desk.propose(desk.lea, desk.other) == "ok");
  desk.write([&](Transaction& tx) {
    tx.run("UPDATE seat SET state = 'free', owner = NULL WHERE slot_id = $1", desk.other);
  });
  CHECK(desk.outcome_of<messages::Accept>(desk.anna) == "slot.hold_lost");
  CHECK(desk.now().slot_id == desk.slot_id);
  CHECK(desk.slot(desk.slot_id).slot.free_seats == 0);
}

TEST_CASE("when writing has ended nothing is proposed, what has begun is not moved") {
  ProposalDesk desk;
  desk.at_minute(0);
  CHECK(desk.propose(desk.lea, desk.other) == "appointment.over");
  const auto late = desk.open_one(desk.lea, 1'002 * 60);
  desk.get(desk.lea, messages::BookFor{.slot_id = late, .email = email_of("Berta Kunz")});
  desk.end_writing();
  CHECK(desk.propose(desk.lea, desk.other) == "fair.read_only");
}

TEST_CASE("what cannot take place as it stands is listed for those who manage the calendar") {
  MeetingDesk desk;
  const auto list = [&](const Caller& caller, std::optional<protocol::BoothId> booth = {}) {
    return desk.get(caller, messages::ListConflicts{.booth_id = booth}).conflicts;
  };
  CHECK(list(desk.lea, desk.holzwerk).empty());
  const auto late = desk.book(desk.berta, desk.open_one(desk.tom, 1'001 * 60));
  desk.write(
      [&](Transaction& tx) { tx.run("DELETE FROM booth_member WHERE person_id = $1", desk.lea.person_id); });
  const auto found = list(desk.tom, desk.holzwerk);
  REQUIRE(found.size() == 2);
  CHECK(found[0].appointment.appointment_id == desk.id);
  CHECK(found[0].trouble == protocol::Trouble::no_member);
  CHECK(found[1].appointment == late);
  CHECK(found[1].trouble == protocol::Trouble::outside_hours);
  CHECK(list(desk.tom) == found);
  CHECK(list(desk.olga) == found);
  CHECK(list(desk.otto).empty());
  CHECK(list(desk.lea).empty());
  CHECK(desk.outcome(desk.otto, messages::ListConflicts{.booth_id = desk.holzwerk}) == "session.not_found");
  desk.get(desk.anna, messages::Cancel{.appointment_id = desk.id});
  CHECK(list(desk.tom).size() == 1);
}
