// Two nodes on one store, with a real Redis between them.
#include <atomic>
#include <thread>

#include "tests/realtime/two_nodes.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/wait_until.hpp"

namespace stollen::tests {
namespace {

using realtime::CloseCode;
namespace talk = protocol::conversation;

const std::string kLeft = "conversation.member_left";

}  // namespace

TEST_CASE("what one node commits reaches the sessions of another, once and in order", "[realtime]") {
  TalkAcross talking;
  TestClient near(talking.two, visitor(), 0);
  near.join(talking.stream);
  const auto lost = dropped("old") + dropped("forged");
  constexpr int kMessages = 100;
  for (int i = 0; i < kMessages; ++i) {
    TestClient& speaker = i % 3 == 0 ? near : talking.here;
    speaker.command(talk::SendMessage{.conversation_id = talking.conversation, .text = std::to_string(i)});
  }
  for (TestClient* client : {&talking.here, &near, &talking.there}) {
    client->wait_for_event("conversation.message", kMessages);
    CHECK(numbers_at(*client) == numbers_between(0, kMessages));
  }
  CHECK(dropped("old") + dropped("forged") == lost);
}

TEST_CASE("a node is told once of each event, and tells nobody of what it was told", "[realtime]") {
  TwoNodes nodes;
  TestClient client(nodes.two, visitor());
  client.join("hall");
  wait_until([&] { return nodes.redis.listeners(nodes.channel("hall")) == 1; });
  const auto out = figure("stollen_backplane_messages_total{direction=\"out\"}");
  for (int i = 1; i <= 5; ++i) {
    say(nodes.one, "hall");
    client.wait_for_event(kLeft, i);
  }
  // What another process has committed is no news of this node's either.
  OtherProcess(nodes.two).say("hall");
  say(nodes.one, "hall");
  client.wait_for_event(kLeft, 7);
  client.settle();
  CHECK(numbers_at(client) == numbers_between(0, 7));
  CHECK(figure("stollen_backplane_messages_total{direction=\"out\"}") == out + 6);
}

TEST_CASE("a node listens to the streams that somebody follows on it, and to no others", "[realtime]") {
  TwoNodes nodes;
  const auto channel = nodes.channel("hall");
  CHECK(nodes.redis.listeners(channel) == 0);
  TestClient first(nodes.two, visitor(), 0);
  first.join("hall");
  wait_until([&] { return nodes.redis.listeners(channel) == 1; });
  {
    TestClient second(nodes.two, visitor(), 1);
    second.join("hall");
    TestClient elsewhere(nodes.one, visitor(), 0);
    elsewhere.join("hall");
    wait_until([&] { return nodes.redis.listeners(channel) == 2; });
  }
  wait_until([&] { return nodes.redis.listeners(channel) == 1; });
  say(nodes.one, "hall");
  first.wait_for_event(kLeft, 1);
  first.disconnect();
  wait_until([&] { return nodes.redis.listeners(channel) == 0; });
}

TEST_CASE("an event between a picture and its subscription is read when that is in force", "[realtime]") {
  auto limits = told_only();
  TestRedis redis;
  auto links = quick_links(redis);
  links.silence_patience = 1h;  // it is only slow
  TestNode one(links, nullptr, limits, {}, blind());
  TestNode two(links, &one, limits, {}, blind());
  wait_for_connected(2);
  redis.pause();
  TestClient client(two, visitor());
  client.join("hall");
  OtherProcess(one).say("hall", 2);
  CHECK(client.count_events(kLeft) == 0);
  redis.resume();
  client.wait_for_event(kLeft, 2);
  CHECK(numbers_at(client) == numbers_between(0, 2));
}

TEST_CASE("hints reach the other node, without their author and without a number", "[realtime]") {
  TwoNodes nodes;
  const auto conversation = some_conversation();
  const std::string stream = protocol::ConversationStream::name(conversation);
  TestClient author(nodes.one, visitor("Vera"), 0);
  TestClient reader(nodes.two, visitor("Viktor"), 1);
  author.join(stream);
  reader.join(stream);
  wait_until([&] { return nodes.redis.listeners(nodes.channel(stream)) == 2; });
  author.ask(talk::Type{.conversation_id = conversation});
  CHECK(reader.wait_for_event("conversation.typing").n == 0);
  author.settle();
  CHECK(author.count_events("conversation.typing") == 0);
}

TEST_CASE("rights, removals and ended log-ins take effect on the other node at once", "[realtime]") {
  TwoNodes nodes;
  const auto vera = visitor();
  const auto viktor = visitor("Viktor");
  const auto conversation = some_conversation();
  const std::string stream = protocol::ConversationStream::name(conversation);
  TestClient changed(nodes.two, vera, 0);
  TestClient ended(nodes.two, viktor, 1);
  changed.join(stream);
  ended.join(stream);
  nodes.one.write([&](auto& transaction) { set_person(transaction, vera.person_id, "Vera", "organiser"); });
  const auto rights =
      decoded<protocol::session::RightsChangedEvent>(changed.wait_for_event("session.rights_changed"));
  CHECK(rights.roles == std::vector{protocol::Role::organiser});
  nodes.one.write([&](auto& transaction) { ban(transaction, vera.person_id, conversation); });
  CHECK(decoded<protocol::session::LeftEvent>(changed.wait_for_event("session.left")).stream == stream);
  nodes.one.write(
      [&](auto& transaction) { transaction.effects().ended_sessions.push_back(viktor.session_id); });
  CHECK(ended.wait_for_close() == CloseCode::log_in_again);
}

TEST_CASE("new media are known to the other node before the event that names them", "[realtime]") {
  TestRedis redis;
  std::atomic<int> reloads{0};
  std::atomic<int> reloads_at_event{0};
  TestNode one(quick_links(redis), nullptr, told_only(), {}, blind());
  TestNode two(
      quick_links(redis), &one, told_only(),
      [&](realtime::Registry& registry) { registry.on_media([&] { ++reloads; }); }, blind());
  wait_for_connected(2);
  TestClient client(two, visitor());
  client.join("hall");
  wait_until([&] { return figure("stollen_backplane_connected") == 2; });
  one.write([](auto& transaction) {
    transaction.effects().has_media = true;
    transaction.publish("hall", protocol::booth::RemovedEvent{});
  });
  client.wait_for_event("booth.removed", 1);
  reloads_at_event = reloads.load();
  CHECK(reloads_at_event >= 1);
}

TEST_CASE("an event that is too long for a message is told without its text and read", "[realtime]") {
  TalkAcross talking;
  std::string text;
  for (int i = 0; i < 3'000; ++i) text += "\xF0\x9F\x8D\x9E";
  talking.here.ask(talk::SendMessage{.conversation_id = talking.conversation, .text = text});
  CHECK(decoded<talk::MessageEvent>(talking.there.wait_for_event("conversation.message", 1)).message.text ==
        text);
}

TEST_CASE("two fairs on one Redis hear nothing of each other", "[realtime]") {
  TestRedis redis;
  TestNode one(quick_links(redis), nullptr, told_only());
  TestNode other(quick_links(redis), nullptr, told_only());
  wait_for_connected(2);
  TestClient client(one, visitor());
  TestClient stranger(other, visitor());
  client.join("hall");
  stranger.join("hall");
  const auto before = dropped("foreign_epoch") + dropped("forged");
  const auto came_back = dropped("own");
  const auto heard = figure("stollen_backplane_messages_total{direction=\"in\"}");
  one.write([](auto& transaction) {
    transaction.publish("hall", talk::MemberLeftEvent{});
    transaction.effects().has_media = true;  // all nodes of the fair are told
  });
  client.wait_for_event(kLeft, 1);
  wait_until([&] { return dropped("own") >= came_back + 2; });
  stranger.settle();
  CHECK(stranger.count_events(kLeft) == 0);
  CHECK(dropped("foreign_epoch") + dropped("forged") == before);
  CHECK(figure("stollen_backplane_messages_total{direction=\"in\"}") == heard);
}

}  // namespace stollen::tests
