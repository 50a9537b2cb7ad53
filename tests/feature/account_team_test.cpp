#include "server/core/new_id.hpp"
#include "server/features/account/account.hpp"
#include "tests/feature/house.hpp"
#include "tests/support/catch.hpp"

using namespace stollen;
using namespace stollen::tests;
using namespace std::chrono_literals;
using account::Change;
using protocol::BoothRole;
using protocol::Secret;
namespace messages = protocol::account;

namespace {

Secret invite(House& house, const Caller& by, const std::string& email, BoothRole role = BoothRole::talk) {
  house.clock.move(1s);
  house.get(by, messages::InviteStaff{.booth_id = house.holzwerk, .email = email, .role = role});
  return house.mailed_token(email);
}

messages::AcceptInvitation acceptance(const Secret& token) {
  return {.token = token, .name = "Carla Roth", .password = Secret(kGoodPassword)};
}

}  // namespace

TEST_CASE("a lead invites a colleague, who joins, is confirmed and logged in by the link") {
  House house;
  const auto lead = house.staff("Anna Weber", house.holzwerk, BoothRole::lead);
  const auto token = invite(house, lead, "carla@example.org");
  CHECK(house.mail_to("carla@example.org").contains("Anna Weber lädt Sie ein"));

  const auto invitation = house.get(Caller{}, messages::GetInvitation{.token = token});
  CHECK(invitation.booth_name == "Holzwerk Aue GmbH");
  CHECK(invitation.role == BoothRole::talk);
  CHECK(invitation.email == "carla@example.org");
  CHECK_FALSE(invitation.has_account);

  const auto me = house.get(Caller{}, acceptance(token)).me;
  CHECK(me.name == "Carla Roth");
  CHECK(me.roles == std::vector{protocol::Role::visitor, protocol::Role::exhibitor});
  REQUIRE(me.booths.size() == 1);
  CHECK(house.authenticate(*house.effects.cookie->token)->person_id == me.person_id);
  CHECK(house.event_names(protocol::BoothStaffStream::name(house.holzwerk)).back() ==
        "conversation.duty_changed");
  CHECK(house.outcome(Caller{}, acceptance(token)) == "account.invalid_token");
  CHECK(house.outcome(Caller{}, messages::LogIn{.email = "carla@example.org",
                                                .password = Secret(kGoodPassword)}) == "ok");
}

TEST_CASE("only leads and organisers invite, and the booth is not there for others") {
  House house;
  const messages::InviteStaff command{
      .booth_id = house.holzwerk, .email = "carla@example.org", .role = BoothRole::talk};
  CHECK(house.outcome(house.staff("Anna Weber", house.holzwerk, BoothRole::talk), command) ==
        "session.not_found");
  CHECK(house.outcome(house.staff("Berta Kunz", house.klinikum, BoothRole::lead), command) ==
        "session.not_found");
  CHECK(house.outcome(house.visitor("Vera Voss"), command) == "session.not_found");
  CHECK(house.mail_count("carla@example.org") == 0);
  const auto organiser = house.organiser("Otto Ohm");
  CHECK(house.outcome(organiser, command) == "ok");
  CHECK(house.outcome(organiser, messages::InviteStaff{.booth_id = new_id<protocol::BoothId>(),
                                                       .email = "carla@example.org"}) == "session.not_found");
  CHECK(house.outcome(organiser, messages::InviteStaff{.booth_id = house.holzwerk, .email = "carla"}) ==
        "account.invalid_email");
}

TEST_CASE("who has an account keeps name and password") {
  House house;
  const auto lead = house.staff("Anna Weber", house.holzwerk, BoothRole::lead);
  house.get(Caller{},
            messages::Register{
                .email = "carla@example.org", .name = "Carla Roth", .password = Secret(kGoodPassword)});
  const auto person =
      house.get(Caller{}, messages::Confirm{.token = house.mailed_token("carla@example.org")}).me.person_id;

  const auto token = invite(house, lead, "carla@example.org", BoothRole::lead);
  CHECK(house.get(Caller{}, messages::GetInvitation{.token = token}).has_account);
  const auto me = house.get(Caller{}, messages::AcceptInvitation{.token = token}).me;
  CHECK(me.person_id == person);
  CHECK(me.booths.at(0).role == BoothRole::lead);
  CHECK(house.effects.rights_changed == std::vector{person});
  CHECK(house.event_names(protocol::UserStream::name(person)) ==
        std::vector<std::string>{"account.roles_changed"});
  CHECK(house.outcome(lead, messages::InviteStaff{.booth_id = house.holzwerk,
                                                  .email = "Carla@example.org"}) == "account.already_member");
}

TEST_CASE("a new account needs a name and a good password") {
  House house;
  const auto lead = house.staff("Anna Weber", house.holzwerk, BoothRole::lead);
  const auto token = invite(house, lead, "carla@example.org");
  const auto field_of = [&](const messages::AcceptInvitation& command) {
    const auto reply = house.ask(Caller{}, command);
    return reply ? std::string("ok") : std::string(reply.error().code->name) + " " + reply.error().field;
  };
  CHECK(field_of({.token = token, .name = "Carla Roth"}) == "session.invalid_field password");
  CHECK(field_of({.token = token, .password = Secret(kGoodPassword)}) == "session.invalid_field name");
  CHECK(field_of({.token = token, .name = "Carla Roth", .password = Secret("passwort123")}) ==
        "account.weak_password password");
  CHECK(field_of({.token = token, .name = "Admin", .password = Secret(kGoodPassword)}) ==
        "account.name_reserved name");
  CHECK(field_of(
            {.token = Secret("0123456789abcdef"), .name = "Carla Roth", .password = Secret(kGoodPassword)}) ==
        "account.invalid_token token");
  CHECK(field_of(acceptance(token)) == "ok");
}

TEST_CASE("an invitation lasts two weeks") {
  House house;
  const auto lead = house.staff("Anna Weber", house.holzwerk, BoothRole::lead);
  const auto token = invite(house, lead, "carla@example.org");
  house.clock.move(13 * 24h);
  CHECK(house.outcome(Caller{}, messages::GetInvitation{.token = token}) == "ok");
  house.clock.move(24h);
  CHECK(house.outcome(Caller{}, messages::GetInvitation{.token = token}) == "account.invalid_token");
  CHECK(house.outcome(Caller{}, acceptance(token)) == "account.invalid_token");
}

TEST_CASE("imported staff who come by invitation appear on the desk under the name they choose") {
  House house;
  const auto lead = house.staff("Anna Weber", house.holzwerk, BoothRole::lead);
  const auto import = [&](Transaction& tx) {
    return account::ensure_staff(
        tx,
        {.email = "carla@example.org", .name = "C. Roth", .booth = house.holzwerk, .role = BoothRole::talk});
  };
  house.write([&](Transaction& tx) { CHECK(import(tx) == Change::added); });
  house.write([&](Transaction& tx) { CHECK(import(tx) == Change::unchanged); });
  house.get(Caller{}, acceptance(invite(house, lead, "carla@example.org")));
  const std::string desk = protocol::BoothStaffStream::name(house.holzwerk);
  CHECK(house.events(desk).back().contains("Carla Roth"));
  // The next import does not take the name away.
  house.write([&](Transaction& tx) { CHECK(import(tx) == Change::unchanged); });
  CHECK(house.caller_of("carla@example.org").name == "Carla Roth");
}

TEST_CASE("an import changes role and position, and everybody concerned hears of it") {
  House house;
  const auto anna = house.staff("Anna Weber", house.holzwerk, BoothRole::talk);
  const auto effects = house.write([&](Transaction& tx) {
    CHECK(account::ensure_staff(tx, {.email = email_of("Anna Weber"),
                                     .name = "Anna Weber",
                                     .booth = house.holzwerk,
                                     .role = BoothRole::lead,
                                     .position = "Leitung"}) == Change::updated);
  });
  CHECK(effects.rights_changed == std::vector{anna.person_id});
  CHECK(house.event_names(protocol::UserStream::name(anna.person_id)).back() == "account.roles_changed");
}

TEST_CASE("the badge follows the booth's name, and goes with the booth") {
  House house;
  const auto anna = house.staff("Anna Weber", house.holzwerk);
  house.write([&](Transaction& tx) {
    CHECK(account::appearance(tx, anna.person_id).booth_name == "Holzwerk Aue GmbH");
    account::ensure_booth(tx, house.holzwerk, "holzwerk", "Holzwerk Neu GmbH");
    CHECK(account::appearance(tx, anna.person_id).booth_name == "Holzwerk Neu GmbH");
  });
  CHECK(house.events(protocol::UserStream::name(anna.person_id)).back().contains("Holzwerk Neu GmbH"));
  CHECK(house.outcome(anna, messages::UpdateProfile{.name = "Holzwerk Neu GmbH"}) == "account.name_reserved");
  CHECK(house.outcome(anna, messages::UpdateProfile{.name = "Holzwerk Aue GmbH"}) == "ok");
  const auto effects = house.write([&](Transaction& tx) { account::remove_booth(tx, house.holzwerk); });
  REQUIRE(effects.removals.size() == 1);
  CHECK(effects.removals[0].stream == protocol::BoothStaffStream::name(house.holzwerk));
  CHECK_FALSE(house.caller_of(email_of("Anna Weber")).roles.contains(protocol::Role::exhibitor));
}

TEST_CASE("of several badges the one of the booth in question is shown") {
  House house;
  const auto anna = house.staff("Anna Weber", house.holzwerk);
  house.clock.move(1s);
  house.staff("Anna Weber", house.klinikum);
  house.write([&](Transaction& tx) {
    CHECK(account::appearance(tx, anna.person_id).booth_id == house.holzwerk);
    CHECK(account::appearance(tx, anna.person_id, house.klinikum).booth_id == house.klinikum);
    CHECK(account::appearance(tx, new_id<protocol::PersonId>()).name.empty());
  });
}
