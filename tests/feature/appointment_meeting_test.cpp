// What happens when it is time.
#include <algorithm>

#include "tests/feature/meeting_desk.hpp"
#include "tests/support/catch.hpp"

using namespace stollen;
using namespace stollen::tests;
using protocol::AppointmentState;
using protocol::CalendarStaffStream;
using protocol::DayStream;
using protocol::Side;
namespace messages = protocol::appointment;

namespace {

std::int64_t count(const std::vector<std::string>& names, const std::string& name) {
  return std::ranges::count(names, name);
}

bool is_talking(const auto& member) {
  return member.duty == protocol::Duty::talking;
}

}  // namespace

TEST_CASE("five minutes before both are told, once, and at the start the talk opens for both by itself") {
  MeetingDesk desk;
  const auto annas = DayStream::name(desk.anna.person_id), leas = DayStream::name(desk.lea.person_id);
  desk.at_minute(-6);
  CHECK(count(desk.event_names(annas), "appointment.starting") == 0);
  desk.at_minute(-5);
  CHECK(count(desk.event_names(annas), "appointment.starting") == 1);
  CHECK(count(desk.event_names(leas), "appointment.starting") == 1);
  CHECK_FALSE(desk.now().conversation_id);
  desk.at_minute(0);
  CHECK(count(desk.event_names(annas), "appointment.starting") == 1);
  REQUIRE(desk.now().conversation_id);
  CHECK(desk.day(desk.lea).appointments.at(0) == desk.now());
  CHECK(desk.staff_calendar().appointments.at(0).appointment == desk.now());
  CHECK(desk.state() == AppointmentState::booked);
  CHECK(desk.steps() == std::vector<std::string>{"booked", "opened"});

  const auto talk = desk.talk(desk.anna);
  CHECK(talk == desk.talk(desk.lea));
  CHECK(talk.state == protocol::ConversationState::active);
  CHECK(talk.owner->person_id == desk.lea.person_id);
  CHECK(talk.job->job_id == desk.joiner);
  std::vector<std::string> lines;
  for (const auto& message : talk.messages) lines.push_back(message.text);
  CHECK(lines == std::vector<std::string>{"Zwei Fragen.", "taken", "appointment"});
  // Nobody knows yet whether Lea is there: the hall does not say that she talks.
  for (const auto& member : desk.snapshot<protocol::BoothStaffStream>(desk.lea, desk.holzwerk)->team)
    CHECK_FALSE(is_talking(member));
  for (const auto& person : {desk.anna, desk.lea}) {
    const auto own = desk.snapshot<protocol::UserStream>(person, person.person_id)->conversations;
    REQUIRE(own.size() == 1);
    CHECK(own[0].conversation_id == desk.now().conversation_id);
  }
}

TEST_CASE("a talk that is open with the booth goes on, also one that a colleague has") {
  MeetingDesk desk;
  const auto talk =
      desk.get(desk.anna, protocol::conversation::Open{.booth_id = desk.holzwerk, .text = "Schon einmal."})
          .conversation_id;
  desk.get(desk.tom, protocol::conversation::Take{.conversation_id = talk});
  desk.at_minute(0);
  CHECK(desk.now().conversation_id == talk);
  CHECK(desk.talk(desk.anna).owner->person_id == desk.tom.person_id);
  CHECK(desk.talk(desk.lea).members.size() == 3);
}

TEST_CASE("a talk of a member who has left the team waits for whoever takes it") {
  MeetingDesk desk;
  desk.write(
      [&](Transaction& tx) { tx.run("DELETE FROM booth_member WHERE person_id = $1", desk.lea.person_id); });
  desk.at_minute(0);
  CHECK(desk.talk(desk.tom).state == protocol::ConversationState::waiting);
}

TEST_CASE("an appointment without a reason opens a talk without a word, which both find in their lists") {
  BookingDesk desk;
  desk.book(desk.anna, desk.open_one(desk.lea));
  desk.clock.move(std::chrono::minutes(60));
  desk.fire_timers();
  const auto desks = desk.snapshot<protocol::BoothStaffStream>(desk.tom, desk.holzwerk)->conversations;
  REQUIRE(desks.size() == 1);
  CHECK(desks[0].last_text.empty());
  CHECK(desks[0].owner->person_id == desk.lea.person_id);
}

TEST_CASE("both check in from a quarter of an hour before until the end, any colleague for the team") {
  MeetingDesk desk;
  desk.at_minute(-16);
  CHECK(desk.outcome_of<messages::CheckIn>(desk.anna) == "appointment.too_early");
  CHECK(desk.outcome_of<messages::CheckIn>(desk.tom) == "appointment.too_early");
  desk.at_minute(-15);
  for (const auto& other : {desk.berta, desk.otto, desk.hanna, desk.olga})
    CHECK(desk.outcome_of<messages::CheckIn>(other) == "session.not_found");
  desk.check_in(desk.tom);
  CHECK(desk.state() == AppointmentState::booked);
  CHECK(desk.now().team_here);
  desk.check_in(desk.anna);
  CHECK(desk.state() == AppointmentState::checked_in);
  CHECK(desk.now().visitor_here);
  CHECK(desk.now().sequence == 0);
  desk.check_in(desk.anna);
  CHECK(desk.effects.events.empty());
  desk.check_in(desk.lea);
  CHECK(desk.effects.events.empty());
  CHECK(desk.steps() == std::vector<std::string>{"booked", "team_here", "checked_in"});
}

TEST_CASE("nobody checks in after the end, nor to what was called off") {
  MeetingDesk desk;
  desk.get(desk.anna, messages::Cancel{.appointment_id = desk.id});
  CHECK(desk.outcome_of<messages::CheckIn>(desk.anna) == "appointment.over");
  MeetingDesk late;
  late.clock.move(std::chrono::minutes(80));  // the timers have not been looked at yet
  CHECK(late.outcome_of<messages::CheckIn>(late.anna) == "appointment.over");
  CHECK(late.outcome_of<messages::CheckIn>(late.lea) == "appointment.over");
}

TEST_CASE("the team begins with a visitor who is there, and finishes, only then the next step is possible") {
  MeetingDesk desk;
  desk.at_minute(-10);
  CHECK(desk.outcome_of<messages::Begin>(desk.lea) == "appointment.not_now");
  CHECK(desk.outcome_of<messages::Finish>(desk.lea) == "appointment.not_now");
  CHECK(desk.outcome_of<messages::Extend>(desk.lea) == "appointment.not_now");
  desk.check_in(desk.anna);
  for (const auto& other : {desk.anna, desk.otto, desk.olga})
    CHECK(desk.outcome_of<messages::Begin>(other) == "session.not_found");
  const auto begun = desk.get(desk.lea, messages::Begin{.appointment_id = desk.id}).appointment;
  CHECK(begun == desk.now());
  CHECK(begun.state == AppointmentState::in_progress);
  CHECK(begun.team_here);
  CHECK(begun.conversation_id);
  const auto team = desk.snapshot<protocol::BoothStaffStream>(desk.lea, desk.holzwerk)->team;
  CHECK(std::ranges::count_if(team, [](const auto& member) { return is_talking(member); }) == 1);
  CHECK(desk.outcome_of<messages::Begin>(desk.lea) == "appointment.not_now");
  CHECK(desk.outcome_of<messages::Cancel>(desk.anna) == "appointment.over");
  desk.at_minute(1);
  CHECK(desk.talk(desk.anna).messages.size() == 3);  // the start opens nothing twice
  CHECK(desk.active_of(desk.anna) == 1);
  for (const auto& other : {desk.anna, desk.otto, desk.olga})
    CHECK(desk.outcome_of<messages::Finish>(other) == "session.not_found");
  desk.get(desk.tom, messages::Finish{.appointment_id = desk.id});
  CHECK(desk.state() == AppointmentState::done);
  CHECK(desk.active_of(desk.anna) == 0);
  CHECK(desk.timers() == 0);
  CHECK(desk.steps() == std::vector<std::string>{"booked", "checked_in", "begun", "done"});
  CHECK(desk.outcome_of<messages::Finish>(desk.lea) == "appointment.not_now");
  CHECK(desk.outcome_of<messages::CheckIn>(desk.anna) == "appointment.over");
}

TEST_CASE("a colleague who begins has the appointment from then on") {
  MeetingDesk desk;
  desk.at_minute(0);
  desk.check_in(desk.anna);
  desk.get(desk.tom, messages::Begin{.appointment_id = desk.id});
  CHECK(desk.now().name == "Tom Thiel");
  CHECK(desk.day(desk.lea).appointments.empty());
  CHECK(desk.day(desk.tom).appointments == std::vector{desk.now()});
  CHECK(count(desk.event_names(DayStream::name(desk.lea.person_id)), "appointment.gone") == 1);
  const auto members = desk.talk(desk.tom).members;
  CHECK(std::ranges::count(members, desk.tom.person_id, &protocol::Person::person_id) == 1);
}

TEST_CASE("a talk that nobody finishes is over at twice its length") {
  MeetingDesk desk;
  desk.at_minute(2);
  desk.check_in(desk.anna);
  desk.get(desk.lea, messages::Begin{.appointment_id = desk.id});
  desk.at_minute(39);
  CHECK(desk.state() == AppointmentState::in_progress);
  desk.at_minute(40);
  CHECK(desk.state() == AppointmentState::done);
  CHECK(desk.active_of(desk.anna) == 0);
  CHECK_FALSE(desk.get(desk.anna, messages::GetHistory{.appointment_id = desk.id}).steps.back().by);
}

TEST_CASE("a visitor who did not come is a no-show after ten minutes, with or without the team") {
  MeetingDesk desk;
  const bool is_team_here = GENERATE(true, false);
  if (is_team_here) {
    desk.at_minute(0);
    desk.check_in(desk.lea);
    const auto leas = DayStream::name(desk.lea.person_id), annas = DayStream::name(desk.anna.person_id);
    desk.at_minute(3);
    CHECK(desk.events(leas).back().find(R"("side":"visitor")") != std::string::npos);
    CHECK(count(desk.event_names(annas), "appointment.missing") == 0);
  }
  desk.at_minute(9);
  CHECK(desk.state() == AppointmentState::booked);
  desk.at_minute(10);
  CHECK(desk.state() == AppointmentState::no_show);
  CHECK(desk.now().missed_by == Side::visitor);
  CHECK(desk.active_of(desk.anna) == 0);
  CHECK(desk.timers() == 0);
  CHECK(desk.slot(desk.slot_id).slot.free_seats == 1);  // ten minutes are left for somebody else
  CHECK(desk.outcome_of<messages::CheckIn>(desk.anna) == "appointment.over");
}

TEST_CASE("who wrote in the talk was there, checked in or not, the reason alone says nothing") {
  MeetingDesk desk;
  desk.at_minute(1);
  desk.say(desk.anna, "Ich bin da.");
  desk.at_minute(3);
  CHECK(desk.events(DayStream::name(desk.anna.person_id)).back().find(R"("side":"team")") !=
        std::string::npos);
  SECTION("so the team cannot report them") {
    CHECK(desk.outcome_of<messages::ReportNoShow>(desk.lea) == "appointment.not_now");
  }
  SECTION("so the team may begin") {
    desk.get(desk.lea, messages::Begin{.appointment_id = desk.id});
    CHECK(desk.now().visitor_here);
    CHECK(desk.state() == AppointmentState::in_progress);
  }
  SECTION("so when the team answers, they talk") {
    desk.say(desk.tom, "Ich auch.");
    desk.at_minute(10);
    CHECK(desk.state() == AppointmentState::in_progress);
    CHECK(desk.steps() == std::vector<std::string>{"booked", "opened", "checked_in", "begun"});
    desk.at_minute(40);
    CHECK(desk.state() == AppointmentState::done);
  }
  SECTION("so it is the team that did not come") {
    desk.at_minute(10);
    CHECK(desk.state() == AppointmentState::checked_in);
    CHECK(desk.day(desk.lea).appointments.at(0) == desk.now());
    desk.at_minute(15);
    CHECK(desk.now().missed_by == Side::team);
  }
}

TEST_CASE(
    "a team that keeps a visitor waiting has a quarter of an hour, then the appointment is missed by it") {
  MeetingDesk desk;
  desk.at_minute(0);
  desk.check_in(desk.anna);
  desk.at_minute(3);
  CHECK(desk.events(DayStream::name(desk.anna.person_id)).back().find(R"("side":"team")") !=
        std::string::npos);
  CHECK(count(desk.event_names(DayStream::name(desk.lea.person_id)), "appointment.missing") == 0);
  desk.at_minute(14);
  CHECK(desk.state() == AppointmentState::checked_in);
  desk.at_minute(15);
  CHECK(desk.state() == AppointmentState::no_show);
  CHECK(desk.now().missed_by == Side::team);
  CHECK(desk.active_of(desk.anna) == 0);
  CHECK(desk.slot(desk.slot_id).slot.free_seats == 0);
}

TEST_CASE("nobody is missed where both are there, and whoever waits in vain may leave") {
  MeetingDesk desk;
  desk.at_minute(0);
  desk.check_in(desk.anna);
  SECTION("both") {
    desk.check_in(desk.lea);
    desk.at_minute(3);
    CHECK(count(desk.event_names(DayStream::name(desk.anna.person_id)), "appointment.missing") == 0);
    desk.at_minute(10);
    CHECK(desk.state() == AppointmentState::in_progress);
  }
  SECTION("leaving") {
    desk.at_minute(5);
    CHECK(desk.outcome_of<messages::Cancel>(desk.anna) == "ok");
    CHECK(desk.state() == AppointmentState::cancelled);
    CHECK(desk.active_of(desk.anna) == 0);
    CHECK(desk.timers() == 0);
  }
}

TEST_CASE("from three minutes on the team reports a visitor, what is left of the time is free again") {
  MeetingDesk desk;
  desk.at_minute(2);
  CHECK(desk.outcome_of<messages::ReportNoShow>(desk.lea) == "appointment.too_early");
  desk.at_minute(3);
  for (const auto& other : {desk.berta, desk.otto, desk.olga})
    CHECK(desk.outcome_of<messages::ReportNoShow>(other) == "session.not_found");
  desk.get(desk.tom, messages::ReportNoShow{.appointment_id = desk.id});
  CHECK(desk.state() == AppointmentState::no_show);
  CHECK(desk.now().missed_by == Side::visitor);
  CHECK(desk.now().team_here);
  CHECK(desk.slot(desk.slot_id).slot.free_seats == 1);
  CHECK(desk.outcome_of<messages::ReportNoShow>(desk.tom) == "ok");
  CHECK(desk.effects.events.empty());
  CHECK(desk.outcome_of<messages::ReportNoShow>(desk.anna) == "appointment.not_now");
}

TEST_CASE("from three minutes on the visitor alarms the whole booth, and is there by that") {
  MeetingDesk desk;
  const auto staff = CalendarStaffStream::name(desk.holzwerk);
  desk.at_minute(2);
  CHECK(desk.outcome_of<messages::ReportNoShow>(desk.anna) == "appointment.too_early");
  desk.at_minute(4);
  desk.get(desk.anna, messages::ReportNoShow{.appointment_id = desk.id});
  CHECK(desk.state() == AppointmentState::checked_in);
  CHECK(desk.event_names(staff).back() == "appointment.team_missing");
  CHECK(desk.outcome_of<messages::ReportNoShow>(desk.anna) == "ok");
  CHECK(desk.effects.events.empty());
  CHECK(desk.outcome_of<messages::ReportNoShow>(desk.lea) == "appointment.not_now");
  desk.check_in(desk.tom);
  CHECK(desk.outcome_of<messages::ReportNoShow>(desk.anna) == "appointment.not_now");
}

TEST_CASE("an appointment that moves takes the fair's looks with it, and its start is one again") {
  MeetingDesk desk;
  const auto later = desk.open_one(desk.tom, 120);
  desk.at_minute(-10);
  desk.check_in(desk.anna);
  desk.check_in(desk.lea);
  const auto moved = desk.get(desk.anna, messages::Move{.appointment_id = desk.id, .slot_id = later});
  CHECK(moved.appointment.state == AppointmentState::booked);
  CHECK_FALSE(moved.appointment.visitor_here);
  CHECK_FALSE(moved.appointment.team_here);
  desk.at_minute(20);
  CHECK_FALSE(desk.now().conversation_id);
  CHECK(desk.state() == AppointmentState::booked);
  desk.at_minute(60);
  CHECK(desk.now().conversation_id);
  CHECK(desk.talk(desk.anna).owner->person_id == desk.tom.person_id);
  desk.at_minute(70);
  CHECK(desk.state() == AppointmentState::no_show);
}

TEST_CASE("what was called off rings for nobody") {
  MeetingDesk desk;
  desk.get(desk.anna, messages::Cancel{.appointment_id = desk.id});
  CHECK(desk.timers() == 0);
  desk.at_minute(60);
  CHECK(desk.state() == AppointmentState::cancelled);
  CHECK_FALSE(desk.now().conversation_id);
}

TEST_CASE("a colleague who gets an appointment after its start joins the talk") {
  MeetingDesk desk;
  desk.at_minute(1);
  desk.get(desk.lea, messages::Reassign{.appointment_id = desk.id, .person_id = desk.tom.person_id});
  const auto members = desk.talk(desk.tom).members;
  CHECK(std::ranges::count(members, desk.tom.person_id, &protocol::Person::person_id) == 1);
}
