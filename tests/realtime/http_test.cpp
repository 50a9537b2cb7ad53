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

}  // namespace stollen::tests
