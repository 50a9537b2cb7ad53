#include "server/realtime/http_rates.hpp"
#include "tests/realtime/test_node.hpp"
#include "tests/support/catch.hpp"

namespace stollen::tests {

TEST_CASE("commands over HTTP answer with a status that fits their error", "[realtime]") {
  TestNode node;
  const auto vera = visitor();
  const std::string talk = R"({"conversation_id":")" + some_conversation().text() + R"(","text":")";
  struct Case {
    realtime::Caller caller;
    std::string name, body, cid;
    int status;
    std::string contains;
  };
  const std::vector<Case> cases{
      {vera, "conversation.send_message", talk + "hello\"}", "c1", 200, R"({"ok":{"message_id":")"},
      {vera, "conversation.send_message", talk + "hello\"}", "c1", 200, R"("n":1})"},
      {vera, "conversation.send_message", talk + "other\"}", "c1", 409, "session.cid_reused"},
      {vera, "conversation.send_message", talk + "refuse\"}", "", 409, "conversation.closed"},
      {vera, "conversation.send_message", talk + "throw\"}", "", 500, "session.internal"},
      {vera, "conversation.send_message", "{}", "", 400, R"("field":"conversation_id")"},
      {vera, "conversation.send_message", "{", "", 400, "session.malformed"},
      {vera, "conversation.send_message", std::string(65'537, ' '), "", 413, "session.too_large"},
      {vera, "conversation.list_rooms", "", "no spaces", 400, R"("field":"id")"},
      {vera, "conversation.sing", "", "", 404, "session.unknown_command"},
      {vera, "conversation.type", "", "", 404, "session.unknown_command"},
      {vera, "session.join", "", "", 404, "session.unknown_command"},
      {vera, "conversation.take", "", "", 403, "session.forbidden"},
      {{}, "conversation.take", "", "", 401, "session.log_in_required"},
      {{}, "conversation.list_rooms", "", "", 200, R"({"ok":{"rooms":[)"},
  };
  for (const Case& one : cases) {
    const auto answer = node.http(one.caller, one.name, one.body, one.cid);
    INFO(one.name << " " << one.body.substr(0, 80) << " -> " << answer.body);
    CHECK(answer.status == one.status);
    CHECK_THAT(answer.body, Catch::Matchers::Contains(one.contains));
  }
}

TEST_CASE("a prepared command prepares in the pool, then writes and sets the cookie", "[realtime]") {
  TestNode node;
  const auto answer =
      node.http({}, "account.log_in", R"({"email":"vera@example.org","password":"correct horse"})", "c");
  CHECK(answer.status == 200);
  REQUIRE(answer.cookie.has_value());
  CHECK_THAT(answer.cookie->token->reveal(), Catch::Matchers::StartsWith("correct horse salted with "));
  CHECK(answer.cookie->max_age_seconds == 60);
  CHECK(node.http({}, "account.log_in", R"({"email":"nobody","password":"x"})").status == 403);
}

TEST_CASE("a cookie's token is looked up by its hash", "[realtime]") {
  TestNode node;
  const auto vera = new_id<protocol::PersonId>();
  // sha256("token")
  node.store->write([&](auto& transaction) {
    set_person(transaction, vera, "3c469e9d6c5875d37a43f353d4f88e61fcf812c66eee3457465a40b0da4153e0",
               "visitor");
  });
  auto& shard = node.scheduler.shard(0);
  const auto look_up = [&](std::string_view token) {
    std::promise<std::optional<realtime::Caller>> found;
    shard.post([&] {
      node.realtime->authenticate(shard, token, [&](std::optional<realtime::Caller> caller, bool failed) {
        CHECK_FALSE(failed);
        CHECK(shard.is_current());
        found.set_value(std::move(caller));
      });
    });
    return found.get_future().get();
  };
  CHECK(look_up("token").value().person_id == vera);
  CHECK_FALSE(look_up("other").has_value());
  CHECK_FALSE(look_up("").has_value());
  CHECK_FALSE(look_up(std::string(10'000, 'x')).has_value());
}

TEST_CASE("commands over HTTP are counted by account, without log-in by address", "[realtime]") {
  auto limits = unhurried();
  limits.commands_per_second = 0.01;
  limits.commands_burst = 3;
  TestNode node(limits);
  const auto vera = visitor();
  const auto ask = [&](const realtime::Caller& caller) {
    return node.http(caller, "conversation.list_rooms", "");
  };
  for (int i = 0; i < 3; ++i) CHECK(ask(vera).status == 200);
  const auto refused = ask(vera);
  CHECK(refused.status == 429);
  CHECK_THAT(refused.body, Catch::Matchers::Contains(R"("code":"session.rate_limited")"));
  REQUIRE(refused.retry_after.has_value());
  CHECK(*refused.retry_after > 90s);
  CHECK(ask(visitor("Viktor")).status == 200);

  const realtime::Caller school{.address_key = "203.0.113.7"};
  for (int i = 0; i < 30; ++i) CHECK(ask(school).status == 200);
  CHECK(ask(school).status == 429);
  CHECK(ask({.address_key = "203.0.113.8"}).status == 200);
  for (int i = 0; i < 40; ++i) CHECK(ask({}).status == 200);  // not counted: the machine itself
}

TEST_CASE("whoever has rested long enough is forgotten by the rates", "[realtime]") {
  realtime::HttpRates rates(1, 2);
  realtime::HttpRates::TimePoint now{1h};
  const auto vera = visitor();
  CHECK_FALSE(rates.take(vera, now));
  CHECK_FALSE(rates.take(vera, now));
  CHECK(rates.take(vera, now) == 1'000ms);
  for (int i = 0; i < 3'000; ++i) {
    now += 10ms;
    CHECK_FALSE(rates.take({.address_key = std::to_string(i)}, now));
    if (i % 50 == 0) static_cast<void>(rates.take(vera, now));  // keeps its bucket empty
  }
  CHECK(rates.size() < 2'100);
  static_cast<void>(rates.take(vera, now));
  CHECK(rates.take(vera, now).has_value());  // a new bucket would have two
}

}  // namespace stollen::tests
