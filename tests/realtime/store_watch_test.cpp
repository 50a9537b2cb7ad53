// Two processes on one store: the second is another opening of the same file.
#include <thread>
#include "protocol/generated/cpp/account.hpp"

#include "tests/realtime/other_process.hpp"
#include "tests/realtime/test_node.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/wait_until.hpp"

namespace stollen::tests {
namespace {

using realtime::CloseCode;
namespace talk = protocol::conversation;

realtime::RealtimeLimits watchful() {
  auto limits = unhurried();
  limits.store_watch = 20ms;
  return limits;
}

const std::string kLooks = "stollen_realtime_store_looks_total";

void put_person(storage::Transaction& transaction, protocol::PersonId person, std::string_view role) {
  transaction.run(
      "INSERT INTO toy_person (person, name, role) VALUES ($1, 'Vera', $2) ON CONFLICT (person) DO UPDATE "
      "SET "
      "role = excluded.role",
      person, role);
}

}  // namespace

TEST_CASE("what another process commits reaches open sessions on all shards, once and in order",
          "[realtime]") {
  TestNode node(watchful());
  const std::string stream = protocol::ConversationStream::name(some_conversation());
  const std::string quiet = protocol::ConversationStream::name(some_conversation());
  TestClient near(node, visitor(), 0);
  TestClient far(node, visitor(), 1);
  for (TestClient* client : {&near, &far}) {
    client->join(stream);
    client->join(quiet);
    client->join("hall");
  }
  OtherProcess other(node);
  other.say(stream, 3);
  for (TestClient* client : {&near, &far}) client->wait_for_event("conversation.member_left", 3);
  node.write([&](auto& transaction) { transaction.publish(stream, talk::MemberLeftEvent{}); });
  other.say(stream, 2);
  for (TestClient* client : {&near, &far}) {
    client->wait_for_event("conversation.member_left", 6);
    std::vector<std::int64_t> numbers;
    for (const auto& text : client->frames()) {
      if (const auto frame = protocol::parse_server_frame(text).value(); frame.n > 0)
        numbers.push_back(frame.n);
    }
    CHECK(numbers == std::vector<std::int64_t>{1, 2, 3, 4, 5, 6});
  }
}

TEST_CASE("more streams than one query names are all looked after", "[realtime]") {
  TestNode node(watchful());
  TestClient client(node, visitor());
  std::vector<std::string> streams;
  for (int i = 0; i < 37; ++i) streams.push_back(protocol::ConversationStream::name(some_conversation()));
  for (const auto& stream : streams) client.join(stream);
  OtherProcess other(node);
  other.write([&](auto& transaction) {
    for (const auto& stream : streams) transaction.publish(stream, talk::MemberLeftEvent{});
  });
  for (const auto& stream : streams) {
    client.wait_for([&](const auto& frame) { return frame.n == 1 && frame.stream == stream; });
  }
}

TEST_CASE("a foreign event that falls into a join comes after its picture", "[realtime]") {
  std::promise<void> picture_is_taken;
  std::promise<void> may_answer;
  const auto attach_slow_stream = [&](realtime::Registry& registry) {
    registry.stream<protocol::CafeStream>(
        [&](storage::Transaction& transaction, const realtime::Caller&, const std::monostate&) {
          static_cast<void>(transaction.head("cafe"));  // from here on it sees nothing newer
          picture_is_taken.set_value();
          may_answer.get_future().wait();
          return Result<protocol::CafeStream::Snapshot>(protocol::CafeStream::Snapshot{});
        });
  };
  TestNode node(watchful(), attach_slow_stream, {}, blind());
  TestClient client(node, visitor(), 1);
  const auto cid = client.command(protocol::session::Join{.streams = {{.stream = "cafe"}}});
  picture_is_taken.get_future().wait();
  OtherProcess other(node);
  other.write([](auto& transaction) { transaction.publish("cafe", protocol::booth::RemovedEvent{}); });
  node.store->write([](storage::Transaction&) {});  // the store notices
  // While the join is on its way, with nobody live to give the event to, it is looked at again and again. One
  // look may have begun before; the second has seen the event.
  const auto looks = figure(kLooks);
  wait_until([&] { return figure(kLooks) >= looks + 2; });
  may_answer.set_value();
  CHECK(decoded<protocol::session::Join::Reply>(client.answer_to(cid)).streams.at(0).head == 0);
  client.wait_for_event("booth.removed", 1);
}

TEST_CASE("rights, removals and ended log-ins of another process take effect here", "[realtime]") {
  TestNode node(watchful());
  const auto vera = visitor();
  const auto viktor = visitor("Viktor");
  const auto conversation = some_conversation();
  const std::string stream = protocol::ConversationStream::name(conversation);
  node.write([&](auto& transaction) { put_person(transaction, vera.person_id, "visitor"); });
  TestClient changed(node, vera, 0);
  TestClient ended(node, viktor, 1);
  TestClient untouched(node, visitor(), 1);
  for (TestClient* client : {&changed, &ended, &untouched}) client->join(stream);

  OtherProcess other(node);
  other.write([&](auto& transaction) {
    put_person(transaction, vera.person_id, "organiser");
    transaction.effects().rights_changed.push_back(vera.person_id);
  });
  const auto rights =
      decoded<protocol::session::RightsChangedEvent>(changed.wait_for_event("session.rights_changed"));
  CHECK(rights.roles == std::vector{protocol::Role::organiser});

  other.write([&](auto& transaction) { ban(transaction, vera.person_id, conversation); });
  CHECK(decoded<protocol::session::LeftEvent>(changed.wait_for_event("session.left")).stream == stream);

  other.write([&](auto& transaction) { transaction.effects().ended_sessions.push_back(viktor.session_id); });
  CHECK(ended.wait_for_close() == CloseCode::log_in_again);
  untouched.settle();
  CHECK(untouched.count_events("session.left") == 0);
}

TEST_CASE("own signals and those from before the start are not acted on", "[realtime]") {
  const auto vera = visitor();
  const auto is_signal = [&](auto& transaction) {
    transaction.effects().ended_sessions.push_back(vera.session_id);
  };
  TestNode node(watchful(), {}, is_signal);
  TestClient client(node, vera);
  client.join("hall");
  node.store->write(is_signal);  // its effects are this process's own, and not applied here
  OtherProcess other(node);
  other.write([](auto& transaction) { transaction.publish("hall", protocol::booth::RemovedEvent{}); });
  client.wait_for_event("booth.removed", 1);
  client.settle();
  CHECK(client.ask(protocol::session::Leave{.streams = {"hall"}}).kind == protocol::ServerFrame::Kind::reply);
}

TEST_CASE("new media are loaded before the events that name them", "[realtime]") {
  std::atomic<int> reloads{0};
  TestNode node(watchful(), [&](realtime::Registry& registry) { registry.on_media([&] { ++reloads; }); });
  TestClient client(node, visitor());
  client.join("hall");
  OtherProcess other(node);
  other.write([](auto& transaction) {
    transaction.effects().has_media = true;
    transaction.publish("hall", protocol::booth::RemovedEvent{});
  });
  client.wait_for_event("booth.removed", 1);
  CHECK(reloads == 1);
}

}  // namespace stollen::tests
