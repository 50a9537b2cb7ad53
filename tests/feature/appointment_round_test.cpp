// A group round: several visitors and a booth in one talk.
#include <algorithm>
#include <set>

#include "tests/feature/booking_desk.hpp"
#include "tests/support/catch.hpp"

using namespace stollen;
using namespace stollen::tests;
using protocol::AppointmentState;
namespace messages = protocol::appointment;

namespace {

/// Lea's round of four seats in an hour, in which Anna and Berta have one; Clara might come.
class RoundDesk : public BookingDesk {
 public:
  Caller clara = visitor("Clara Roth");
  protocol::SlotId round = open(lea, {.seats = 4}).at(0);
  protocol::Appointment annas = book(anna, round), bertas = book(berta, round);

  void at_minute(int minute) {
    let_pass(annas.starts_at + std::chrono::minutes(minute) - clock.now());
    fire_timers();
  }
  protocol::Appointment now(const Caller& person) { return day(person).appointments.at(0); }
  AppointmentState state(const Caller& person) { return now(person).state; }
  void check_in(const Caller& person, const protocol::Appointment& appointment) {
    get(person, messages::CheckIn{.appointment_id = appointment.appointment_id});
  }
  template <class C>
  std::string outcome_of(const Caller& person, const protocol::Appointment& appointment) {
    return outcome(person, C{.appointment_id = appointment.appointment_id});
  }
  protocol::ConversationSnapshot talk(const Caller& person) {
    return *snapshot<protocol::ConversationStream>(person, now(anna).conversation_id.value());
  }
  bool may_read(const Caller& person, protocol::ConversationId id) {
    return snapshot<protocol::ConversationStream>(person, id).has_value();
  }
  std::vector<std::string> names_in_talk() {
    std::vector<std::string> names;
    for (const auto& person : talk(lea).members) names.push_back(person.name);
    std::ranges::sort(names);
    return names;
  }
  std::vector<protocol::ConversationSummary> list_of(const Caller& person) {
    return snapshot<protocol::UserStream>(person, person.person_id)->conversations;
  }
  void say(const Caller& person, const std::string& text) {
    get(person, protocol::conversation::SendMessage{.conversation_id = now(anna).conversation_id.value(),
                                                    .text = text});
  }
};

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("at its time one talk opens for everybody who has a seat in a round, and for the booth's team") {
  RoundDesk desk;
  desk.at_minute(0);
  const auto id = desk.now(desk.anna).conversation_id;
  REQUIRE(id);
  CHECK(desk.now(desk.berta).conversation_id == id);
  const auto talk = desk.talk(desk.berta);
  CHECK(talk.kind == protocol::ConversationKind::round);
  CHECK(talk.state == protocol::ConversationState::active);
  CHECK_FALSE(talk.visitor);
  CHECK(talk.owner->person_id == desk.lea.person_id);
  CHECK(desk.names_in_talk() == Names{"Anna Weber", "Berta Kunz", "Lea Lang"});
  for (const auto& person : {desk.anna, desk.berta, desk.lea}) {
    const auto own = desk.list_of(person);
    REQUIRE(own.size() == 1);
    CHECK(own[0].conversation_id == *id);
    CHECK(own[0].kind == protocol::ConversationKind::round);
  }
  CHECK(desk.list_of(desk.tom).empty());
  CHECK(desk.snapshot<protocol::BoothStaffStream>(desk.tom, desk.holzwerk)->conversations.size() == 1);
  CHECK(desk.may_read(desk.tom, *id));
  for (const auto& other : {desk.clara, desk.otto, desk.olga, desk.hanna})
    CHECK_FALSE(desk.may_read(other, *id));
  CHECK(desk.get(desk.anna, messages::GetHistory{.appointment_id = desk.annas.appointment_id}).steps.size() ==
        2);
}

TEST_CASE("in a round nobody reads why the others came, and everybody hears everybody") {
  RoundDesk desk;
  desk.get(desk.clara, messages::Book{.slot_id = desk.round, .reason = "Meine Kündigung."});
  desk.at_minute(1);
  CHECK(desk.now(desk.clara).conversation_id == desk.now(desk.anna).conversation_id);
  for (const auto& message : desk.talk(desk.anna).messages)
    CHECK(message.text.find("Kündigung") == std::string::npos);
  desk.say(desk.berta, "Guten Tag!");
  CHECK(desk.talk(desk.clara).messages.back().text == "Guten Tag!");
  for (const auto& person : {desk.anna, desk.berta, desk.clara, desk.lea})
    CHECK(desk.list_of(person).at(0).last_text == "Guten Tag!");
  CHECK(desk.list_of(desk.berta).at(0).read_n == desk.list_of(desk.berta).at(0).last_n);
  CHECK(desk.list_of(desk.anna).at(0).read_n == 0);
}

TEST_CASE("who wrote in a round was there, and only the team's words are the team's") {
  RoundDesk desk;
  desk.at_minute(1);
  desk.say(desk.berta, "Ich bin da.");
  SECTION("so the others are no-shows, and a team that says nothing is missed by who wrote") {
    desk.at_minute(10);
    CHECK(desk.state(desk.anna) == AppointmentState::no_show);
    CHECK(desk.state(desk.berta) == AppointmentState::checked_in);
    desk.at_minute(15);
    CHECK(desk.now(desk.berta).missed_by == protocol::Side::team);
  }
  SECTION("so they talk when a colleague answers") {
    desk.say(desk.tom, "Ich auch.");
    desk.at_minute(10);
    CHECK(desk.state(desk.berta) == AppointmentState::in_progress);
  }
}

TEST_CASE("the team begins and finishes a round for all who came, who never came is a no-show at the close") {
  RoundDesk desk;
  const auto claras = desk.book(desk.clara, desk.round);
  desk.at_minute(0);
  CHECK(desk.outcome_of<messages::Begin>(desk.lea, desk.annas) == "appointment.not_now");
  desk.check_in(desk.anna, desk.annas);
  // Any appointment of the round stands for the round.
  CHECK(desk.get(desk.tom, messages::Begin{.appointment_id = claras.appointment_id}).appointment.state ==
        AppointmentState::booked);
  CHECK(desk.state(desk.anna) == AppointmentState::in_progress);
  CHECK(desk.now(desk.anna).name == "Tom Thiel");
  CHECK(desk.state(desk.berta) == AppointmentState::booked);
  CHECK(desk.outcome_of<messages::Begin>(desk.lea, desk.annas) == "appointment.not_now");
  SECTION("who comes late is in it at once, with whoever has it") {
    desk.check_in(desk.berta, desk.bertas);
    CHECK(desk.state(desk.berta) == AppointmentState::in_progress);
    CHECK(desk.now(desk.berta).name == "Tom Thiel");
    desk.at_minute(10);
    CHECK(desk.state(desk.clara) == AppointmentState::no_show);
    CHECK(desk.now(desk.clara).missed_by == protocol::Side::visitor);
    desk.get(desk.lea, messages::Finish{.appointment_id = desk.bertas.appointment_id});
    CHECK(desk.state(desk.anna) == AppointmentState::done);
    CHECK(desk.state(desk.berta) == AppointmentState::done);
  }
  SECTION("who wrote without checking in has come when it is finished") {
    desk.say(desk.berta, "Hallo.");
    desk.get(desk.tom, messages::Finish{.appointment_id = desk.annas.appointment_id});
    CHECK(desk.state(desk.anna) == AppointmentState::done);
    CHECK(desk.state(desk.berta) == AppointmentState::done);
    CHECK(desk.state(desk.clara) == AppointmentState::booked);
    desk.at_minute(10);
    CHECK(desk.state(desk.clara) == AppointmentState::no_show);
    CHECK(desk.state(desk.anna) == AppointmentState::done);
  }
}

TEST_CASE("a colleague who checks in is there for everybody in the round, also for who books after that") {
  RoundDesk desk;
  desk.at_minute(-10);
  desk.check_in(desk.tom, desk.annas);
  CHECK(desk.now(desk.anna).team_here);
  CHECK(desk.now(desk.berta).team_here);
  desk.book(desk.clara, desk.round);
  CHECK(desk.now(desk.clara).team_here);
}

TEST_CASE("who cancels leaves the round, and who books after it has opened joins it") {
  RoundDesk desk;
  desk.at_minute(-10);
  desk.check_in(desk.anna, desk.annas);
  desk.get(desk.lea, messages::Begin{.appointment_id = desk.annas.appointment_id});
  const auto id = desk.now(desk.anna).conversation_id.value();
  CHECK(desk.now(desk.berta).conversation_id == id);  // a seat is enough
  CHECK(desk.may_read(desk.berta, id));

  desk.get(desk.berta, messages::Cancel{.appointment_id = desk.bertas.appointment_id});
  CHECK_FALSE(desk.effects.removals.empty());
  CHECK_FALSE(desk.may_read(desk.berta, id));
  CHECK_FALSE(desk.now(desk.berta).conversation_id);
  CHECK(desk.list_of(desk.berta).empty());
  CHECK(desk.names_in_talk() == Names{"Anna Weber", "Lea Lang"});
  CHECK(desk.slot(desk.round).slot.free_seats == 3);

  const auto claras = desk.book(desk.clara, desk.round);  // until the time of the round
  CHECK(claras.conversation_id == id);
  CHECK(desk.may_read(desk.clara, id));
  CHECK(desk.list_of(desk.clara).size() == 1);
  SECTION("and leaves it by moving elsewhere") {
    const auto later = desk.open_one(desk.tom, 120);
    desk.get(desk.clara, messages::Move{.appointment_id = claras.appointment_id, .slot_id = later});
    CHECK_FALSE(desk.now(desk.clara).conversation_id);
    CHECK_FALSE(desk.may_read(desk.clara, id));
    desk.at_minute(70);
    CHECK(desk.now(desk.clara).conversation_id != id);
  }
  SECTION("and the start opens nothing a second time") {
    desk.at_minute(1);
    CHECK(desk.now(desk.clara).conversation_id == id);
    CHECK(desk.book_outcome(desk.berta, desk.round) == "slot.not_open");
    const auto lines = desk.talk(desk.anna).messages;
    CHECK(std::ranges::count(lines, "round", &protocol::Message::text) == 1);
  }
}

TEST_CASE("a visitor who did not come to a round reads no further what the others say") {
  RoundDesk desk;
  desk.at_minute(0);
  const auto id = desk.now(desk.anna).conversation_id.value();
  desk.check_in(desk.anna, desk.annas);
  desk.at_minute(3);
  desk.get(desk.lea, messages::ReportNoShow{.appointment_id = desk.bertas.appointment_id});
  CHECK(desk.state(desk.berta) == AppointmentState::no_show);
  CHECK_FALSE(desk.may_read(desk.berta, id));
  CHECK(desk.now(desk.anna).team_here);
  CHECK(desk.may_read(desk.anna, id));
}

TEST_CASE("a round is longer for everybody in it or for nobody") {
  RoundDesk desk;
  const bool is_berta_busy = GENERATE(true, false);
  if (is_berta_busy) desk.book(desk.berta, desk.open_one(desk.tom, 80));
  desk.at_minute(0);
  desk.check_in(desk.anna, desk.annas);
  desk.check_in(desk.berta, desk.bertas);
  desk.get(desk.lea, messages::Begin{.appointment_id = desk.annas.appointment_id});
  const auto outcome = desk.outcome_of<messages::Extend>(desk.lea, desk.annas);
  CHECK(outcome == (is_berta_busy ? "appointment.no_next" : "ok"));
  CHECK(desk.now(desk.anna).minutes == (is_berta_busy ? 20 : 40));
  CHECK(desk.now(desk.berta).minutes == (is_berta_busy ? 20 : 40));
}

TEST_CASE("who comes late to a longer round stays until its common end when it is extended again") {
  RoundDesk desk;
  desk.at_minute(0);
  desk.check_in(desk.anna, desk.annas);
  desk.get(desk.lea, messages::Begin{.appointment_id = desk.annas.appointment_id});
  desk.get(desk.lea, messages::Extend{.appointment_id = desk.annas.appointment_id});
  desk.check_in(desk.berta, desk.bertas);
  desk.get(desk.lea, messages::Extend{.appointment_id = desk.bertas.appointment_id});
  CHECK(desk.now(desk.anna).minutes == 60);
  CHECK(desk.now(desk.berta).minutes == 60);
}

TEST_CASE("a round's talk is ended by the team, and waits for whoever takes it when its member has left") {
  RoundDesk desk;
  desk.write(
      [&](Transaction& tx) { tx.run("DELETE FROM booth_member WHERE person_id = $1", desk.lea.person_id); });
  desk.at_minute(0);
  const auto id = desk.now(desk.anna).conversation_id.value();
  const auto state = [&] { return desk.snapshot<protocol::ConversationStream>(desk.anna, id)->state; };
  CHECK(state() == protocol::ConversationState::waiting);
  CHECK_FALSE(desk.may_read(desk.lea, id));
  desk.say(desk.anna, "Ist jemand da?");  // who asks is not who answers
  CHECK(state() == protocol::ConversationState::waiting);
  CHECK(desk.outcome(desk.anna, protocol::conversation::Take{.conversation_id = id}) == "session.not_found");
  desk.get(desk.tom, protocol::conversation::Take{.conversation_id = id});
  CHECK(state() == protocol::ConversationState::active);
  CHECK(desk.outcome(desk.anna, protocol::conversation::Close{.conversation_id = id}) == "session.forbidden");
  desk.get(desk.tom, protocol::conversation::Close{.conversation_id = id});
  CHECK(state() == protocol::ConversationState::closed);
}

TEST_CASE("whoever spoke in a round as one of the team needs a place in the team to read on") {
  RoundDesk desk;
  desk.at_minute(0);
  desk.say(desk.tom, "Ich höre zu.");
  const auto id = desk.now(desk.anna).conversation_id.value();
  CHECK(desk.list_of(desk.tom).size() == 1);
  desk.write(
      [&](Transaction& tx) { tx.run("DELETE FROM booth_member WHERE person_id = $1", desk.tom.person_id); });
  CHECK_FALSE(desk.may_read(desk.tom, id));
}
