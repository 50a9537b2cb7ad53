#include "server/runtime/flush_scheduler.hpp"

#include <algorithm>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "tests/support/catch.hpp"

namespace stollen::runtime {
namespace {

using namespace std::chrono_literals;
using Names = std::vector<std::string>;

// A loop that turns by hand and a clock that moves by hand.
struct HandLoop {
  explicit HandLoop(FlushLimits limits = {})
      : flushes(
            [this](std::chrono::steady_clock::time_point not_before) {
              requested = 1;  // asked again: brought forward
              sleeps_until = not_before;
            },
            [this] { return now; }, limits) {}

  void turn() {
    REQUIRE(requested == 1);
    --requested;
    flushes.turn();
  }

  // Turns as long as it is asked to; how many turns it took.
  int turn_until_rest() {
    int turns = 0;
    for (; requested > 0 && turns < 10'000; ++turns) turn();
    CHECK(flushes.is_idle());
    return turns;
  }

  int requested = 0;
  std::chrono::steady_clock::time_point sleeps_until;
  std::chrono::steady_clock::time_point now{1000h};
  Names sent;
  FlushScheduler flushes;
};

struct Session : Flushable {
  Session(HandLoop& session_loop, std::string session_name)
      : loop(session_loop), name(std::move(session_name)) {}

  FlushResult flush(std::uint32_t) noexcept override {
    loop.sent.push_back(name);
    loop.now += cost;
    if (on_flush) on_flush();
    return {};
  }

  HandLoop& loop;
  std::string name;
  std::chrono::nanoseconds cost{0};
  std::function<void()> on_flush;
};

// Many members behind one Flushable, with a cursor.
struct Room : Flushable {
  Room(HandLoop& room_loop, std::uint32_t room_members) : loop(room_loop), members(room_members) {}

  FlushResult flush(std::uint32_t budget) noexcept override {
    const std::uint32_t count = std::min(budget, members - cursor);
    cursor += count;
    loop.sent.push_back("room:" + std::to_string(count));
    const bool has_more = cursor < members;
    if (!has_more) cursor = 0;
    return {count, has_more};
  }

  HandLoop& loop;
  std::uint32_t members;
  std::uint32_t cursor = 0;
};

TEST_CASE("an idle server answers after one turn without news, then rests", "[flush]") {
  HandLoop loop;
  Session session(loop, "a");
  loop.flushes.mark(session);
  loop.turn();
  CHECK(loop.sent.empty());
  loop.turn();
  CHECK(loop.sent == Names{"a"});
  CHECK(loop.requested == 0);
  CHECK(loop.flushes.is_idle());
}

TEST_CASE("output gathers while turns bring news, and each session is sent once", "[flush]") {
  HandLoop loop;
  Session a(loop, "a"), b(loop, "b");
  for (int round = 0; round < 10; ++round) {
    loop.flushes.mark(round % 2 == 0 ? a : b);
    loop.turn();
    CHECK(loop.sent.empty());
  }
  loop.turn();
  CHECK(loop.sent == Names{"a", "b"});
}

TEST_CASE("news without end hold output up for 64 turns at most", "[flush]") {
  HandLoop loop;
  Session session(loop, "a");
  int turns = 0;
  for (; loop.sent.empty() && turns < 1000; ++turns) {
    loop.flushes.mark(session);
    loop.turn();
  }
  CHECK(turns == 65);
}

TEST_CASE("after an expensive run the next one waits a tenth of its time", "[flush]") {
  HandLoop loop;
  Session session(loop, "a");
  session.cost = 10ms;
  loop.flushes.mark(session);
  loop.turn_until_rest();
  loop.sent.clear();

  loop.flushes.mark(session);
  loop.now += 900us;
  for (int turn = 0; turn < 2; ++turn) loop.turn();
  CHECK(loop.sent.empty());
  CHECK(loop.sleeps_until == loop.now + 100us);  // the loop need not turn until then
  loop.now += 100us;
  loop.turn();
  CHECK(loop.sent == Names{"a"});
}

TEST_CASE("after an expensive run the next one waits for what is on its way, as long as that took",
          "[flush]") {
  HandLoop loop;
  Session session(loop, "a");
  session.cost = 1ms;
  loop.flushes.mark(session);
  loop.turn_until_rest();
  loop.sent.clear();

  loop.flushes.expect();
  loop.flushes.expect();
  loop.flushes.mark(session);
  loop.now += 200us;  // the tenth is over
  loop.turn();
  loop.turn();
  CHECK(loop.sent.empty());
  CHECK(loop.sleeps_until == loop.now + 800us);
  loop.flushes.arrived();
  CHECK(loop.sleeps_until == loop.now + 800us);

  SECTION("it comes") {
    loop.flushes.mark(session);
    loop.flushes.arrived();
    CHECK(loop.sleeps_until == std::chrono::steady_clock::time_point{});  // at once
    loop.turn_until_rest();
  }
  SECTION("it does not come in time") {
    loop.now += 800us;
    loop.turn();
  }
  CHECK(loop.sent == Names{"a"});
}

TEST_CASE("nothing waits for what is on its way after cheap runs", "[flush]") {
  HandLoop loop;
  Session session(loop, "a");
  loop.flushes.expect();
  for (int run = 0; run < 2; ++run) {
    loop.flushes.mark(session);
    CHECK(loop.turn_until_rest() == 2);
  }
  CHECK(loop.sent == Names{"a", "a"});
}

TEST_CASE("a hold has a longest time, and cheap runs cause none", "[flush]") {
  HandLoop loop;
  Session session(loop, "a");
  SECTION("longest") {
    session.cost = 10s;
    loop.flushes.mark(session);
    loop.turn_until_rest();
    loop.flushes.mark(session);
    loop.turn();
    loop.turn();
    CHECK(loop.sent.size() == 1);
    loop.now += 5ms;
    loop.turn();
  }
  SECTION("cheap") {
    session.cost = 50us;
    loop.flushes.mark(session);
    loop.turn_until_rest();
    loop.flushes.mark(session);
    CHECK(loop.turn_until_rest() == 2);
  }
  CHECK(loop.sent.size() == 2);
}

TEST_CASE("many sessions are sent in slices with a turn of the loop between them", "[flush]") {
  HandLoop loop({.slice_members = 512});
  std::deque<Session> sessions;
  for (int i = 0; i < 1300; ++i) loop.flushes.mark(sessions.emplace_back(loop, "s"));
  loop.turn();
  loop.turn();
  CHECK(loop.sent.size() == 512);
  loop.turn();
  CHECK(loop.sent.size() == 1024);
  loop.turn();
  CHECK(loop.sent.size() == 1300);
  CHECK(loop.requested == 0);
}

TEST_CASE("a conversation of two is sent between the slices of a large room", "[flush]") {
  HandLoop loop({.slice_members = 512});
  Room room(loop, 1200);
  Session two(loop, "two");
  loop.flushes.mark(room);
  loop.turn();
  loop.turn();
  loop.flushes.mark(two);  // came in with the look at the input
  loop.turn();
  CHECK(loop.sent == Names{"room:512", "two", "room:511"});
  loop.turn_until_rest();
  CHECK(loop.sent == Names{"room:512", "two", "room:511", "room:177"});
}

TEST_CASE("two large rooms take turns", "[flush]") {
  HandLoop loop({.slice_members = 512});
  Room first(loop, 1024), second(loop, 512);
  loop.flushes.mark(first);
  loop.flushes.mark(second);
  loop.turn_until_rest();
  CHECK(loop.sent == Names{"room:512", "room:512", "room:512"});
  CHECK(first.cursor == 0);
}

TEST_CASE("who had its turn in a run waits for the next, which begins when it is quiet", "[flush]") {
  HandLoop loop;
  Room room(loop, 2000);
  Session busy(loop, "busy");
  loop.flushes.mark(busy);
  loop.flushes.mark(room);
  loop.turn();
  loop.turn();
  for (int slice = 0; slice < 3; ++slice) {
    loop.flushes.mark(busy);
    loop.turn();
  }
  CHECK(std::ranges::count(loop.sent, "busy") == 1);
  loop.flushes.mark(busy);
  loop.turn();
  CHECK(std::ranges::count(loop.sent, "busy") == 1);
  loop.turn_until_rest();
  CHECK(std::ranges::count(loop.sent, "busy") == 2);
  CHECK(loop.sent.back() == "busy");
}

TEST_CASE("who marks itself while it is sent is sent again in the next run", "[flush]") {
  HandLoop loop;
  Session session(loop, "a");
  int again = 2;
  session.on_flush = [&] {
    if (again-- > 0) loop.flushes.mark(session);
  };
  loop.flushes.mark(session);
  loop.turn_until_rest();
  CHECK(loop.sent == Names{"a", "a", "a"});
}

// Ends another session and itself while it is sent.
struct Ending final : Flushable {
  Ending(HandLoop& ending_loop, std::unique_ptr<Session>& ending_victim)
      : loop(ending_loop), victim(ending_victim) {}

  FlushResult flush(std::uint32_t) noexcept override {
    loop.sent.push_back("ending");
    victim.reset();
    delete this;
    return {};
  }

  HandLoop& loop;
  std::unique_ptr<Session>& victim;
};

TEST_CASE("sessions may end before, during and because of a flush", "[flush]") {
  HandLoop loop;
  auto before = std::make_unique<Session>(loop, "before");
  auto victim = std::make_unique<Session>(loop, "victim");
  auto* const ending = new Ending(loop, victim);
  Session last(loop, "last");
  loop.flushes.mark(*before);
  loop.flushes.mark(*ending);
  loop.flushes.mark(*victim);
  loop.flushes.mark(last);
  before.reset();
  loop.turn_until_rest();
  CHECK(loop.sent == Names{"ending", "last"});
}

TEST_CASE("at the end everything is sent in one go", "[flush]") {
  HandLoop loop({.slice_members = 512});
  Room room(loop, 2000);
  Session restless(loop, "restless");
  restless.on_flush = [&] { loop.flushes.mark(restless); };
  loop.flushes.mark(room);
  loop.flushes.mark(restless);
  loop.flushes.flush_all();
  CHECK(loop.sent.size() == 5);
  CHECK(loop.flushes.is_idle());
  CHECK_FALSE(restless.is_linked());
}

}  // namespace
}  // namespace stollen::runtime
