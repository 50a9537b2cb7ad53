// What Redis may do to two nodes: lose, forge, fall silent, go away.
#include <sstream>

#include "server/realtime/node_message.hpp"
#include "tests/realtime/two_nodes.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/plug.hpp"
#include "tests/support/wait_until.hpp"

namespace stollen::tests {
namespace {

using realtime::NodeMessage;
namespace talk = protocol::conversation;

const std::string kLeft = "conversation.member_left";
const std::string kFinds = "stollen_realtime_head_poll_finds_total";
const std::string kLooks = "stollen_realtime_store_looks_total";

/// A third node, as Redis would let anybody play it: it knows the key or does not.
class ThirdNode {
 public:
  ThirdNode(const TestNode& beside, const TestRedis& redis, bool knows_key = true)
      : beside_(beside),
        redis_(redis),
        seal_(knows_key ? storage::node_key(*beside.store) : storage::NodeKey{}) {
    beside.store->read([this](auto& transaction) { epoch_ = transaction.epoch(); });
  }
  explicit ThirdNode(const TwoNodes& nodes, bool knows_key = true)
      : ThirdNode(nodes.one, nodes.redis, knows_key) {}
  std::string write(NodeMessage message) {
    if (message.origin.empty()) message.origin = "third";
    if (message.epoch.empty()) message.epoch = epoch_;
    message.sequence = ++sequence_;
    std::string bytes;
    seal_.write(bytes, message);
    return bytes;
  }
  std::string hint(std::string_view name) {
    const std::string text = event_text("conversation.typing", 0, R"({"name":")" + std::string(name) + "\"}");
    return write({.kind = NodeMessage::Kind::hint, .stream = "hall", .text = text});
  }
  static std::string event_text(std::string_view name, std::int64_t n, std::string_view data) {
    std::string text;
    protocol::write_event(text, name, "hall", n, system_clock().now(), data);
    return text;
  }
  /// An event of the store, as the node that stored it tells of it.
  std::string event(const std::string& stream, std::int64_t n) {
    std::string text;
    beside_.store->read([&](auto& transaction) {
      text = transaction
                 .template one<std::string>("SELECT text FROM event WHERE stream = $1 AND n = $2", stream, n)
                 .value();
    });
    return write({.n = n, .stream = stream, .text = text});
  }
  void publish(const std::string& bytes) { redis_.publish(channel_of(beside_, "hall"), bytes); }

 private:
  const TestNode& beside_;
  const TestRedis& redis_;
  realtime::MessageSeal seal_;
  std::string epoch_;
  std::uint64_t sequence_ = 0;
};

/// The node of these clients, who have joined the hall, hears what it is told of it from now on, and has read
/// what it reads of it when that begins: what comes later is not found by that.
void wait_until_heard(TestNode& node, const TestRedis& redis, std::initializer_list<TestClient*> clients) {
  const std::string kHeard = "hall.heard";
  wait_until([&] { return redis.listeners(channel_of(node, "hall")) == 1; });
  ThirdNode third(node, redis);
  third.publish(third.write({.kind = NodeMessage::Kind::hint,
                             .origin = "first of all",
                             .stream = "hall",
                             .text = ThirdNode::event_text(kHeard, 0, "{}")}));
  for (TestClient* client : clients) client->wait_for_event(kHeard);
  const ReadersPlug until_it_has_read(*node.store);
}

struct Listening : TwoNodes {
  explicit Listening(const realtime::RealtimeLimits& limits = told_only()) : TwoNodes(limits) {
    near.join("hall");
    far.join("hall");
    wait_until_heard(two, redis, {&near, &far});
  }
  TestClient near{two, visitor(), 0};
  TestClient far{two, visitor(), 1};
};

/// Ids of the connections that are not subscribed to anything, oldest first.
std::vector<std::string> speakers(const TestRedis& redis) {
  std::istringstream lines(redis.ask({"CLIENT", "LIST", "TYPE", "normal"}));
  std::vector<std::string> ids;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("id=") && !line.contains("cmd=client"))
      ids.push_back(line.substr(3, line.find(' ') - 3));
  }
  return ids;
}

realtime::RealtimeLimits looking(std::chrono::milliseconds with_bell,
                                 std::chrono::milliseconds without_bell) {
  auto limits = told_only();
  limits.store_watch_with_bell = with_bell;
  limits.store_watch_without_bell = without_bell;
  return limits;
}

storage::DatabaseOptions quick_look() {
  storage::DatabaseOptions options = blind();
  options.look_interval = 10ms;
  return options;
}

/// While Redis is heard, what arrives it has told; while it is away, looks find everything at once.
struct LookingWhileAway : TwoNodes {
  LookingWhileAway() : TwoNodes(looking(1h, 10ms), quick_look()) { client.join("hall"); }
  TestClient client{two, visitor()};
};

}  // namespace

TEST_CASE("what no node of the store has signed, or what comes again, is counted and not believed",
          "[realtime]") {
  Listening nodes;
  ThirdNode third(nodes);
  ThirdNode liar(nodes, false);
  const auto never_happened = ThirdNode::event_text("booth.removed", 1, "{}");
  const auto forged_event = liar.write({.n = 1, .stream = "hall", .text = never_happened});
  const auto genuine = third.hint("Vera");
  auto changed = genuine;
  changed[changed.size() - 40] ^= 1;
  const struct {
    const char* reason;
    std::string bytes;
  } bad[] = {
      {"forged", forged_event},
      {"forged", liar.hint("Mallory")},
      {"forged", changed},
      {"malformed", "good morning"},
      {"malformed", std::string(NodeMessage::kHeader + NodeMessage::kTag, '\0')},
      {"malformed", genuine.substr(0, genuine.size() - 1)},
      {"oversized", std::string(1'000'000, 'x')},
      {"foreign_epoch", third.write({.n = 1, .epoch = "another", .stream = "hall", .text = "{}"})},
      {"own", third.write({.n = 1, .origin = nodes.two.store->origin(), .stream = "hall", .text = "{}"})},
  };
  for (const auto& message : bad) {
    CAPTURE(message.reason);
    const auto before = dropped(message.reason);
    third.publish(message.bytes);
    wait_until([&] { return dropped(message.reason) == before + 1; });
  }
  third.publish(genuine);
  nodes.near.wait_for_event("conversation.typing");
  const auto old = dropped("old");
  third.publish(genuine);
  wait_until([&] { return dropped("old") == old + 1; });
  say(nodes.one, "hall");
  for (TestClient* client : {&nodes.near, &nodes.far}) {
    client->wait_for_event(kLeft, 1);
    client->settle();
    CHECK(client->count_events("conversation.typing") == 1);
    CHECK(client->count_events("booth.removed") == 0);
    CHECK(numbers_at(*client) == numbers_between(0, 1));
  }
}

TEST_CASE("where a bad message came, a good one may be missing: the store is looked at", "[realtime]") {
  Listening nodes;
  OtherProcess(nodes.one).say("hall", 3);
  const auto out = figure("stollen_backplane_messages_total{direction=\"out\"}");
  ThirdNode(nodes).publish("noise");
  for (TestClient* client : {&nodes.near, &nodes.far}) {
    client->wait_for_event(kLeft, 3);
    CHECK(numbers_at(*client) == numbers_between(0, 3));
  }
  // What was read is no news of this node's.
  CHECK(figure("stollen_backplane_messages_total{direction=\"out\"}") == out);
}

TEST_CASE("a gap that lost messages leave is read once for all shards, and closed in order", "[realtime]") {
  Listening nodes;
  OtherProcess(nodes.one).say("hall", 4);
  ThirdNode third(nodes);
  const auto last = third.event("hall", 4);
  ReadersPlug plug(*nodes.two.store);  // until both shards have asked
  const auto gaps = figure("stollen_realtime_gaps_total");
  third.publish(last);
  wait_until([&] {
    return figure("stollen_realtime_gaps_total") == gaps + std::min(nodes.two.scheduler.size(), 2U);
  });
  nodes.near.settle();  // the first shard has heard of both
  const auto reads = nodes.two.store->counters().reads;
  plug.pull();
  for (TestClient* client : {&nodes.near, &nodes.far}) {
    client->wait_for_event(kLeft, 4);
    CHECK(numbers_at(*client) == numbers_between(0, 4));
  }
  CHECK(count_reads(*nodes.two.store) == reads + ReadersPlug::kReaders + 1);
}

TEST_CASE("the last message before a silence, when lost, is found by a look and counted", "[realtime]") {
  auto limits = looking(20ms, 1h);
  TestRedis redis;
  storage::DatabaseOptions options = blind();
  options.look_interval = 20ms;
  const auto looks = figure(kLooks);
  TestNode node(quick_links(redis), nullptr, limits, {}, options);
  wait_for_connected(1);
  // Whoever is connected looks at once for what was told before, and does not call that a find.
  wait_until([&] { return figure(kLooks) > looks; });
  TestClient client(node, visitor());
  client.join("hall");
  wait_until_heard(node, redis, {&client});
  const auto finds = figure(kFinds);
  OtherProcess(node).say("hall", 2);
  client.wait_for_event(kLeft, 2);
  wait_until([&] { return figure(kFinds) == finds + 2; });
  CHECK(numbers_at(client) == numbers_between(0, 2));
}

TEST_CASE("Redis is killed and comes back empty: nothing is lost, and it is heard again", "[realtime]") {
  LookingWhileAway nodes;
  TestClient& client = nodes.client;
  say(nodes.one, "hall");
  client.wait_for_event(kLeft, 1);
  std::int64_t n = 1;
  for (int round = 0; round < 3; ++round) {
    nodes.redis.kill();
    for (int i = 0; i < 3; ++i) {
      say(nodes.one, "hall");
      client.wait_for_event(kLeft, ++n);
    }
    wait_for_connected(0);
    nodes.redis.start();
    wait_for_connected(2);
    CHECK(nodes.redis.listeners(nodes.channel("hall")) == 1);
    say(nodes.one, "hall");
    client.wait_for_event(kLeft, ++n);  // told: no look comes within the hour
  }
  CHECK(numbers_at(client) == numbers_between(0, n));
}

TEST_CASE("what was not sent while only the sender's connection was gone is looked for afterwards",
          "[realtime]") {
  TestRedis redis;
  TestNode two(quick_links(redis), nullptr, told_only(), {}, blind());
  wait_for_connected(1);
  const auto of_two = speakers(redis);
  REQUIRE(of_two.size() == 1);
  TestNode one(quick_links(redis), &two, told_only(), {}, blind());
  wait_for_connected(2);
  TestClient client(two, visitor());
  client.join("hall");
  say(one, "hall");
  client.wait_for_event(kLeft, 1);
  // Who listens loses nothing of its own, and hears of the loss from the sender alone.
  const auto away = dropped("away");
  while (dropped("away") == away) {
    for (const auto& id : speakers(redis)) {
      if (id != of_two[0]) static_cast<void>(redis.ask({"CLIENT", "KILL", "ID", id}));
    }
    for (int i = 0; i < 20; ++i) say(one, "hall");
  }
  std::int64_t head = 0;
  one.store->read([&](auto& transaction) { head = transaction.head("hall"); });
  client.wait_for_event(kLeft, head);
  CHECK(numbers_at(client) == numbers_between(0, head));
  CHECK(speakers(redis)[0] == of_two[0]);
}

TEST_CASE("a Redis that is stopped in its tracks is left for the store, and heard again when it runs",
          "[realtime]") {
  LookingWhileAway nodes;
  TestClient& client = nodes.client;
  nodes.redis.pause();
  say(nodes.one, "hall");
  client.wait_for_event(kLeft, 1);
  wait_for_connected(0);
  say(nodes.one, "hall");
  client.wait_for_event(kLeft, 2);
  nodes.redis.resume();
  wait_for_connected(2);
  say(nodes.one, "hall");
  client.wait_for_event(kLeft, 3);
  CHECK(numbers_at(client) == numbers_between(0, 3));
}

TEST_CASE("a subscriber that Redis cuts off for its slowness looks at the store and listens again",
          "[realtime]") {
  Listening nodes;
  static_cast<void>(nodes.redis.ask({"CONFIG", "SET", "client-output-buffer-limit", "pubsub 65536 65536 1"}));
  OtherProcess(nodes.one).say("hall", 2);
  const auto losses = figure("stollen_backplane_losses_total");
  ThirdNode(nodes).publish(std::string(2'000'000, 'x'));
  wait_until([&] { return figure("stollen_backplane_losses_total") > losses; });
  wait_for_connected(2);
  nodes.near.wait_for_event(kLeft, 2);
  say(nodes.one, "hall");
  nodes.near.wait_for_event(kLeft, 3);
  CHECK(numbers_at(nodes.near) == numbers_between(0, 3));
}

TEST_CASE("FLUSHALL and SCRIPT FLUSH mean nothing to a doorbell", "[realtime]") {
  Listening nodes;
  static_cast<void>(nodes.redis.ask({"FLUSHALL"}));
  say(nodes.one, "hall");
  nodes.near.wait_for_event(kLeft, 1);
}

TEST_CASE("a node serves and stops while Redis was never there", "[realtime]") {
  TestRedis redis;
  redis.kill();
  TestNode node(quick_links(redis), nullptr, looking(1h, 10ms));
  TestClient client(node, visitor());
  client.join("hall");
  say(node, "hall");
  client.wait_for_event(kLeft, 1);
  CHECK(figure("stollen_backplane_connected") == 0);
}

}  // namespace stollen::tests
