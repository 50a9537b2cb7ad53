// What is told reaches everybody alike, however many shards there are.
#include <atomic>
#include <exception>
#include <nlohmann/json.hpp>
#include <thread>

#include "tests/realtime/test_node.hpp"
#include "tests/support/catch.hpp"

namespace stollen::tests {
namespace {

using protocol::JoinOutcome;
namespace talk = protocol::conversation;

constexpr std::size_t kMembers = 8;
const std::string kLeft = "conversation.member_left";

/// Members on all shards in turn.
struct Members {
  explicit Members(TestNode& node) : node(node) {
    for (std::size_t i = 0; i < kMembers; ++i) arrive(static_cast<std::uint32_t>(i));
  }
  TestClient& arrive(std::uint32_t shard, const realtime::Caller& caller = visitor()) {
    return *all.emplace_back(std::make_unique<TestClient>(node, caller, shard));
  }
  TestNode& node;
  std::vector<std::unique_ptr<TestClient>> all;
};

/// Of the events that a join has brought.
std::vector<std::int64_t> numbers_in(const protocol::RawJson& events) {
  std::vector<std::int64_t> numbers;
  for (const auto& event : nlohmann::json::parse(events.text))
    numbers.push_back(event.at("n").get<std::int64_t>());
  return numbers;
}

/// Says one thing after the other, each when it has heard the last one itself: else the talk would run away
/// from those who listen. The stream is new.
class Chatter {
 public:
  Chatter(TestNode& node, std::string stream)
      : node_(node), own_(node, visitor()), stream_(std::move(stream)), thread_([this] { talk(); }) {}
  ~Chatter() { stop(); }
  /// What was said last. Throws what went wrong meanwhile.
  std::int64_t end() {
    stop();
    if (problem_) std::rethrow_exception(problem_);
    return said_;
  }

 private:
  void stop() {
    is_over_ = true;
    if (thread_.joinable()) thread_.join();
  }
  void talk() {
    try {
      talk_on();
    } catch (...) {
      problem_ = std::current_exception();
    }
  }
  void talk_on() {
    own_.join(stream_);
    while (!is_over_) {
      say(node_, stream_);
      own_.wait_for_event(kLeft, ++said_);
      own_.take_frames();
    }
  }

  TestNode& node_;
  TestClient own_;
  const std::string stream_;
  std::atomic<bool> is_over_{false};
  std::int64_t said_ = 0;
  std::exception_ptr problem_;
  std::thread thread_;
};

}  // namespace

TEST_CASE("members on every shard who come, leave and return amid the talk miss nothing", "[realtime]") {
  // A shard that gets no processor for a while falls far behind; nobody starts anew for that here.
  auto limits = unhurried();
  limits.replay_events = 100'000;
  limits.replay_bytes = std::size_t{64} * 1024 * 1024;
  TestNode node(GENERATE(1U, 2U, 4U), limits);
  Members members(node);
  const std::string stream = protocol::ConversationStream::name(some_conversation());
  Chatter chatter(node, stream);
  std::vector<std::int64_t> heads;
  for (const auto& member : members.all) {
    heads.push_back(member->join(stream).head.value());
    member->wait_for_event(kLeft, heads.back() + 3);
  }
  const auto epoch = node.read<std::string>([](auto& transaction) { return transaction.epoch(); });
  // Each leaves and comes back with a position, to the shard behind their own.
  std::vector<std::vector<std::int64_t>> before;
  std::vector<protocol::JoinedStream> joined;
  for (std::size_t i = 0; i < kMembers; ++i) {
    members.all[i]->disconnect();
    before.push_back(numbers_at(*members.all[i], heads[i]));
    joined.push_back(members.arrive(static_cast<std::uint32_t>(i + 1)).join(stream, epoch, before[i].back()));
  }
  const std::int64_t last = chatter.end();
  for (std::size_t i = 0; i < kMembers; ++i) {
    CHECK(before[i] == numbers_between(heads[i], heads[i] + static_cast<std::int64_t>(before[i].size())));
    INFO("member " << i << " came back with " << before[i].back() << " at " << joined[i].head.value());
    REQUIRE(joined[i].outcome == JoinOutcome::replayed);
    const std::int64_t head = joined[i].head.value();
    CHECK(numbers_in(joined[i].events.value()) == numbers_between(before[i].back(), head));
    TestClient& again = *members.all[kMembers + i];
    if (head < last) again.wait_for_event(kLeft, last);
    CHECK(numbers_at(again, head) == numbers_between(head, last));
  }
}

TEST_CASE("a hint reaches all others on every shard, once", "[realtime]") {
  TestNode node(GENERATE(1U, 2U, 4U));
  Members members(node);
  const auto conversation = some_conversation();
  for (const auto& member : members.all) member->join(protocol::ConversationStream::name(conversation));
  for (const auto& member : members.all) {
    const auto answer = member->ask(talk::Type{.conversation_id = conversation});
    CHECK(answer.kind == protocol::ServerFrame::Kind::reply);
  }
  for (const auto& member : members.all) {
    std::size_t hints = 0;
    member->wait_for([&](const auto& frame) {
      if (frame.name == "conversation.typing") ++hints;
      return hints == kMembers - 1;
    });
  }
  say(node, protocol::ConversationStream::name(conversation));
  for (const auto& member : members.all) {
    member->wait_for_event(kLeft, 1);
    CHECK(member->count_events("conversation.typing") == kMembers - 1);
  }
}

TEST_CASE("who loses a right loses it on every shard, and nobody else does", "[realtime]") {
  TestNode node(GENERATE(1U, 2U, 4U));
  Members members(node);
  const auto vera = visitor("Vera");
  for (std::uint32_t shard = 0; shard < 4; ++shard) members.arrive(shard, vera);
  const auto conversation = some_conversation();
  const std::string stream = protocol::ConversationStream::name(conversation);
  for (const auto& member : members.all) member->join(stream);
  node.write([&](auto& transaction) { ban(transaction, vera.person_id, conversation); });
  for (std::size_t i = kMembers; i < members.all.size(); ++i) {
    const auto left = members.all[i]->wait_for_event("session.left");
    CHECK(decoded<protocol::session::LeftEvent>(left).stream == stream);
  }
  say(node, stream);
  for (std::size_t i = 0; i < kMembers; ++i) {
    members.all[i]->wait_for_event(kLeft, 2);
    CHECK(members.all[i]->count_events("session.left") == 0);
  }
  for (std::size_t i = kMembers; i < members.all.size(); ++i) {
    members.all[i]->settle();
    CHECK(members.all[i]->count_events(kLeft) == 1);
  }
}

}  // namespace stollen::tests
