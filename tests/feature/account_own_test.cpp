#include "server/core/new_id.hpp"
#include "server/features/account/account.hpp"
#include "tests/feature/house.hpp"
#include "tests/support/catch.hpp"

using namespace stollen;
using namespace stollen::tests;
using namespace std::chrono_literals;
using protocol::Secret;
namespace messages = protocol::account;

namespace {

/// Logs in and is who the cookie says.
Caller enter(House& house, const std::string& name, std::string device = "Firefox, Linux") {
  house.write([&](Transaction& tx) {
    account::ensure_person(tx, {.email = email_of(name), .name = name});
    static const std::string hash = account::hash_password(Secret(kGoodPassword), 8U << 20U);
    tx.run("UPDATE person SET password_hash = $2 WHERE email = $1", email_of(name), hash);
  });
  house.get(Caller{.address = "192.0.2.1", .device = std::move(device)},
            messages::LogIn{.email = email_of(name), .password = Secret(kGoodPassword)});
  return house.authenticate(*house.effects.cookie->token).value();
}

}  // namespace

TEST_CASE("somebody who is not logged in is nobody, without an error") {
  House house;
  CHECK_FALSE(house.get(Caller{}, messages::GetMe{}).me);
}

TEST_CASE("the own account shows roles and booths") {
  House house;
  const auto anna = house.staff("Anna Weber", house.holzwerk, protocol::BoothRole::lead);
  const auto me = house.get(anna, messages::GetMe{}).me.value();
  CHECK(me.email == "anna.weber@example.org");
  CHECK(me.roles == std::vector{protocol::Role::visitor, protocol::Role::exhibitor});
  REQUIRE(me.booths.size() == 1);
  CHECK(me.booths[0].booth_slug == "holzwerk");
  CHECK(me.booths[0].booth_name == "Holzwerk Aue GmbH");
  CHECK(me.booths[0].role == protocol::BoothRole::lead);
}

TEST_CASE("a profile changes name and language, but to no reserved name") {
  House house;
  const auto anna = house.staff("Anna Weber", house.holzwerk);
  const auto me =
      house.get(anna, messages::UpdateProfile{.name = " Anna  Beck ", .locale = protocol::Locale::en}).me;
  CHECK(me.name == "Anna Beck");
  CHECK(me.locale == protocol::Locale::en);
  CHECK(house.effects.rights_changed == std::vector{anna.person_id});
  CHECK(house.event_names(protocol::BoothStaffStream::name(house.holzwerk)).back() ==
        "conversation.duty_changed");
  CHECK(house.outcome(anna, messages::UpdateProfile{.name = "Klinikum Erzgebirge"}) ==
        "account.name_reserved");
  CHECK(house.outcome(anna, messages::UpdateProfile{.name = "Support"}) == "account.name_reserved");
  CHECK(house.outcome(anna, messages::UpdateProfile{.name = "x\u202Ey"}) == "session.invalid_field");
}

TEST_CASE("own sessions are listed newest first and can be ended, others' are not there") {
  House house;
  const auto first = enter(house, "Anna Weber", "Firefox, Linux");
  house.clock.move(1min);
  const auto second = enter(house, "Anna Weber", "Safari, iPhone");
  const auto berta = enter(house, "Berta Kunz");

  const auto sessions = house.get(second, messages::ListSessions{}).sessions;
  REQUIRE(sessions.size() == 2);
  CHECK(sessions[0].session_id == second.session_id);
  CHECK(sessions[0].is_current);
  CHECK(sessions[0].device == "Safari, iPhone");
  CHECK_FALSE(sessions[1].is_current);

  CHECK(house.outcome(berta, messages::EndSession{.session_id = first.session_id}) == "session.not_found");
  CHECK(house.outcome(second, messages::EndSession{.session_id = new_id<protocol::SessionId>()}) ==
        "session.not_found");
  house.get(second, messages::EndSession{.session_id = first.session_id});
  CHECK(house.effects.ended_sessions == std::vector{first.session_id});
  CHECK(house.get(second, messages::ListSessions{}).sessions.size() == 1);
}

TEST_CASE("use prolongs a session, and without use it ends, and its sockets with it") {
  House house;
  enter(house, "Anna Weber");
  const auto token = *house.effects.cookie->token;
  const auto session = house.authenticate(token)->session_id;
  house.clock.move(29 * 24h);
  REQUIRE(house.authenticate(token));
  house.housekeeping("account.write_use");
  house.clock.move(29 * 24h);
  CHECK(house.authenticate(token));
  house.clock.move(2 * 24h);
  CHECK_FALSE(house.authenticate(token));
  // The look at an ended session has prolonged nothing.
  house.clock.move(30 * 24h);
  house.housekeeping("account.write_use");
  CHECK(house.effects.ended_sessions == std::vector{session});
}

TEST_CASE("sessions of staff are short") {
  House house;
  house.staff("Anna Weber", house.holzwerk);
  enter(house, "Anna Weber");
  const auto token = *house.effects.cookie->token;
  house.clock.move(11h);
  CHECK(house.authenticate(token));
  house.clock.move(1h);
  CHECK_FALSE(house.authenticate(token));
}

TEST_CASE("a script that logs in for ever keeps fifty sessions") {
  House house;
  Caller caller;
  for (int i = 0; i < 55; ++i) {
    house.clock.move(1s);
    caller = enter(house, "Anna Weber");
  }
  CHECK(house.get(caller, messages::ListSessions{}).sessions.size() == 50);
  CHECK(house.effects.ended_sessions.size() == 1);  // the oldest makes room for the newest
}

TEST_CASE("the command line gives roles and passwords") {
  House house;
  const auto anna = enter(house, "Anna Weber");
  auto effects = house.write([](Transaction& tx) {
    CHECK(account::set_roles(tx, "anna.weber@example.org", true, false));
    CHECK_FALSE(account::set_roles(tx, "nobody@example.org", true, false));
  });
  CHECK(effects.rights_changed == std::vector{anna.person_id});
  CHECK(house.caller_of("anna.weber@example.org").roles.contains(protocol::Role::moderator));
  CHECK(house.event_names(protocol::UserStream::name(anna.person_id)).back() == "account.roles_changed");

  effects = house.write([](Transaction& tx) {
    CHECK(account::set_password(tx, "Anna.Weber@example.org",
                                account::hash_password(Secret("Neues-Wort-im-Berg"), 8U << 20U)));
  });
  CHECK(effects.ended_sessions == std::vector{anna.session_id});
  CHECK(house.outcome(Caller{}, messages::LogIn{.email = "anna.weber@example.org",
                                                .password = Secret("Neues-Wort-im-Berg")}) == "ok");
  house.write([](Transaction& tx) {
    const auto people = account::list_people(tx);
    REQUIRE(people.size() == 1);
    CHECK(people[0].is_confirmed);
  });
}
