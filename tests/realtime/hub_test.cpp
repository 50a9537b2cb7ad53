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
  void lose_position() override { is_lost = true; }
  std::vector<int> heard;
  bool is_lost = false;
};

struct Fixture {
  Hub::Event event(int n) { return {"hall", n, FrameRef::make(std::to_string(n))}; }
  void deliver(std::initializer_list<int> numbers) {
    for (const int n : numbers) hub.deliver(event(n));
  }
  runtime::Interest interest{2};
  std::vector<std::pair<std::int64_t, std::int64_t>> fetches;
  Hub hub{0, interest, [this](const std::string&, std::int64_t after, std::int64_t up_to) {
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
  CHECK(fetches == std::vector<std::pair<std::int64_t, std::int64_t>>{{0, 1}, {2, 3}});
  const std::vector<Hub::Event> three{event(3)};
  hub.gap_closed("hall", 2, three);
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

}  // namespace stollen::tests
