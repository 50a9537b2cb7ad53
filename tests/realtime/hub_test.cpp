#include "server/realtime/hub.hpp"

#include <memory>
#include <vector>

#include "tests/support/catch.hpp"

namespace stollen::tests {
namespace {

using realtime::FrameRef;
using realtime::Hub;
using realtime::Membership;

class Listener final : public realtime::Member {
 public:
  void deliver(const FrameRef& frame, realtime::FrameClass) override {
    heard.push_back(std::stoi(std::string(frame->payload())));
  }
  void deliver_run(const realtime::FrameRun& run, realtime::Sending) override {
    for (const auto& frame : run.frames) heard.push_back(std::stoi(std::string(run.payload_of(frame))));
    ++runs;
  }
  void lose_position() override { is_lost = true; }
  std::vector<int> heard;
  int runs = 0;
  bool is_lost = false;
};

struct Fixture {
  Hub::Event event(int n) { return {"hall", n, FrameRef::make(std::to_string(n))}; }
  void deliver(std::initializer_list<int> numbers) {
    for (const int n : numbers) hub.deliver(event(n));
    flush();
  }
  /// As the shard does when nothing more comes in.
  void flush() {
    while (!flushes.is_idle()) flushes.turn();
  }
  runtime::Interest interest{2};
  std::vector<std::pair<std::int64_t, std::int64_t>> fetches;
  runtime::FlushScheduler flushes{[](auto) {}, &std::chrono::steady_clock::now, {.slice_members = 2}};
  Hub hub{0, interest, flushes, [this](const std::string&, std::int64_t after, std::int64_t up_to) {
            fetches.emplace_back(after, up_to);
          }};
  Listener vera;
  Listener karl;
};

}  // namespace

TEST_CASE_METHOD(Fixture, "events during a join are held, and those in the picture are dropped",
                 "[realtime]") {
  Membership membership(hub, "hall", vera);
  deliver({5, 6, 7});
  CHECK(vera.heard.empty());
  membership.go_live(6);
  CHECK(vera.heard == std::vector{7});
  deliver({7, 8, 8, 3, 9});
  CHECK(vera.heard == std::vector{7, 8, 9});
  CHECK(membership.head() == 9);
}

TEST_CASE_METHOD(Fixture, "a picture may be ahead of the events and of the other members", "[realtime]") {
  Membership first(hub, "hall", vera);
  first.go_live(4);
  Membership second(hub, "hall", karl);
  second.go_live(6);
  deliver({5, 6, 7});
  CHECK(vera.heard == std::vector{5, 6, 7});
  CHECK(karl.heard == std::vector{7});
}

TEST_CASE_METHOD(Fixture, "pictures may arrive in another order than they were read in", "[realtime]") {
  Membership first(hub, "hall", vera);
  Membership second(hub, "hall", karl);
  second.go_live(7);  // read later, answered first; 6 and 7 are still on their way
  first.go_live(5);
  CHECK_FALSE(vera.is_lost);
  deliver({6, 7, 8});
  CHECK(vera.heard == std::vector{6, 7, 8});
  CHECK(karl.heard == std::vector{8});
}

TEST_CASE_METHOD(Fixture, "a second gap behind the first is fetched too", "[realtime]") {
  Membership membership(hub, "hall", vera);
  membership.go_live(0);
  deliver({2, 4});
  const std::vector<Hub::Event> one{event(1)};
  hub.gap_closed("hall", 0, one);
  flush();
  CHECK(fetches == std::vector<std::pair<std::int64_t, std::int64_t>>{{0, 1}, {2, 3}});
  const std::vector<Hub::Event> three{event(3)};
  hub.gap_closed("hall", 2, three);
  flush();
  CHECK(vera.heard == std::vector{1, 2, 3, 4});
}

TEST_CASE_METHOD(Fixture, "a gap that fills by itself while another opens sends nobody back", "[realtime]") {
  Membership membership(hub, "hall", vera);
  membership.go_live(0);
  deliver({2, 1, 4});
  const std::vector<Hub::Event> one{event(1)};
  hub.gap_closed("hall", 0, one);
  CHECK_FALSE(vera.is_lost);
  CHECK(fetches == std::vector<std::pair<std::int64_t, std::int64_t>>{{0, 1}, {2, 3}});
  deliver({3});
  hub.gap_closed("hall", 2, {});  // read before it came
  CHECK_FALSE(vera.is_lost);
  CHECK(vera.heard == std::vector{1, 2, 3, 4});
}

TEST_CASE_METHOD(Fixture, "a gap is fetched once, and filled in order", "[realtime]") {
  Membership first(hub, "hall", vera);
  first.go_live(1);
  deliver({4, 5});
  CHECK(fetches == std::vector<std::pair<std::int64_t, std::int64_t>>{{1, 3}});
  Membership second(hub, "hall", karl);
  deliver({6});
  second.go_live(5);
  CHECK(vera.heard.empty());
  CHECK(karl.heard == std::vector{6});
  const std::vector<Hub::Event> found{event(2), event(3)};
  hub.gap_closed("hall", 0, found);  // of an earlier life of the stream
  CHECK(vera.heard.empty());
  hub.gap_closed("hall", 1, found);
  flush();
  CHECK(vera.heard == std::vector{2, 3, 4, 5, 6});
  CHECK(karl.heard == std::vector{6});
  CHECK_FALSE(vera.is_lost);
  deliver({7});
  CHECK(karl.heard == std::vector{6, 7});
}

TEST_CASE_METHOD(Fixture, "a gap before the first live member's held events is fetched too", "[realtime]") {
  Membership membership(hub, "hall", vera);
  deliver({4});
  membership.go_live(2);
  CHECK(fetches == std::vector<std::pair<std::int64_t, std::int64_t>>{{2, 3}});
  const std::vector<Hub::Event> found{event(3)};
  hub.gap_closed("hall", 2, found);
  flush();
  CHECK(vera.heard == std::vector{3, 4});
}

TEST_CASE_METHOD(Fixture, "a gap that stays sends all live members back", "[realtime]") {
  Membership membership(hub, "hall", vera);
  membership.go_live(1);
  deliver({4});
  hub.gap_closed("hall", 1, {});
  CHECK(vera.is_lost);
}

TEST_CASE_METHOD(Fixture, "a join that takes too long for what is held has to come back", "[realtime]") {
  Membership first(hub, "hall", vera);
  first.go_live(0);
  Membership slow(hub, "hall", karl);
  const int many = static_cast<int>(Hub::kHeldEvents) + 10;
  for (int n = 1; n <= many; ++n) deliver({n});
  CHECK(vera.heard.size() == static_cast<std::size_t>(many));
  slow.go_live(0);
  CHECK(karl.is_lost);
  CHECK(karl.heard.empty());
}

TEST_CASE_METHOD(Fixture, "members leave in any order, and the interest goes with the last", "[realtime]") {
  std::vector<std::unique_ptr<Listener>> listeners;
  std::vector<std::unique_ptr<Membership>> memberships;
  for (int i = 0; i < 5; ++i) {
    listeners.push_back(std::make_unique<Listener>());
    memberships.push_back(std::make_unique<Membership>(hub, "hall", *listeners.back()));
    memberships.back()->go_live(0);
  }
  for (const std::size_t leaving : {1U, 0U, 4U}) memberships[leaving].reset();
  deliver({1});
  CHECK(listeners[1]->heard.empty());
  CHECK(listeners[2]->heard == std::vector{1});
  CHECK(listeners[3]->heard == std::vector{1});
  CHECK(interest.is_interested(0, Hub::hash("hall")));
  memberships.clear();
  CHECK_FALSE(interest.is_interested(0, Hub::hash("hall")));
  CHECK(hub.streams() == 0);
  deliver({2});  // nobody there
}

TEST_CASE_METHOD(Fixture, "what gathers in a stream goes to each member in one piece", "[realtime]") {
  Membership first(hub, "hall", vera);
  Membership second(hub, "hall", karl);
  first.go_live(0);
  second.go_live(2);  // its picture is ahead
  deliver({1, 2, 3, 4});
  CHECK(vera.heard == std::vector{1, 2, 3, 4});
  CHECK(vera.runs == 1);
  CHECK(karl.heard == std::vector{3, 4});
  CHECK(karl.runs == 1);
}

TEST_CASE_METHOD(Fixture, "what is sent behind the events of a stream does not overtake them", "[realtime]") {
  Membership membership(hub, "hall", vera);
  membership.go_live(0);
  hub.deliver(event(1));
  CHECK(vera.heard.empty());
  CHECK(membership.head() == 0);  // a heartbeat must not claim what has not been sent
  membership.hand_over();
  CHECK(vera.heard == std::vector{1});
  CHECK(membership.head() == 1);
  flush();
  CHECK(vera.heard == std::vector{1});
}

TEST_CASE_METHOD(Fixture, "who leaves still hears what came before", "[realtime]") {
  auto membership = std::make_unique<Membership>(hub, "hall", vera);
  membership->go_live(0);
  hub.deliver(event(1));
  membership.reset();
  CHECK(vera.heard == std::vector{1});
  flush();
}

TEST_CASE_METHOD(Fixture, "a hint goes to all but its sender, in its place among the events", "[realtime]") {
  Membership first(hub, "hall", vera);
  Membership second(hub, "hall", karl);
  first.go_live(0);
  second.go_live(0);
  hub.deliver(event(1));
  hub.hint("hall", FrameRef::make("100"), &first);
  hub.deliver(event(2));
  hub.hint("hall", FrameRef::make("200"), &second);
  hub.hint("hall", FrameRef::make("300"), nullptr);
  flush();
  CHECK(vera.heard == std::vector{1, 2, 200, 300});
  CHECK(karl.heard == std::vector{1, 100, 2, 300});
  deliver({3});
  CHECK(vera.heard.back() == 3);
}

TEST_CASE_METHOD(Fixture, "members may come and go between two slices of a flush", "[realtime]") {
  constexpr std::size_t kMany = 7;
  std::vector<Listener> listeners(kMany + 1);
  std::vector<std::unique_ptr<Membership>> memberships;
  const auto come = [&](std::int64_t head) {
    memberships.push_back(std::make_unique<Membership>(hub, "hall", listeners[memberships.size()]));
    memberships.back()->go_live(head);
  };
  for (std::size_t i = 0; i < kMany; ++i) come(0);
  const std::size_t leaving = GENERATE(std::size_t{0}, std::size_t{2}, std::size_t{4}, std::size_t{6});
  const int slices = GENERATE(1, 2, 3);
  hub.deliver(event(1));
  while (listeners[0].heard.empty()) flushes.turn();
  for (int slice = 1; slice < slices; ++slice) flushes.turn();
  memberships[leaving].reset();
  hub.deliver(event(2));  // in the middle of the flush
  come(1);
  flush();
  for (std::size_t i = 0; i <= kMany; ++i) {
    const std::vector<int> all = i == kMany     ? std::vector{2}
                                 : i == leaving ? std::vector{1}
                                                : std::vector{1, 2};
    CHECK(listeners[i].heard == all);
  }
}

TEST_CASE_METHOD(Fixture, "a tail larger than its segment moves and loses nothing", "[realtime]") {
  Membership first(hub, "hall", vera);
  Membership second(hub, "hall", karl);
  first.go_live(0);
  second.go_live(0);
  constexpr int kMany = 20'000;  // about 140 KiB
  for (int n = 1; n <= kMany; ++n) {
    hub.deliver(event(n));
    if (n % 3'000 == 0) first.hand_over();
  }
  flush();
  REQUIRE(vera.heard.size() == kMany);
  CHECK(vera.heard == karl.heard);
  for (int n = 1; n <= kMany; ++n) REQUIRE(vera.heard[static_cast<std::size_t>(n) - 1] == n);
}

TEST_CASE("a frame carries the right header for every length", "[realtime]") {
  const auto [size, header] =
      GENERATE(table<std::size_t, std::string>({{0, std::string("\x81\x00", 2)},
                                                {125, "\x81\x7D"},
                                                {126, std::string("\x81\x7E\x00\x7E", 4)},
                                                {65'535, "\x81\x7E\xFF\xFF"},
                                                {65'536, std::string("\x81\x7F\0\0\0\0\0\x01\0\0", 10)}}));
  const std::string text(size, 'x');
  FrameRef frame = FrameRef::make(text);
  const FrameRef copy = frame;
  frame = {};
  CHECK(copy->payload() == text);
  CHECK(copy->wire() == header + text);
}

namespace {

realtime::StreamEnd end_of(std::int64_t after, std::int64_t head) {
  realtime::StreamEnd end{.epoch = "one", .after = after, .events = {}};
  for (std::int64_t n = after + 1; n <= head; ++n) end.events.push_back(FrameRef::make(std::to_string(n)));
  return end;
}

}  // namespace

TEST_CASE_METHOD(Fixture, "what was read is kept with what came meanwhile and what comes", "[realtime]") {
  Membership first(hub, "hall", vera);
  deliver({5, 6, 7});
  hub.remember("hall", end_of(2, 5), hub.forgotten());
  CHECK(hub.recent("hall") == nullptr);  // nobody is live yet
  first.go_live(5);
  deliver({8});
  auto* recent = hub.recent("hall");
  REQUIRE(recent != nullptr);
  CHECK(recent->above(2)->text == "[3,4,5,6,7,8]");
  CHECK(recent->above(8)->text == "[]");
  CHECK(recent->covers("one", 2));
  CHECK_FALSE(recent->covers("one", 1));
  CHECK_FALSE(recent->covers("one", 9));
  CHECK_FALSE(recent->covers("two", 5));

  Membership second(hub, "hall", karl);
  second.go_live(recent->head());
  deliver({8, 9});
  CHECK(karl.heard == std::vector{9});
  CHECK(vera.heard == std::vector{6, 7, 8, 9});
}

TEST_CASE_METHOD(Fixture, "what was read before a gap is kept up to the gap", "[realtime]") {
  Membership first(hub, "hall", vera);
  first.go_live(4);
  Membership second(hub, "hall", karl);
  deliver({7});
  hub.remember("hall", end_of(2, 5), hub.forgotten());  // ahead of what the members have
  auto* recent = hub.recent("hall");
  REQUIRE(recent != nullptr);
  CHECK(recent->head() == 5);
  second.go_live(recent->head());
  const std::vector<Hub::Event> gap{event(5), event(6)};
  hub.gap_closed("hall", 4, gap);
  flush();
  CHECK(karl.heard == std::vector{6, 7});
  CHECK(vera.heard == std::vector{5, 6, 7});
  CHECK(hub.recent("hall")->above(5)->text == "[6,7]");
}

TEST_CASE_METHOD(Fixture, "what was read too early, or is forgotten, is not kept", "[realtime]") {
  Membership first(hub, "hall", vera);
  first.go_live(4);
  deliver({5, 6});
  hub.remember("hall", end_of(2, 5), hub.forgotten());  // six came when nobody joined
  CHECK(hub.recent("hall") == nullptr);
  const auto before = hub.forgotten();
  hub.remember("hall", end_of(2, 6), before);
  CHECK(hub.recent("hall") != nullptr);
  hub.forget_recent();
  CHECK(hub.recent("hall") == nullptr);
  hub.remember("hall", end_of(2, 6), before);  // read before a text was replaced
  CHECK(hub.recent("hall") == nullptr);
  hub.remember("hall", end_of(2, 6), hub.forgotten());
  CHECK(hub.forget_unused_since(std::chrono::steady_clock::now() - std::chrono::hours(1)));
  CHECK(hub.recent("hall") != nullptr);
  CHECK_FALSE(hub.forget_unused_since(std::chrono::steady_clock::now()));
  CHECK(hub.recent("hall") == nullptr);
}

TEST_CASE("all that a shard keeps is bounded", "[realtime]") {
  realtime::RecentEvents::Limits limits{
      .events = 10, .bytes = 40, .shard_bytes = 60};  // an event has 3 bytes
  std::size_t used = 0;
  {
    realtime::RecentEvents one(end_of(0, 9), limits, used);
    CHECK(used == 27);
    CHECK(one.append(10, FrameRef::make("x")));
    CHECK(one.append(11, FrameRef::make("x")));
    CHECK(one.covers("one", 1));
    CHECK_FALSE(one.covers("one", 0));
    realtime::RecentEvents two(end_of(0, 9), limits, used);
    realtime::RecentEvents three(end_of(0, 9), limits, used);
    CHECK(used <= 60);
    CHECK(three.head() == 9);
    CHECK_FALSE(three.append(11, FrameRef::make("x")));  // a hole
  }
  CHECK(used == 0);
}

}  // namespace stollen::tests
