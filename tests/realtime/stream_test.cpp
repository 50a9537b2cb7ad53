#include <algorithm>
#include <array>
#include <atomic>
#include <limits>
#include <map>
#include <semaphore>
#include <thread>

#include "server/realtime/hub.hpp"
#include "server/runtime/post_together.hpp"
#include "tests/realtime/test_node.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/plug.hpp"

namespace stollen::tests {
namespace {

using protocol::JoinOutcome;
using protocol::ServerFrame;
using realtime::CloseCode;
namespace talk = protocol::conversation;

std::string raw(const protocol::RawJson& json) {
  return json.text;
}

/// Who is joining, and how many events were said when that began. A join that is overtaken by more events
/// than are held for it is told to come back; how many that would be depends on what else the machine does.
class JoinsUnderWay {
 public:
  static constexpr std::size_t kClients = 4;
  JoinsUnderWay() {
    for (std::size_t client = 0; client < kClients; ++client) end(client);
  }
  void begin(std::size_t client) { since_.at(client) = said_.load(); }
  void end(std::size_t client) { since_.at(client) = std::numeric_limits<std::size_t>::max(); }
  void note_said() { ++said_; }
  [[nodiscard]] bool may_be_overtaken() const {
    return std::ranges::none_of(since_, [this](const auto& since) {
      const std::size_t then = since;
      return then <= said_ && said_ - then >= realtime::Hub::kHeldEvents / 2;
    });
  }

 private:
  std::atomic<std::size_t> said_{0};
  std::array<std::atomic<std::size_t>, kClients> since_;
};

}  // namespace

TEST_CASE("who joins gets the picture, then every event above it once and in order", "[realtime]") {
  TestNode node;
  const auto conversation = some_conversation();
  const std::string stream = protocol::ConversationStream::name(conversation);
  say(node, stream, 3);
  TestClient near(node, visitor(), 0);
  TestClient far(node, visitor(), 1);
  const auto joined = near.join(stream);
  CHECK(joined.outcome == JoinOutcome::reset);
  CHECK(joined.head == 3);
  CHECK_THAT(raw(*joined.snapshot), Catch::Matchers::Contains(R"("title":"3")"));
  far.join(stream);
  say(node, stream, 4);
  for (TestClient* client : {&near, &far}) {
    client->wait_for_event("conversation.member_left", 7);
    CHECK(client->count_events("conversation.member_left") == 4);
  }
}

TEST_CASE("who returns with a position gets what is missing, or starts anew", "[realtime]") {
  auto limits = unhurried();
  limits.replay_events = 5;
  TestNode node(limits);
  const std::string stream = protocol::ConversationStream::name(some_conversation());
  TestClient client(node, visitor());
  const auto epoch = client.join(stream).epoch;
  say(node, stream, 8);

  const auto missed = client.join(stream, epoch, 3);
  CHECK(missed.outcome == JoinOutcome::replayed);
  CHECK(missed.head == 8);
  const auto stored = node.read<std::vector<std::string>>([&](auto& transaction) {
    return transaction.template all<std::string>(
        "SELECT text FROM event WHERE stream = $1 AND n > 3 ORDER BY n", stream);
  });
  std::string expected = "[";
  for (const auto& text : stored) expected += (expected.size() > 1 ? "," : "") + text;
  CHECK(raw(*missed.events) == protocol::parse_json(expected + "]").value().text());
  CHECK(stored.size() == 5);
  CHECK(client.join(stream, epoch, 8).outcome == JoinOutcome::replayed);

  CHECK(client.join(stream, epoch, 2).outcome == JoinOutcome::reset);  // too far behind
  CHECK(client.join(stream, epoch, 9).outcome ==
        JoinOutcome::reset);  // ahead of the store: history was replaced
  CHECK(client.join(stream, "another", 7).outcome == JoinOutcome::reset);  // likewise
  CHECK(client.join(stream, {}, 7).outcome ==
        JoinOutcome::reset);  // a number means nothing without its epoch
  node.write([&](auto& transaction) {
    transaction.run("DELETE FROM event WHERE stream = $1 AND n < 7", stream);
    transaction.run("UPDATE stream SET first_n = 7 WHERE name = $1", stream);
  });
  CHECK(client.join(stream, epoch, 5).outcome == JoinOutcome::reset);  // no longer kept
  CHECK(client.join(stream, epoch, 6).outcome == JoinOutcome::replayed);
}

TEST_CASE("who missed more than an answer should hold starts anew", "[realtime]") {
  auto limits = unhurried();
  limits.replay_bytes = 1'000;  // about eight such events
  TestNode node(limits);
  const std::string stream = protocol::ConversationStream::name(some_conversation());
  TestClient client(node, visitor());
  const auto epoch = client.join(stream).epoch;
  say(node, stream, 20);
  CHECK(client.join(stream, epoch, 17).outcome == JoinOutcome::replayed);
  CHECK(client.join(stream, epoch, 0).outcome == JoinOutcome::reset);
}

TEST_CASE("those who come back together are read for together, each with its own rights", "[realtime]") {
  constexpr int kMany = 40;
  TestNode node;
  const auto conversation = some_conversation();
  const std::string stream = protocol::ConversationStream::name(conversation);
  const auto banned = visitor("Bodo");
  node.write([&](auto& transaction) { ban(transaction, banned.person_id, conversation); });
  say(node, stream, 5);
  const auto epoch = node.read<std::string>([](auto& transaction) { return transaction.epoch(); });
  std::vector<std::unique_ptr<TestClient>> clients;
  for (int i = 0; i < kMany; ++i) {
    clients.push_back(std::make_unique<TestClient>(node, i == 7 ? banned : visitor()));
  }
  ReadersPlug plug(*node.store);
  const auto reads = node.store->counters().reads;
  std::vector<std::string> asked;
  {
    const runtime::PostTogether together;
    for (int i = 0; i < kMany; ++i) {
      asked.push_back(clients[static_cast<std::size_t>(i)]->command(
          protocol::session::Join{.streams = {{.stream = stream, .epoch = epoch, .last = i % 4}}}));
    }
  }
  node.on_shard(0, [] {});  // it has all of them
  plug.pull();
  for (std::size_t i = 0; i < kMany; ++i) {
    const auto joined =
        decoded<protocol::session::Join::Reply>(clients[i]->answer_to(asked[i])).streams.at(0);
    CHECK(joined.outcome == (i == 7 ? JoinOutcome::denied : JoinOutcome::replayed));
    if (i == 7) continue;
    std::size_t events = 0;
    const std::string text = raw(*joined.events);
    for (std::size_t at = text.find("\"on\""); at != std::string::npos; at = text.find("\"on\"", at + 1))
      ++events;
    CHECK(events == 6 - i % 4);  // the ban's own event is the first of six
  }
  // 32 at once, and perhaps the first alone, when the shard was awake; forty before.
  CHECK(count_reads(*node.store) - reads - ReadersPlug::kReaders <= 3);
}

TEST_CASE("absent and forbidden streams look alike", "[realtime]") {
  TestNode node;
  const auto vera = visitor();
  const auto conversation = some_conversation();
  node.write([&](auto& transaction) { ban(transaction, vera.person_id, conversation); });
  TestClient client(node, vera);
  const auto answer = client.ask(protocol::session::Join{
      .streams = {{.stream = protocol::ConversationStream::name(conversation)},
                  {.stream = "conversation:nonsense"},
                  {.stream = protocol::BoothStaffStream::name(new_id<protocol::BoothId>())},
                  {.stream = "hall"}}});
  std::map<std::string, protocol::JoinedStream> by_stream;
  for (auto& one : decoded<protocol::session::Join::Reply>(answer).streams) {
    by_stream.emplace(one.stream.substr(0, 14), one);
  }
  REQUIRE(by_stream.size() == 4);
  for (const auto& [stream, joined] : by_stream) {
    INFO(stream);
    CHECK((joined.outcome == JoinOutcome::denied) == (stream != "hall"));
    CHECK((joined.head.has_value() || joined.snapshot.has_value()) == (stream == "hall"));
  }
}

TEST_CASE("a session follows a bounded number of streams", "[realtime]") {
  auto limits = unhurried();
  limits.streams_per_session = 2;
  TestNode node(limits);
  TestClient client(node, visitor());
  const std::string one = protocol::ConversationStream::name(some_conversation());
  client.join(one);
  client.join("hall");
  const auto refused = client.ask(protocol::session::Join{
      .streams = {{.stream = protocol::ConversationStream::name(some_conversation())}}});
  CHECK(refused.code == "session.invalid_field");
  CHECK(refused.field == "streams");
  CHECK(client.join(one).outcome == JoinOutcome::reset);  // anew: not one more
  client.ask(protocol::session::Leave{.streams = {"hall", "never joined"}});
  CHECK(client.join(protocol::ConversationStream::name(some_conversation())).outcome == JoinOutcome::reset);
}

TEST_CASE("nothing falls between picture and live events while others write", "[realtime]") {
  TestNode node;
  const std::string stream = protocol::ConversationStream::name(some_conversation());
  // Each join brings the writer some turns: it is busy whenever somebody joins, and does not outrun them by
  // so much that the test is about little else than writing.
  constexpr int kEventsForEachJoin = 20;
  std::counting_semaphore<> turns{0};
  JoinsUnderWay joins;
  std::atomic<bool> is_over{false};
  std::thread writer([&] {
    for (turns.acquire(); !is_over; turns.acquire()) {
      while (!joins.may_be_overtaken() && !is_over) std::this_thread::yield();
      say(node, stream);
      joins.note_said();
    }
  });
  constexpr int kJoins = 700;
  const auto join_and_leave = [&](std::uint32_t number) {
    TestClient client(node, visitor(), number % 2);
    std::optional<std::string> epoch;
    std::optional<std::int64_t> last;
    for (int i = 0; i < kJoins; ++i) {
      turns.release(kEventsForEachJoin);
      // Now with a position, now without; every second time without waiting for an event.
      joins.begin(number);
      const auto joined = i % 3 == 0 ? client.join(stream) : client.join(stream, epoch, last);
      joins.end(number);
      if (i % 2 == 0) {
        turns.release();  // or nothing might follow
        client.wait_for_event("conversation.member_left", *joined.head + 1);
      }
      client.ask(protocol::session::Leave{.streams = {stream}});
      // All that came after this answer must follow it without a hole and without a double.
      std::int64_t n = *joined.head;
      bool is_after = false;
      for (const auto& text : client.take_frames()) {
        const auto frame = protocol::parse_server_frame(text).value();
        if (frame.kind == ServerFrame::Kind::reply) is_after = true;
        if (frame.n == 0) continue;
        if (!is_after || frame.n != n + 1) throw std::runtime_error("hole or double at " + text);
        n = frame.n;
      }
      epoch = joined.epoch;
      last = n;
    }
  };
  std::vector<std::future<void>> clients;
  for (std::uint32_t i = 0; i < JoinsUnderWay::kClients; ++i)
    clients.push_back(std::async(std::launch::async, join_and_leave, i));
  for (auto& client : clients) CHECK_NOTHROW(client.get());
  is_over = true;
  turns.release();
  writer.join();
}

TEST_CASE("who loses the right hears the last event, then nothing", "[realtime]") {
  TestNode node;
  const auto vera = visitor();
  const auto conversation = some_conversation();
  const std::string stream = protocol::ConversationStream::name(conversation);
  TestClient banned(node, vera, 0);
  TestClient also_banned(node, vera, 1);
  TestClient other(node, visitor(), 1);
  for (TestClient* client : {&banned, &also_banned, &other}) client->join(stream);
  node.write([&](auto& transaction) { ban(transaction, vera.person_id, conversation); });
  say(node, stream);
  other.wait_for_event("conversation.member_left", 2);
  for (TestClient* client : {&banned, &also_banned}) {
    CHECK(decoded<protocol::session::LeftEvent>(client->wait_for_event("session.left")).stream == stream);
    client->settle();
    CHECK(client->count_events("conversation.member_left") == 1);
  }
  CHECK(other.count_events("session.left") == 0);
  CHECK(banned.join(stream).outcome == JoinOutcome::denied);
}

TEST_CASE("a right that ends while the picture is read ends the join", "[realtime]") {
  TestNode node;
  const auto vera = visitor();
  const auto conversation = some_conversation();
  const std::string stream = protocol::ConversationStream::name(conversation);
  TestClient client(node, vera);
  // The effect reaches the shard between the join and its answer, whatever the picture says.
  storage::Effects effects;
  effects.removals.push_back({vera.person_id, stream});
  const auto cid = new_id<protocol::MessageId>().text();
  client.on_session([&](realtime::Session& session) {
    std::string text;
    protocol::write_command(text, cid, "session.join",
                            protocol::to_json(protocol::session::Join{.streams = {{.stream = stream}}}));
    session.receive(text);
    node.realtime->apply(std::move(effects));
  });
  CHECK(client.answer_to(cid).kind == ServerFrame::Kind::reply);
  say(node, stream);
  client.wait_for_event("conversation.member_left", 1);  // looked again: the right is there after all
  CHECK(client.count_events("session.left") == 0);
}

TEST_CASE("hints go to all others who follow, on every shard, and are not stored", "[realtime]") {
  TestNode node;
  const auto conversation = some_conversation();
  const std::string stream = protocol::ConversationStream::name(conversation);
  TestClient typing(node, visitor("Vera"), 0);
  TestClient near(node, visitor(), 0);
  TestClient far(node, visitor(), 1);
  CHECK(typing.ask(talk::Type{.conversation_id = conversation}).code == "session.not_joined");
  for (TestClient* client : {&typing, &near, &far}) client->join(stream);
  CHECK(typing.ask(talk::Type{.conversation_id = conversation}).kind == ServerFrame::Kind::reply);
  for (TestClient* client : {&near, &far}) {
    const auto hint = client->wait_for_event("conversation.typing");
    CHECK(hint.n == 0);
    CHECK(decoded<talk::TypingEvent>(hint).name == "Vera");
  }
  typing.settle();
  CHECK(typing.count_events("conversation.typing") == 0);
}

TEST_CASE("events that another program stored are fetched when the gap is seen", "[realtime]") {
  TestNode node;
  const std::string stream = protocol::ConversationStream::name(some_conversation());
  TestClient client(node, visitor());
  client.join(stream);
  say(node, stream);
  node.store->write([&](auto& transaction) {  // its effects reach no hub
    for (int i = 0; i < 3; ++i) transaction.publish(stream, talk::MemberLeftEvent{});
  });
  say(node, stream);
  client.wait_for_event("conversation.member_left", 5);
  std::vector<std::int64_t> numbers;
  for (const auto& text : client.frames()) {
    if (const auto frame = protocol::parse_server_frame(text).value(); frame.n > 0)
      numbers.push_back(frame.n);
  }
  CHECK(numbers == std::vector<std::int64_t>{1, 2, 3, 4, 5});
}

TEST_CASE("a gap that the store cannot fill sends the session back", "[realtime]") {
  TestNode node;
  const std::string stream = protocol::ConversationStream::name(some_conversation());
  TestClient client(node, visitor());
  client.join(stream);
  node.store->write([&](auto& transaction) {
    transaction.publish(stream, talk::MemberLeftEvent{});
    transaction.run("DELETE FROM event WHERE stream = $1", stream);
  });
  say(node, stream);
  CHECK(client.wait_for_close() == CloseCode::position_lost);
}

}  // namespace stollen::tests
