#include <algorithm>
#include <ctime>
#include <limits>

#include "tests/feature/house.hpp"
#include "tests/support/catch.hpp"

using namespace stollen;
using namespace stollen::tests;
using namespace std::chrono_literals;
using protocol::Locale;
using protocol::Secret;
namespace messages = protocol::account;

namespace {

const Caller kNobody{.address = "192.0.2.1", .device = "Firefox, Linux"};

messages::Register registration(const std::string& email, const std::string& password = kGoodPassword) {
  return {.email = email, .name = "Anna Weber", .password = Secret(password), .locale = Locale::de};
}

messages::LogIn log_in(const std::string& email, const std::string& password = kGoodPassword) {
  return {.email = email, .password = Secret(password)};
}

protocol::Me register_and_confirm(House& house, const std::string& email) {
  house.get(kNobody, registration(email));
  return house.get(kNobody, messages::Confirm{.token = house.mailed_token(email)}).me;
}

}  // namespace

TEST_CASE("who registers gets a link, and the link makes the account and logs in") {
  House house;
  house.get(kNobody, registration("Anna@Example.org"));
  CHECK(house.effects.has_mail);
  CHECK_FALSE(house.effects.cookie);
  CHECK(house.mail_to("anna@example.org").contains("https://messe.example/confirm#"));
  CHECK(house.outcome(kNobody, log_in("anna@example.org")) == "account.wrong_credentials");

  const auto me = house.get(kNobody, messages::Confirm{.token = house.mailed_token("anna@example.org")}).me;
  CHECK(me.email == "anna@example.org");
  CHECK(me.name == "Anna Weber");
  CHECK(me.roles == std::vector{protocol::Role::visitor});
  REQUIRE(house.effects.cookie);
  const auto caller = house.authenticate(*house.effects.cookie->token);
  REQUIRE(caller);
  CHECK(caller->person_id == me.person_id);
  CHECK(caller->session_id == me.session_id);
  CHECK(caller->name == "Anna Weber");
}

TEST_CASE("a link works once, for its purpose, and for 48 hours") {
  House house;
  house.get(kNobody, registration("anna@example.org"));
  const auto token = house.mailed_token("anna@example.org");
  SECTION("once") {
    house.get(kNobody, messages::Confirm{.token = token});
    CHECK(house.outcome(kNobody, messages::Confirm{.token = token}) == "account.invalid_token");
  }
  SECTION("not to reset a password") {
    CHECK(
        house.outcome(kNobody, messages::ResetPassword{.token = token, .password = Secret(kGoodPassword)}) ==
        "account.invalid_token");
  }
  SECTION("not after two days") {
    house.clock.move(48h);
    CHECK(house.outcome(kNobody, messages::Confirm{.token = token}) == "account.invalid_token");
  }
  SECTION("still after 47 hours") {
    house.clock.move(47h);
    CHECK(house.outcome(kNobody, messages::Confirm{.token = token}) == "ok");
  }
}

TEST_CASE("registering tells nobody whether the address is known, only the mail does") {
  House house;
  register_and_confirm(house, "anna@example.org");
  CHECK(house.outcome(kNobody, registration("anna@example.org", "Ein-anderes-Wort-7")) == "ok");
  CHECK(house.mail_to("anna@example.org").contains("schon ein Konto"));
  CHECK(house.outcome(kNobody, log_in("anna@example.org", "Ein-anderes-Wort-7")) ==
        "account.wrong_credentials");
  CHECK(house.outcome(kNobody, log_in("anna@example.org")) == "ok");
}

TEST_CASE("nobody can prepare an account for somebody else's address") {
  House house;
  house.get(kNobody, registration("anna@example.org", "Angreifer-Wort-77"));
  house.clock.move(1s);
  house.get(kNobody, registration("anna@example.org"));
  house.get(kNobody, messages::Confirm{.token = house.mailed_token("anna@example.org")});
  CHECK(house.outcome(kNobody, log_in("anna@example.org", "Angreifer-Wort-77")) ==
        "account.wrong_credentials");
  CHECK(house.outcome(kNobody, log_in("anna@example.org")) == "ok");
}

TEST_CASE("registering does not flood a stranger's mailbox") {
  House house;
  for (int i = 0; i < 20; ++i) house.get(kNobody, registration("anna@example.org"));
  CHECK(house.mail_count("anna@example.org") == 5);
  house.get(kNobody, messages::Confirm{.token = house.mailed_token("anna@example.org")});
  for (int i = 0; i < 20; ++i) house.get(kNobody, registration("anna@example.org"));
  CHECK(house.mail_count("anna@example.org") == 10);
  house.clock.move(61min);
  house.get(kNobody, registration("anna@example.org"));
  CHECK(house.mail_count("anna@example.org") == 11);
}

TEST_CASE("registering refuses what cannot be an account, and names the field") {
  House house;
  const auto refused = [&](messages::Register command) {
    const auto reply = house.ask(kNobody, command);
    return reply ? std::string("ok") : std::string(reply.error().code->name) + " " + reply.error().field;
  };
  auto command = registration("anna@example.org");
  CHECK(refused(registration("anna")) == "account.invalid_email email");
  CHECK(refused(registration("anna@example.org", "passwort123")) == "account.weak_password password");
  CHECK(refused(registration("fichtelberg@example.org")) == "account.weak_password password");
  command.name = "Holzwerk Aue GmbH";
  CHECK(refused(command) == "account.name_reserved name");
  command.name = "H\u043Elzwerk Aue GmbH";  // a Cyrillic letter
  CHECK(refused(command) == "account.name_reserved name");
  command.name = "Admin";
  CHECK(refused(command) == "account.name_reserved name");
  command.name = "Anna\nWeber";
  CHECK(refused(command) == "session.invalid_field name");
  CHECK(house.mail_count("anna@example.org") == 0);
}

TEST_CASE("wrong password, unknown address and unconfirmed account are told apart by nobody") {
  House house;
  register_and_confirm(house, "anna@example.org");
  house.get(kNobody, registration("berta@example.org"));
  for (const auto& command : {log_in("anna@example.org", "Falsches-Wort-12"), log_in("nobody@example.org"),
                              log_in("berta@example.org"), log_in("no address")}) {
    const auto reply = house.ask(kNobody, command);
    REQUIRE_FALSE(reply.has_value());
    CHECK(*reply.error().code == messages::errors::wrong_credentials);
    CHECK(reply.error().field.empty());
    CHECK(reply.error().message.empty());
  }
}

TEST_CASE("a guess at an unknown address costs the server as much as at a known one") {
  House house;
  register_and_confirm(house, "anna@example.org");
  // Processor time of all threads: what else runs on the machine does not count.
  const auto cost_of = [&](const std::string& email) {
    std::clock_t best = std::numeric_limits<std::clock_t>::max();
    for (int i = 0; i < 5; ++i) {
      const std::clock_t begin = std::clock();
      CHECK(house.outcome({.address = "192.0.2." + std::to_string(i)}, log_in(email, "Falsches-Wort-12")) !=
            "ok");
      house.clock.move(1min);
      best = std::min(best, std::clock() - begin);
    }
    return best;
  };
  const std::clock_t known = cost_of("anna@example.org");
  const std::clock_t unknown = cost_of("nobody@example.org");
  CHECK(unknown > known / 2);
  CHECK(unknown < known * 2);
}

TEST_CASE("only failed log-ins count, and they cost time, never the account") {
  House house;
  register_and_confirm(house, "anna@example.org");
  for (int i = 0; i < 40; ++i) CHECK(house.outcome(kNobody, log_in("anna@example.org")) == "ok");
  for (int i = 0; i < 5; ++i)
    CHECK(house.outcome(kNobody, log_in("anna@example.org", "Falsches-Wort-12")) ==
          "account.wrong_credentials");
  const auto slowed = house.ask(kNobody, log_in("anna@example.org"));
  REQUIRE_FALSE(slowed.has_value());
  CHECK(*slowed.error().code == messages::errors::too_many_attempts);
  REQUIRE(slowed.error().retry_after);
  CHECK(*slowed.error().retry_after <= 15s);
  house.clock.move(*slowed.error().retry_after);
  CHECK(house.outcome(kNobody, log_in("anna@example.org")) == "ok");
}

TEST_CASE("a log-in gets a new session, and one that was brought along ends") {
  House house;
  const auto me = register_and_confirm(house, "anna@example.org");
  auto caller = *house.authenticate(*house.effects.cookie->token);
  const auto again = house.get(caller, log_in("anna@example.org")).me;
  CHECK(again.session_id != me.session_id);
  CHECK(house.effects.ended_sessions == std::vector{me.session_id});
}

TEST_CASE("logging out ends the session and clears the cookie, also without one") {
  House house;
  register_and_confirm(house, "anna@example.org");
  const auto token = *house.effects.cookie->token;
  const auto caller = *house.authenticate(token);
  house.get(caller, messages::LogOut{});
  REQUIRE(house.effects.cookie);
  CHECK_FALSE(house.effects.cookie->token);
  CHECK(house.effects.ended_sessions == std::vector{caller.session_id});
  CHECK_FALSE(house.authenticate(token));
  CHECK(house.outcome(kNobody, messages::LogOut{}) == "ok");
}

TEST_CASE("a password is reset by a mailed link, and all sessions end") {
  House house;
  register_and_confirm(house, "anna@example.org");
  const auto old_cookie = *house.effects.cookie->token;
  CHECK(house.outcome(kNobody, messages::RequestPasswordReset{.email = "nobody@example.org"}) == "ok");
  CHECK(house.mail_count("nobody@example.org") == 0);
  house.clock.move(1s);
  house.get(kNobody, messages::RequestPasswordReset{.email = "ANNA@example.org"});
  const auto token = house.mailed_token("anna@example.org");
  SECTION("a weak one is refused and the link stays good") {
    CHECK(
        house.outcome(kNobody, messages::ResetPassword{.token = token, .password = Secret("passwort123")}) ==
        "account.weak_password");
    CHECK(house.outcome(kNobody, messages::ResetPassword{.token = token,
                                                         .password = Secret("Neues-Wort-im-Berg")}) == "ok");
  }
  SECTION("the new one counts, once") {
    house.get(kNobody, messages::ResetPassword{.token = token, .password = Secret("Neues-Wort-im-Berg")});
    CHECK_FALSE(house.authenticate(old_cookie));
    CHECK(house.authenticate(*house.effects.cookie->token));
    CHECK(house.effects.ended_sessions.size() == 1);
    CHECK(house.outcome(kNobody, log_in("anna@example.org")) == "account.wrong_credentials");
    CHECK(house.outcome(kNobody, log_in("anna@example.org", "Neues-Wort-im-Berg")) == "ok");
    CHECK(house.outcome(
              kNobody, messages::ResetPassword{.token = token, .password = Secret("Drittes-Wort-im-Berg")}) ==
          "account.invalid_token");
  }
  SECTION("an hour later the link is dead") {
    house.clock.move(1h);
    CHECK(house.outcome(kNobody,
                        messages::ResetPassword{.token = token, .password = Secret("Neues-Wort-im-Berg")}) ==
          "account.invalid_token");
  }
}

TEST_CASE("no password and no token can be read from the store") {
  House house;
  house.get(kNobody, registration("anna@example.org"));
  const auto token = house.mailed_token("anna@example.org");
  house.get(kNobody, messages::Confirm{.token = token});
  const auto cookie = *house.effects.cookie->token;
  // The mail itself carries the link until it is sent.
  house.write([](Transaction& tx) { tx.run("UPDATE outgoing_mail SET text = '', html = ''"); });
  const std::string all = house.everything_stored();
  CHECK(all.contains("anna@example.org"));
  CHECK_FALSE(all.contains(kGoodPassword));
  CHECK_FALSE(all.contains(token.reveal()));
  CHECK_FALSE(all.contains(cookie.reveal()));
}
