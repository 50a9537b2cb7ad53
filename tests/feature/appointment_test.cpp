#include <algorithm>

#include "tests/feature/booking_desk.hpp"
#include "tests/support/catch.hpp"

using namespace stollen;
using namespace stollen::tests;
using protocol::AppointmentState;
using protocol::CalendarStaffStream;
using protocol::CalendarStream;
using protocol::DayStream;
namespace messages = protocol::appointment;

namespace {

std::vector<std::string> step_names(BookingDesk& desk, const Caller& caller, protocol::AppointmentId id) {
  std::vector<std::string> names;
  for (const auto& step : desk.get(caller, messages::GetHistory{.appointment_id = id}).steps)
    names.push_back(step.step);
  return names;
}

}  // namespace

TEST_CASE("a held seat is booked with its generation, and both sides and the team are told") {
  BookingDesk desk;
  const auto slot = desk.open_one(desk.lea);
  const auto hold = desk.hold(desk.anna, slot);
  const auto calendar = desk.head(CalendarStream::name(desk.holzwerk));
  const auto staff = desk.head(CalendarStaffStream::name(desk.holzwerk));
  const auto made = desk.get(desk.anna, messages::Book{.slot_id = slot,
                                                       .generation = hold.generation,
                                                       .reason = " Ich pendle noch. ",
                                                       .job_id = desk.joiner,
                                                       .zone = "Europe/Zurich"})
                        .appointment;
  CHECK(made.state == AppointmentState::booked);
  CHECK(made.name == "Lea Lang");
  CHECK(made.visitor.name == "Anna Weber");
  CHECK(made.reason == "Ich pendle noch.");
  CHECK(made.job_title == "Tischler (m/w/d)");
  CHECK(made.zone == "Europe/Zurich");
  CHECK_FALSE(made.by_staff);
  CHECK(desk.day(desk.anna).appointments == std::vector{made});
  CHECK(desk.day(desk.anna).hold == std::nullopt);
  CHECK(desk.day(desk.lea).appointments == std::vector{made});
  CHECK(desk.staff_calendar().appointments.at(0).appointment == made);
  CHECK(desk.event_names(DayStream::name(desk.anna.person_id)) ==
        std::vector<std::string>{"slot.held", "slot.hold_ended", "appointment.changed"});
  CHECK(desk.event_names(DayStream::name(desk.lea.person_id)) ==
        std::vector<std::string>{"appointment.changed"});
  CHECK(desk.event_names(CalendarStream::name(desk.holzwerk), calendar) ==
        std::vector<std::string>{"slot.changed"});
  CHECK(desk.event_names(CalendarStaffStream::name(desk.holzwerk), staff) ==
        std::vector<std::string>{"slot.staff_changed", "appointment.staff_changed"});
  CHECK(step_names(desk, desk.anna, made.appointment_id) == std::vector<std::string>{"booked"});
  for (const auto& event : desk.events(CalendarStream::name(desk.holzwerk)))
    CHECK(event.find("Anna") == std::string::npos);
}

TEST_CASE("what makes no sense is refused by its field") {
  BookingDesk desk;
  const auto slot = desk.open_one(desk.lea);
  const auto field = [&](const messages::Book& command) {
    const auto reply = desk.ask(desk.anna, command);
    return reply ? std::string("ok") : std::string(reply.error().code->name) + " " + reply.error().field;
  };
  CHECK(field({.slot_id = new_id<protocol::SlotId>()}) == "session.not_found slot_id");
  CHECK(field({.slot_id = slot, .job_id = new_id<protocol::JobId>()}) == "session.not_found job_id");
  CHECK(field({.slot_id = slot, .zone = "GMT+1"}) == "session.invalid_field zone");
  CHECK(field({.slot_id = slot, .reason = "a\x02"}) == "session.invalid_field reason");
  CHECK(field({.slot_id = slot}) == "ok");
  CHECK(desk.day(desk.anna).appointments.at(0).zone == "Europe/Berlin");
}

TEST_CASE("ten appointments may one person have, one that was called off counts no more") {
  BookingDesk desk;
  const auto slots = desk.open(desk.lea, {.count = 12});
  std::vector<protocol::Appointment> made;
  for (std::size_t i = 0; i < 10; ++i) made.push_back(desk.book(desk.anna, slots[i]));
  CHECK(desk.book_outcome(desk.anna, slots[10]) == "slot.too_many");
  CHECK(desk.hold_outcome(desk.anna, slots[10]) == "slot.too_many");
  CHECK(desk.outcome(desk.lea, messages::BookFor{.slot_id = slots[10], .email = email_of("Anna Weber")}) ==
        "slot.too_many");
  CHECK(desk.calendar().at(10).free_seats == 1);
  CHECK(desk.outcome(desk.anna,
                     messages::Move{.appointment_id = made[0].appointment_id, .slot_id = slots[10]}) == "ok");
  for (int twice = 0; twice < 2; ++twice)
    desk.get(desk.anna, messages::Cancel{.appointment_id = made[1].appointment_id});
  CHECK(desk.book_outcome(desk.anna, slots[11]) == "ok");
  CHECK(desk.book_outcome(desk.anna, slots[0]) == "slot.too_many");
}

TEST_CASE("the team books for somebody who called, at its own booth only") {
  BookingDesk desk;
  const auto slots = desk.open(desk.lea, {.count = 4});
  const auto book_for = [&](const Caller& caller, protocol::SlotId slot, const std::string& email) {
    return desk.outcome(caller, messages::BookFor{.slot_id = slot, .email = email});
  };
  CHECK(book_for(desk.tom, slots[0], " ANNA.Weber@Example.org ") == "ok");
  const auto made = desk.day(desk.anna).appointments.at(0);
  CHECK(made.by_staff);
  CHECK(
      desk.get(desk.anna, messages::GetHistory{.appointment_id = made.appointment_id}).steps.at(0).by->name ==
      "Tom Thiel");
  CHECK(book_for(desk.olga, slots[1], email_of("Anna Weber")) == "ok");
  CHECK(book_for(desk.otto, slots[2], email_of("Anna Weber")) == "session.not_found");
  CHECK(book_for(desk.hanna, slots[2], email_of("Anna Weber")) == "session.not_found");
  CHECK(book_for(desk.lea, slots[2], "niemand@example.org") == "appointment.no_account");
  CHECK(book_for(desk.lea, slots[2], "kein Brief") == "session.invalid_field");
  CHECK(book_for(desk.lea, slots[1], email_of("Berta Kunz")) == "slot.taken");
  desk.get(desk.lea, protocol::slot::Block{.slot_ids = {slots[2]}});
  CHECK(book_for(desk.lea, slots[2], email_of("Berta Kunz")) == "slot.not_open");
  desk.open(desk.tom, {});
  const auto toms = desk.calendar().at(1).slot_id == slots[0] ? desk.calendar().at(0) : desk.calendar().at(1);
  CHECK(book_for(desk.lea, toms.slot_id, email_of("Anna Weber")) == "slot.overlap");
}

TEST_CASE("moving takes the new seat and frees the old in one step, under the same id") {
  BookingDesk desk;
  const auto slots = desk.open(desk.lea, {.count = 3});
  const auto toms = desk.open(desk.tom, {.begins_in = 70}).at(0);  // overlaps Lea's first two
  const auto made = desk.book(desk.anna, slots[0]);
  const messages::Move to_tom{.appointment_id = made.appointment_id, .slot_id = toms};
  const auto moved = desk.get(desk.anna, to_tom).appointment;
  CHECK(moved.appointment_id == made.appointment_id);
  CHECK(moved.sequence == 1);
  CHECK(moved.name == "Tom Thiel");
  CHECK(moved.starts_at == made.starts_at + std::chrono::minutes(10));
  CHECK(desk.slot(slots[0]).slot.free_seats == 1);
  CHECK(desk.slot(toms).slot.free_seats == 0);
  CHECK(desk.day(desk.lea).appointments.empty());
  CHECK(desk.event_names(DayStream::name(desk.lea.person_id)) ==
        std::vector<std::string>{"appointment.changed", "appointment.gone"});
  CHECK(desk.day(desk.tom).appointments == std::vector{moved});
  CHECK(desk.get(desk.anna, to_tom).appointment == moved);
  CHECK(desk.effects.events.empty());

  desk.book(desk.berta, slots[2]);
  CHECK(desk.outcome(desk.anna, messages::Move{.appointment_id = made.appointment_id, .slot_id = slots[2]}) ==
        "slot.taken");
  CHECK(desk.slot(toms).slot.free_seats == 0);
  CHECK(desk.book_outcome(desk.anna, slots[1]) == "slot.overlap");
  CHECK(step_names(desk, desk.anna, made.appointment_id) == std::vector<std::string>{"booked", "moved"});
}

TEST_CASE("a move is the visitor's own, at the same booth, to what is open and free of other plans") {
  BookingDesk desk;
  const auto slots = desk.open(desk.lea, {.count = 3});
  const auto made = desk.book(desk.anna, slots[0]);
  const auto move = [&](const Caller& caller, protocol::SlotId slot) {
    return desk.outcome(caller, messages::Move{.appointment_id = made.appointment_id, .slot_id = slot});
  };
  CHECK(move(desk.berta, slots[1]) == "session.not_found");
  CHECK(move(desk.lea, slots[1]) == "session.not_found");
  desk.get(desk.otto, protocol::slot::Open{.booth_id = desk.klinikum,
                                           .person_id = desk.otto.person_id,
                                           .windows = {{desk.in(200), desk.in(220)}},
                                           .minutes = 20});
  CHECK(move(desk.anna, desk.get({}, protocol::slot::List{.booth_id = desk.klinikum}).slots_.at(0).slot_id) ==
        "session.not_found");
  desk.get(desk.lea, protocol::slot::Block{.slot_ids = {slots[1]}});
  CHECK(move(desk.anna, slots[1]) == "slot.not_open");
  desk.book(desk.anna, slots[2]);
  CHECK(move(desk.anna, desk.open_one(desk.tom, 100)) == "slot.overlap");
  desk.clock.move(std::chrono::minutes(60));
  CHECK(move(desk.anna, slots[2]) == "appointment.over");
}

TEST_CASE("a visitor calls off until the start, the team until the end, and twice is no error") {
  BookingDesk desk;
  const auto slots = desk.open(desk.lea, {.count = 2});
  const auto one = desk.book(desk.anna, slots[0]);
  const auto two = desk.book(desk.berta, slots[1]);
  const auto cancel = [&](const Caller& caller, const protocol::Appointment& appointment) {
    return desk.outcome(caller,
                        messages::Cancel{.appointment_id = appointment.appointment_id, .reason = "Krank."});
  };
  CHECK(cancel(desk.berta, one) == "session.not_found");
  CHECK(cancel(desk.otto, one) == "session.not_found");
  CHECK(cancel(desk.hanna, one) == "session.not_found");
  CHECK(cancel(desk.anna, one) == "ok");
  CHECK(cancel(desk.anna, one) == "ok");
  CHECK(desk.effects.events.empty());
  const auto cancelled = desk.day(desk.anna).appointments.at(0);
  CHECK(cancelled.state == AppointmentState::cancelled);
  CHECK(cancelled.cancelled_by == desk.anna.person_id);
  CHECK(cancelled.cancel_reason == "Krank.");
  CHECK(cancelled.sequence == 1);
  CHECK(desk.staff_calendar().appointments.size() == 1);
  CHECK(desk.book_outcome(desk.visitor("Carla Roth"), slots[0]) == "ok");
  CHECK(desk.book_outcome(desk.anna, slots[0]) == "slot.taken");

  desk.clock.move(std::chrono::minutes(80));
  CHECK(cancel(desk.berta, two) == "appointment.over");
  desk.clock.move(std::chrono::minutes(19));
  CHECK(cancel(desk.tom, two) == "ok");
  CHECK(step_names(desk, desk.berta, two.appointment_id) == std::vector<std::string>{"booked", "cancelled"});
  CHECK(desk.book_outcome(desk.anna, slots[1]) == "slot.not_open");
  desk.clock.move(std::chrono::minutes(60));
  CHECK(cancel(desk.olga,
               desk.get(desk.caller_of(email_of("Carla Roth")), messages::List{}).appointments.at(0)) ==
        "appointment.over");
}

TEST_CASE(
    "an appointment is given to a colleague at its time: their free slot goes, the old one goes with it") {
  BookingDesk desk;
  const auto leas = desk.open_one(desk.lea);
  const auto toms = desk.open(desk.tom, {.begins_in = 70}).at(0);
  const auto made = desk.book(desk.anna, leas);
  const messages::Reassign to_tom{
      .appointment_id = made.appointment_id, .person_id = desk.tom.person_id, .note = "Spricht Tschechisch."};
  CHECK(desk.outcome(desk.anna, to_tom) == "session.not_found");
  CHECK(desk.outcome(desk.otto, to_tom) == "session.not_found");
  CHECK(desk.outcome(desk.lea, messages::Reassign{.appointment_id = made.appointment_id,
                                                  .person_id = desk.otto.person_id}) ==
        "appointment.not_in_team");
  desk.get(desk.lea, to_tom);
  const auto given = desk.day(desk.anna).appointments.at(0);
  CHECK(given.person_id == desk.tom.person_id);
  CHECK(given.name == "Tom Thiel");
  CHECK(given.starts_at == made.starts_at);
  CHECK(given.sequence == 1);
  CHECK(desk.day(desk.lea).appointments.empty());
  CHECK(desk.day(desk.tom).appointments == std::vector{given});
  const auto calendar = desk.staff_calendar();
  REQUIRE(calendar.slots_.size() == 1);
  CHECK(calendar.slots_[0].slot.slot_id == leas);
  CHECK(calendar.slots_[0].slot.person_id == desk.tom.person_id);
  CHECK(calendar.appointments.at(0).note == "Spricht Tschechisch.");
  CHECK_THROWS(desk.slot(toms));
  CHECK(desk.calendar().at(0).name == "Tom Thiel");
  // Lea's time is free again, and the note stays in the team.
  CHECK(desk.open(desk.lea, {.count = 2}).size() == 2);
  for (const auto& event : desk.events(DayStream::name(desk.anna.person_id)))
    CHECK(event.find("Tschechisch") == std::string::npos);
  for (const auto& step :
       desk.get(desk.anna, messages::GetHistory{.appointment_id = made.appointment_id}).steps)
    CHECK(step.text.value_or("") != "Spricht Tschechisch.");

  desk.get(desk.tom,
           messages::Reassign{.appointment_id = made.appointment_id, .person_id = desk.hanna.person_id});
  CHECK(desk.day(desk.hanna).appointments.size() == 1);
  CHECK(desk.outcome(desk.hanna, messages::Cancel{.appointment_id = made.appointment_id}) == "ok");
}

TEST_CASE("a colleague who is with somebody takes no second one, and what is over is given to nobody") {
  BookingDesk desk;
  const auto leas = desk.open_one(desk.lea);
  const auto toms = desk.open_one(desk.tom);
  const auto made = desk.book(desk.anna, leas);
  const messages::Reassign to_tom{.appointment_id = made.appointment_id, .person_id = desk.tom.person_id};
  desk.hold(desk.berta, toms);
  CHECK(desk.outcome(desk.lea, to_tom) == "slot.member_busy");
  desk.book(desk.berta, toms);
  CHECK(desk.outcome(desk.lea, to_tom) == "slot.member_busy");
  CHECK(desk.day(desk.lea).appointments.size() == 1);
  CHECK(desk.outcome(desk.lea, messages::Reassign{.appointment_id = made.appointment_id,
                                                  .person_id = new_id<protocol::PersonId>()}) ==
        "session.not_found");
  desk.clock.move(std::chrono::minutes(80));
  CHECK(desk.outcome(desk.lea, to_tom) == "appointment.over");
}

TEST_CASE("a round goes to the colleague with everybody in it") {
  BookingDesk desk;
  const auto round = desk.open(desk.lea, {.seats = 3}).at(0);
  const auto annas = desk.book(desk.anna, round);
  desk.book(desk.berta, round);
  desk.get(desk.olga,
           messages::Reassign{.appointment_id = annas.appointment_id, .person_id = desk.tom.person_id});
  CHECK(desk.day(desk.berta).appointments.at(0).name == "Tom Thiel");
  CHECK(desk.day(desk.tom).appointments.size() == 2);
  CHECK(desk.calendar().at(0).free_seats == 1);
}

TEST_CASE("a person's list has everything, newest first, the day has what is not over for a day") {
  BookingDesk desk;
  const auto slots = desk.open(desk.lea, {.count = 2});
  desk.book(desk.anna, slots[0]);
  desk.book(desk.anna, slots[1]);
  const auto list = desk.get(desk.anna, messages::List{}).appointments;
  REQUIRE(list.size() == 2);
  CHECK(list[0].starts_at > list[1].starts_at);
  CHECK(desk.get(desk.lea, messages::List{}).appointments.empty());
  desk.clock.move(std::chrono::hours(25) + std::chrono::minutes(21));
  CHECK(desk.day(desk.anna).appointments.size() == 1);
  CHECK(desk.get(desk.anna, messages::List{}).appointments.size() == 2);
  CHECK(desk.outcome(desk.berta, messages::GetHistory{.appointment_id = list[0].appointment_id}) ==
        "session.not_found");
}

TEST_CASE("days and the team's calendar are not there for others") {
  BookingDesk desk;
  CHECK_FALSE(desk.snapshot<DayStream>(desk.berta, desk.anna.person_id));
  CHECK_FALSE(desk.snapshot<DayStream>({}, desk.anna.person_id));
  for (const auto& caller : {desk.otto, desk.hanna, desk.anna})
    CHECK_FALSE(desk.snapshot<CalendarStaffStream>(caller, desk.holzwerk));
  CHECK(desk.snapshot<CalendarStaffStream>(desk.olga, desk.holzwerk));
  CHECK_FALSE(desk.snapshot<CalendarStaffStream>(desk.olga, new_id<protocol::BoothId>()));
  CHECK_FALSE(desk.snapshot<CalendarStream>({}, new_id<protocol::BoothId>()));
  CHECK(desk.snapshot<CalendarStream>({}, desk.holzwerk));
}

TEST_CASE(
    "when a booth is no more, its appointments are called off, its slots go, and its team is shown out") {
  BookingDesk desk;
  const auto slots = desk.open(desk.lea, {.count = 2});
  const auto made = desk.book(desk.anna, slots[0]);
  desk.hold(desk.berta, slots[1]);
  desk.effects = desk.write([&](Transaction& tx) { appointment::remove_booth(tx, desk.holzwerk); });
  CHECK(desk.day(desk.anna).appointments.at(0).state == AppointmentState::cancelled);
  CHECK(desk.day(desk.berta).hold == std::nullopt);
  CHECK(desk.calendar().empty());
  const auto steps = desk.get(desk.anna, messages::GetHistory{.appointment_id = made.appointment_id}).steps;
  CHECK(steps.at(1).step == "cancelled");
  CHECK_FALSE(steps.at(1).by);
  const auto shown_out = std::ranges::count_if(desk.effects.removals, [&](const auto& removal) {
    return removal.stream == CalendarStaffStream::name(desk.holzwerk);
  });
  CHECK(shown_out == 3);
}

TEST_CASE("when writing has ended nobody books or moves, but everybody may call off") {
  BookingDesk desk;
  const auto slots = desk.open(desk.lea, {.begins_in = 1'002 * 60, .count = 2});
  const auto made = desk.book(desk.anna, slots[0]);
  desk.end_writing();
  CHECK(desk.book_outcome(desk.berta, slots[1]) == "fair.read_only");
  CHECK(desk.outcome(desk.lea, messages::BookFor{.slot_id = slots[1], .email = email_of("Berta Kunz")}) ==
        "fair.read_only");
  const messages::Move move{.appointment_id = made.appointment_id, .slot_id = slots[1]};
  CHECK(desk.outcome(desk.anna, move) == "fair.read_only");
  CHECK(desk.outcome(desk.anna, messages::Cancel{.appointment_id = made.appointment_id}) == "ok");
}
