// What becomes of appointments when the fair cannot be entered at their time.
#include <algorithm>

#include "tests/feature/meeting_desk.hpp"
#include "tests/support/catch.hpp"

using namespace stollen;
using namespace stollen::tests;
using protocol::AppointmentState;
using protocol::DayStream;
using protocol::Side;
namespace messages = protocol::appointment;

namespace {

void check_not_held(MeetingDesk& desk) {
  CHECK(desk.state() == AppointmentState::cancelled);
  CHECK(desk.now().not_held == true);
  CHECK_FALSE(desk.now().missed_by);
  CHECK_FALSE(desk.now().cancelled_by);
  CHECK(desk.active_of(desk.anna) == 0);
  CHECK(desk.timers() == 0);
  const auto last = desk.get(desk.anna, messages::GetHistory{.appointment_id = desk.id}).steps.back();
  CHECK(last.step == "cancelled");
  CHECK_FALSE(last.by);
}

std::int64_t missing_told_to(MeetingDesk& desk, const Caller& person) {
  const auto names = desk.event_names(DayStream::name(person.person_id));
  return std::ranges::count(names, "appointment.missing");
}

}  // namespace

TEST_CASE(
    "an appointment over whose whole time the server was down is nobody's fault, and both are written to") {
  MeetingDesk desk;
  desk.at_minute(-10);
  const int visitor_waited = GENERATE(0, 1);
  if (visitor_waited == 1) desk.check_in(desk.anna);
  desk.back_at_minute(visitor_waited == 1 ? 20 : 60 * 24 * 3);
  std::vector<protocol::Appointment> own = desk.get(desk.anna, messages::List{}).appointments;
  REQUIRE(own.size() == 1);
  CHECK(own[0].state == AppointmentState::cancelled);
  CHECK(own[0].not_held == true);
  CHECK_FALSE(own[0].missed_by);
  CHECK(desk.active_of(desk.anna) == 0);
  CHECK(desk.timers() == 0);
  for (const auto& person : {desk.anna, desk.lea}) {
    const auto mail = desk.mail_to(email_of(person.name));
    CHECK(mail.find("die Messe war zur Zeit dieses Termins nicht erreichbar") != std::string::npos);
  }
  CHECK(desk.mail_to(email_of(desk.anna.name)).find("/booth/holzwerk/book") != std::string::npos);
}

TEST_CASE("what opens late is decided so much later") {
  MeetingDesk desk;
  desk.at_minute(-10);
  desk.back_at_minute(7);
  CHECK(desk.state() == AppointmentState::booked);
  REQUIRE(desk.now().conversation_id);
  desk.check_in(desk.lea);
  CHECK(desk.outcome_of<messages::ReportNoShow>(desk.lea) == "appointment.too_early");
  desk.at_minute(9);
  CHECK(missing_told_to(desk, desk.lea) == 0);
  desk.at_minute(10);
  CHECK(missing_told_to(desk, desk.lea) == 1);
  desk.at_minute(16);
  CHECK(desk.state() == AppointmentState::booked);
  desk.at_minute(17);
  CHECK(desk.state() == AppointmentState::no_show);
  CHECK(desk.now().missed_by == Side::visitor);
}

TEST_CASE("what opens shortly before its end waits until the end for both, and then for nobody") {
  MeetingDesk desk;
  desk.at_minute(-10);
  desk.back_at_minute(15);
  REQUIRE(desk.now().conversation_id);
  SECTION("nobody comes") {
    desk.at_minute(19);
    CHECK(desk.state() == AppointmentState::booked);
    desk.at_minute(20);
    check_not_held(desk);
  }
  SECTION("one side comes") {
    desk.check_in(desk.anna);
    desk.at_minute(20);
    check_not_held(desk);
  }
  SECTION("both come") {
    desk.check_in(desk.anna);
    desk.check_in(desk.lea);
    desk.at_minute(20);
    CHECK(desk.state() == AppointmentState::in_progress);
  }
}

TEST_CASE("an outage while people wait gives both the time anew that was lost") {
  MeetingDesk desk;
  desk.at_minute(1);
  desk.back_at_minute(6);
  CHECK(desk.state() == AppointmentState::booked);
  desk.check_in(desk.lea);
  CHECK(desk.outcome_of<messages::ReportNoShow>(desk.lea) == "appointment.too_early");
  desk.at_minute(14);
  CHECK(desk.state() == AppointmentState::booked);
  CHECK(missing_told_to(desk, desk.lea) == 1);
  desk.at_minute(15);
  CHECK(desk.now().missed_by == Side::visitor);
  CHECK(desk.outcome_of<messages::ReportNoShow>(desk.lea) == "ok");
}

TEST_CASE("an outage from soon after the start to the end is nobody's fault") {
  MeetingDesk desk;
  desk.at_minute(1);
  const bool visitor_waited = GENERATE(false, true);
  if (visitor_waited) desk.check_in(desk.anna);
  desk.back_at_minute(45);
  check_not_held(desk);
}

TEST_CASE("a team is not blamed for an outage in the quarter of an hour that it has") {
  MeetingDesk desk;
  desk.at_minute(9);
  desk.check_in(desk.anna);
  desk.back_at_minute(16);
  CHECK(desk.state() == AppointmentState::checked_in);
  desk.at_minute(20);
  check_not_held(desk);
}

TEST_CASE("who talks is not disturbed by an outage") {
  MeetingDesk desk;
  desk.at_minute(1);
  desk.check_in(desk.anna);
  desk.get(desk.lea, messages::Begin{.appointment_id = desk.id});
  desk.back_at_minute(18);
  CHECK(desk.state() == AppointmentState::in_progress);
  desk.back_at_minute(90);
  CHECK(desk.state() == AppointmentState::done);
}

TEST_CASE("where the fair takes no entries at its time, nobody has missed it") {
  MeetingDesk desk;
  const int closed_at = GENERATE(-10, 4);
  desk.at_minute(closed_at);
  desk.write([](Transaction& tx) { tx.run("UPDATE fair SET phase = 'read_only'"); });
  desk.at_minute(19);
  CHECK(desk.state() == AppointmentState::booked);
  desk.at_minute(20);
  check_not_held(desk);
}
