#include <atomic>
#include <thread>

#include "tests/realtime/test_node.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/plug.hpp"
#include "tests/support/wait_until.hpp"

namespace stollen::tests {
namespace {

using realtime::CloseCode;

realtime::RealtimeLimits short_grace() {
  auto limits = unhurried();
  limits.absence_grace = 30ms;
  return limits;
}

}  // namespace

TEST_CASE("absence is told once, after the last session's grace", "[realtime]") {
  TestNode node(short_grace());
  const auto vera = visitor();
  TestClient onlooker(node, visitor("Karl"), 1);
  onlooker.join("hall");
  TestClient first(node, vera, 0);
  TestClient second(node, vera, 1);
  first.disconnect();
  second.disconnect();
  onlooker.wait_for_event("booth.removed", 1);  // the hook's own event
  onlooker.settle();
  CHECK(node.read<std::int64_t>([&](auto& tx) { return absences(tx, vera.person_id); }) == 1);
}

TEST_CASE("who returns within the grace was never absent", "[realtime]") {
  TestNode node(short_grace());
  const auto vera = visitor();
  const auto karl = visitor("Karl");
  TestClient onlooker(node, visitor("Otto"), 1);
  onlooker.join("hall");
  Nobody peer;
  std::unique_ptr<realtime::Session> session;
  const auto come = [&] {
    session.reset();
    session = node.realtime->open_session(peer, node.scheduler.shard(0), vera);
  };
  node.on_shard(0, come);
  TestClient other(node, karl, 0);
  node.on_shard(0, come);  // leaves and returns in one turn: however slow the machine is, within the grace
  other.disconnect();      // its lease ends after Vera's first one
  onlooker.wait_for_event("booth.removed", 1);  // Karl's
  onlooker.settle();
  CHECK(node.read<std::int64_t>([&](auto& tx) { return absences(tx, vera.person_id); }) == 0);
  CHECK(node.read<std::int64_t>([&](auto& tx) { return absences(tx, karl.person_id); }) == 1);
  node.on_shard(0, [&] { session.reset(); });
}

TEST_CASE("who returns while the absence waits for the writer was never absent", "[realtime]") {
  TestNode node(short_grace());
  const auto vera = visitor();
  TestClient first(node, vera);
  Plug plug(*node.store);
  const std::uint64_t queued_before = node.store->counters().queue_depth;
  first.disconnect();
  wait_until([&] { return node.store->counters().queue_depth > queued_before; });  // by the absence
  TestClient again(node, vera);
  plug.pull();
  again.settle();
  CHECK(node.read<std::int64_t>([&](auto& tx) { return absences(tx, vera.person_id); }) == 0);
}

TEST_CASE("people whom the store believes present are watched from the start", "[realtime]") {
  const auto gone = visitor();
  const auto here = visitor("Karl");
  TestNode node(short_grace(), {}, [&](storage::Transaction& transaction) {
    set_person(transaction, gone.person_id, "seated", "visitor");
    set_person(transaction, here.person_id, "seated", "visitor");
  });
  TestClient back(node, here);
  back.join("hall");
  const auto is_told = [&] {
    return node.read<std::int64_t>([&](auto& tx) { return absences(tx, gone.person_id); });
  };
  while (is_told() == 0) std::this_thread::yield();
  CHECK(is_told() == 1);
  CHECK(node.read<std::int64_t>([&](auto& tx) { return absences(tx, here.person_id); }) == 0);
}

TEST_CASE("a person has a bounded number of sessions", "[realtime]") {
  auto limits = unhurried();
  limits.sessions_per_person = 2;
  TestNode node(limits);
  const auto vera = visitor();
  TestClient first(node, vera, 0);
  TestClient second(node, vera, 1);
  TestClient third(node, vera, 1);
  CHECK(third.wait_for_close() == CloseCode::too_many_sessions);
  second.disconnect();
  TestClient fourth(node, vera, 1);
  fourth.wait_for_event("session.hello");
}

TEST_CASE("an ended log-in loses its sockets at once, others stay", "[realtime]") {
  TestNode node;
  auto vera = visitor();
  TestClient ended(node, vera, 0);
  const auto log_in = vera.session_id;
  vera.session_id = new_id<protocol::SessionId>();
  TestClient other(node, vera, 1);
  node.write([&](auto& transaction) { transaction.effects().ended_sessions.push_back(log_in); });
  CHECK(ended.wait_for_close() == CloseCode::log_in_again);
  other.join("hall");
}

TEST_CASE("changed rights hold at once, for commands and for streams", "[realtime]") {
  TestNode node;
  auto vera = visitor();
  vera.roles = {protocol::Role::visitor, protocol::Role::exhibitor};
  TestClient client(node, vera);
  const std::string desk = protocol::BoothStaffStream::name(new_id<protocol::BoothId>());
  client.join(desk);
  client.join("hall");
  node.write([&](auto& transaction) { set_person(transaction, vera.person_id, "Vera B.", "visitor"); });
  const auto changed =
      decoded<protocol::session::RightsChangedEvent>(client.wait_for_event("session.rights_changed"));
  CHECK(changed.roles == std::vector{protocol::Role::visitor});
  CHECK(decoded<protocol::session::LeftEvent>(client.wait_for_event("session.left")).stream == desk);
  CHECK(client.ask(protocol::conversation::Take{}).code == "session.forbidden");
  client.settle();
  CHECK(client.count_events("session.left") == 1);

  const auto karl = visitor("Karl");
  TestClient deleted(node, karl);
  node.write([&](auto& transaction) { transaction.effects().rights_changed.push_back(karl.person_id); });
  CHECK(deleted.wait_for_close() == CloseCode::log_in_again);
}

TEST_CASE("heartbeats carry the heads", "[realtime]") {
  auto limits = unhurried();
  limits.heartbeat = 20ms;
  TestNode node(limits);
  TestClient client(node, visitor());
  client.join("hall");
  node.write([](auto& transaction) { transaction.publish("hall", protocol::booth::RemovedEvent{}); });
  client.wait_for([](const auto& frame) {
    if (frame.name != "session.heartbeat") return false;
    const auto heads = decoded<protocol::session::HeartbeatEvent>(frame).heads;
    return heads.size() == 1 && heads[0].stream == "hall" && heads[0].head == 1;
  });
}

TEST_CASE("silence ends a session, whatever the server says meanwhile", "[realtime]") {
  auto limits = unhurried();
  limits.heartbeat = 20ms;
  limits.silence = 150ms;
  TestNode node(limits);
  TestClient client(node, visitor());
  CHECK(client.wait_for_close() == CloseCode::no_heartbeat);
}

TEST_CASE("housekeeping runs after the start and again", "[realtime]") {
  std::atomic<int> runs{0};
  TestNode node(unhurried(), [&](auto& registry) {
    registry.every("toy.tick", 5ms, [&](storage::Transaction& transaction) {
      transaction.publish("hall", protocol::booth::RemovedEvent{});
      ++runs;
    });
  });
  TestClient client(node, visitor());
  const auto head = client.join("hall").head.value();
  client.wait_for_event("booth.removed", head + 3);
  CHECK(runs >= 3);
}

TEST_CASE("a drain lets running commands finish, refuses new ones, and sends sessions away", "[realtime]") {
  TestNode node;
  TestClient client(node, visitor());
  Plug plug(*node.store);
  const auto cid = client.command(
      protocol::conversation::SendMessage{.conversation_id = some_conversation(), .text = "the last word"});
  node.on_shard(0, [] {});  // the command is on its way
  auto drained = std::async(std::launch::async, [&] { node.realtime->drain(kPatience, 1'000ms); });
  while (node.http({}, "conversation.list_rooms", "").status == 200) std::this_thread::yield();
  const auto refused = node.http({}, "conversation.list_rooms", "");
  CHECK(refused.status == 503);
  CHECK_THAT(refused.body, Catch::Matchers::Contains("session.draining"));
  plug.pull();
  drained.get();
  node.is_drained = true;
  CHECK(client.answer_to(cid).kind == protocol::ServerFrame::Kind::reply);
  CHECK(client.wait_for_close() == CloseCode::drain);
  CHECK(client.retry_after() <= 1'000ms);
  TestClient late(node, visitor());
  CHECK(late.wait_for_close() == CloseCode::drain);
}

}  // namespace stollen::tests
