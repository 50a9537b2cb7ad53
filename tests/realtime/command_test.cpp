#include <algorithm>

#include "tests/realtime/test_node.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/plug.hpp"
#include "tests/support/wait_until.hpp"

namespace stollen::tests {
namespace {

using protocol::ServerFrame;
using realtime::CloseCode;
namespace talk = protocol::conversation;

talk::SendMessage message(protocol::ConversationId conversation, const std::string& text) {
  return {.conversation_id = conversation, .text = text};
}

std::int64_t head_of(TestNode& node, protocol::ConversationId conversation) {
  return node.read<std::int64_t>(
      [&](auto& transaction) { return transaction.head(protocol::ConversationStream::name(conversation)); });
}

/// As many commands as a session may have running wait for the writer, who is held.
struct SaturatedSession {
  static constexpr std::size_t kRunning = 3;
  explicit SaturatedSession(realtime::RealtimeLimits limits = unhurried()) : node(bounded(limits)) {
    for (std::size_t i = 0; i < kRunning; ++i)
      running.push_back(client.command(message(conversation, "hello")));
  }
  TestNode node;
  TestClient client{node, visitor()};
  Plug plug{*node.store};
  const protocol::ConversationId conversation = some_conversation();
  std::vector<std::string> running;

 private:
  static realtime::RealtimeLimits bounded(realtime::RealtimeLimits limits) {
    limits.running_commands = kRunning;
    return limits;
  }
};

}  // namespace

TEST_CASE("a session is greeted with who it is", "[realtime]") {
  TestNode node;
  const auto vera = visitor();
  TestClient client(node, vera);
  const auto hello = decoded<protocol::session::HelloEvent>(client.wait_for_event("session.hello"));
  CHECK(hello.person_id == vera.person_id);
  CHECK(hello.roles == std::vector{protocol::Role::visitor});
  CHECK(hello.heartbeat_ms == 20'000);
  CHECK(hello.max_frame_bytes == 65'536);
}

TEST_CASE("a repeated command has one effect and one answer", "[realtime]") {
  TestNode node;
  TestClient client(node, visitor());
  const auto conversation = some_conversation();

  SECTION("after the first was answered") {
    client.ask(message(conversation, "hello"), "once");
    client.command(message(conversation, "hello"), "once");
    client.ask(message(some_conversation(), "a later one"));
    const auto frames = client.frames();
    CHECK(std::ranges::count_if(
              frames, [](const auto& text) { return text.starts_with(R"({"re":"once","ok")"); }) == 2);
    const auto first = std::ranges::find_if(frames, [](const auto& text) { return text.contains("once"); });
    CHECK(std::ranges::count(frames, *first) == 2);
  }
  SECTION("while the first is still running") {
    for (int i = 0; i < 5; ++i) client.command(message(conversation, "hello"), "once");
    client.answer_to("once");
    client.ask(message(some_conversation(), "a later one"));
    CHECK(client.count([](const ServerFrame& frame) {
      return frame.cid == "once" && frame.kind == ServerFrame::Kind::reply;
    }) == 5);
  }
  CHECK(head_of(node, conversation) == 1);
}

TEST_CASE("another person's command id is not a repetition", "[realtime]") {
  TestNode node;
  const auto conversation = some_conversation();
  TestClient vera(node, visitor());
  TestClient karl(node, visitor("Karl"), 1);
  CHECK(vera.ask(message(conversation, "hello"), "same").kind == ServerFrame::Kind::reply);
  CHECK(karl.ask(message(conversation, "hello"), "same").kind == ServerFrame::Kind::reply);
  CHECK(head_of(node, conversation) == 2);
}

TEST_CASE("a command id used for other content is refused", "[realtime]") {
  TestNode node;
  const auto vera = visitor();
  const auto conversation = some_conversation();
  TestClient client(node, vera);
  client.ask(message(conversation, "hello"), "once");
  TestClient second(node, vera, 1);
  CHECK(second.ask(message(conversation, "something else"), "once").code == "session.cid_reused");
  CHECK(head_of(node, conversation) == 1);
}

TEST_CASE("a refused command leaves nothing and may be sent again", "[realtime]") {
  TestNode node;
  TestClient client(node, visitor());
  const auto conversation = some_conversation();
  client.join(protocol::ConversationStream::name(conversation));
  const auto [text, code] = GENERATE(table<std::string, std::string>({{"refuse", "conversation.closed"},
                                                                      {"throw", "session.internal"},
                                                                      {"undeclared", "session.internal"}}));
  CHECK(client.ask(message(conversation, text), "first").code == code);
  CHECK(client.ask(message(conversation, "fine")).kind == ServerFrame::Kind::reply);
  client.wait_for_event("conversation.message", 1);
  CHECK(head_of(node, conversation) == 1);
  CHECK(client.count_events("conversation.message") == 1);
}

TEST_CASE("the gate opens by roles", "[realtime]") {
  TestNode node;
  TestClient nobody(node, {});
  TestClient vera(node, visitor());
  const auto conversation = some_conversation();
  CHECK(nobody.ask(message(conversation, "hello")).code == "session.log_in_required");
  CHECK(vera.ask(talk::Take{.conversation_id = conversation}).code == "session.forbidden");
  auto staff = visitor("Otto");
  staff.roles.insert(protocol::Role::exhibitor);
  TestClient otto(node, staff);
  CHECK(otto.ask(talk::Take{.conversation_id = conversation}).kind == ServerFrame::Kind::reply);
  CHECK(nobody.ask(talk::ListRooms{}).kind == ServerFrame::Kind::reply);
}

TEST_CASE("what is no command is answered, and closed at the third", "[realtime]") {
  TestNode node;
  TestClient client(node, visitor());
  client.send(R"({"id":"a","do":"conversation.sing"})");
  CHECK(client.answer_to("a").code == "session.unknown_command");
  client.send(R"({"id":"b","do":"conversation.send_message","with":{"text":7}})");
  const auto invalid = client.answer_to("b");
  CHECK(invalid.code == "session.invalid_field");
  CHECK(invalid.field == "conversation_id");
  client.send(R"({"id":"c","do":"account.log_in","with":{"email":"a","password":"b"}})");
  CHECK(client.answer_to("c").code == "session.http_only");

  client.send("[1,2");
  CHECK(client.wait_for([](const auto& frame) { return frame.code == "session.malformed"; }).cid.empty());
  client.send(std::string(65'537, ' '));
  client.wait_for([](const auto& frame) { return frame.code == "session.too_large"; });
  client.send(R"({"id":"d"})");
  CHECK(client.answer_to("d").field == "do");
  CHECK(client.wait_for_close() == CloseCode::protocol);
}

TEST_CASE("a session that sends too fast is warned three times", "[realtime]") {
  realtime::RealtimeLimits limits;
  limits.commands_per_second = 0.01;
  limits.commands_burst = 2;
  TestNode node(limits);
  TestClient client(node, visitor());
  for (int i = 0; i < 6; ++i) client.command(talk::ListRooms{}, "c" + std::to_string(i));
  CHECK(client.wait_for_close() == CloseCode::rate);
  CHECK(client.retry_after() > 0ms);
  CHECK(client.answer_to("c2").retry_after_ms.value() > 0);
  CHECK(client.count([](const auto& frame) { return frame.code == "session.rate_limited"; }) == 4);
}

TEST_CASE("a session with many running commands is not read until some are answered", "[realtime]") {
  SaturatedSession saturated;
  TestClient& client = saturated.client;
  std::promise<void> readable;
  client.on_session([&](realtime::Session& session) {
    CHECK(session.is_saturated());
    session.on_readable([&] { readable.set_value(); });
  });
  saturated.plug.pull();
  CHECK(readable.get_future().wait_for(kPatience) == std::future_status::ready);
  client.on_session([](realtime::Session& session) { CHECK_FALSE(session.is_saturated()); });
}

TEST_CASE("what is read beyond the running commands is refused at once, and nothing of it is done",
          "[realtime]") {
  SaturatedSession saturated;
  auto& [node, client, plug, conversation, running] = saturated;
  const auto refused = client.ask(message(conversation, "one too many"));
  CHECK(refused.code == "session.busy");
  CHECK(refused.retry_after_ms.value() > 0);
  protocol::session::Join join;
  join.streams.push_back({.stream = protocol::ConversationStream::name(conversation)});
  CHECK(client.ask(join).code == "session.busy");
  plug.pull();
  for (const std::string& cid : running) CHECK(client.answer_to(cid).kind == ServerFrame::Kind::reply);
  CHECK(head_of(node, conversation) == 3);
  client.ask(message(conversation, "again"));
  CHECK(head_of(node, conversation) == 4);
}

TEST_CASE("what is refused as too much counts as sent all the same", "[realtime]") {
  auto limits = unhurried();
  limits.commands_per_second = 0.001;
  limits.commands_burst = 5;
  SaturatedSession saturated(limits);
  TestClient& client = saturated.client;
  const auto conversation = saturated.conversation;
  for (int i = 0; i < 2; ++i) CHECK(client.ask(message(conversation, "too much")).code == "session.busy");
  CHECK(client.ask(message(conversation, "too fast")).code == "session.rate_limited");
}

TEST_CASE("while the store has no room a write is refused before it is looked at", "[realtime]") {
  auto options = patient_store();
  options.queue_limit = 4;
  TestNode node(unhurried(), {}, {}, options);
  TestClient client(node, visitor());
  const std::string with = R"({"conversation_id":")" + some_conversation().text() + "\"}";
  const std::string no_text = R"({"id":"c1","do":"conversation.send_message","with":)" + with + "}";
  const auto refusals = [&](std::string_view code) {
    return client.count([&](const auto& frame) { return frame.cid == "c1" && frame.code == code; });
  };
  {
    Plug plug(*node.store);
    while (node.store->submit(storage::WriteUnit{.work = [](auto&) { return true; }, .done = {}})) continue;
    const auto refused = figure("stollen_storage_write_refused_total");
    client.send(no_text);
    wait_until([&] { return refusals("session.busy") + refusals("session.invalid_field") == 1; });
    CHECK(refusals("session.busy") == 1);
    CHECK(figure("stollen_storage_write_refused_total") == refused + 1);
    CHECK(node.http(visitor(), "conversation.send_message", with).status == 503);
    CHECK(figure("stollen_storage_write_refused_total") == refused + 2);
  }
  node.write([](auto&) {});  // behind all that waited
  client.send(no_text);
  client.settle();
  CHECK(refusals("session.busy") == 1);
  CHECK(refusals("session.invalid_field") == 1);
}

TEST_CASE("the mail worker is woken after the commit", "[realtime]") {
  std::promise<void> woken;
  TestNode node(unhurried(), [&](auto& registry) { registry.on_mail([&] { woken.set_value(); }); });
  TestClient client(node, visitor());
  client.ask(message(some_conversation(), "mail"));
  CHECK(woken.get_future().wait_for(kPatience) == std::future_status::ready);
}

}  // namespace stollen::tests
