#include "server/runtime/timer_wheel.hpp"

#include <deque>
#include <memory>
#include <random>
#include <vector>

#include "tests/support/catch.hpp"

namespace stollen::runtime {
namespace {

using namespace std::chrono_literals;

const SteadyClock::time_point kStart{1000h};
constexpr auto kTick = TimerWheel::kDefaultResolution;

TEST_CASE("a timer runs at its deadline, not before, and once", "[timer_wheel]") {
  TimerWheel wheel(kStart);
  int runs = 0;
  Timer timer([&] { ++runs; });
  wheel.arm(timer, kStart + 1s);
  CHECK(wheel.advance(kStart + 999ms) == 0);
  CHECK(timer.is_armed());
  CHECK(wheel.advance(kStart + 1s) == 1);
  CHECK_FALSE(timer.is_armed());
  wheel.advance(kStart + 10s);
  CHECK(runs == 1);
}

TEST_CASE("a deadline between two ticks is rounded up", "[timer_wheel]") {
  TimerWheel wheel(kStart);
  int runs = 0;
  Timer timer([&] { ++runs; });
  wheel.arm(timer, kStart + 51ms);
  wheel.advance(kStart + 99ms);
  CHECK(runs == 0);
  wheel.advance(kStart + 100ms);
  CHECK(runs == 1);
}

TEST_CASE("re-arming moves a deadline, cancelling and destroying removes it", "[timer_wheel]") {
  TimerWheel wheel(kStart);
  std::vector<int> ran;
  Timer moved([&] { ran.push_back(1); });
  Timer cancelled([&] { ran.push_back(2); });
  auto destroyed = std::make_unique<Timer>([&] { ran.push_back(3); });
  wheel.arm(moved, kStart + 1s);
  wheel.arm(cancelled, kStart + 1s);
  wheel.arm(*destroyed, kStart + 1s);
  wheel.arm(moved, kStart + 1h);
  wheel.cancel(cancelled);
  destroyed.reset();
  wheel.advance(kStart + 1min);
  CHECK(ran.empty());
  wheel.advance(kStart + 1h);
  CHECK(ran == std::vector{1});
  CHECK_FALSE(wheel.next_wake());
}

TEST_CASE("a deadline in the past is met at the next advance, never inside arm", "[timer_wheel]") {
  TimerWheel wheel(kStart);
  int runs = 0;
  Timer timer([&] { ++runs; });
  wheel.advance(kStart + 1h);
  wheel.arm(timer, kStart - 1h);
  CHECK(runs == 0);
  REQUIRE(wheel.next_wake());
  CHECK(*wheel.next_wake() <= kStart + 1h + kTick);
  wheel.advance(*wheel.next_wake());
  CHECK(runs == 1);
}

TEST_CASE("callbacks may arm, cancel and destroy timers, their own too", "[timer_wheel]") {
  TimerWheel wheel(kStart);
  std::vector<int> ran;
  std::unique_ptr<Timer> suicide, murdered, cancelled, repeating;
  repeating = std::make_unique<Timer>([&] {
    ran.push_back(0);
    wheel.arm(*repeating, kStart);  // the past: must not loop
  });
  suicide = std::make_unique<Timer>([&] {
    ran.push_back(1);
    murdered.reset();
    wheel.cancel(*cancelled);
    suicide.reset();
  });
  murdered = std::make_unique<Timer>([&] { ran.push_back(2); });
  cancelled = std::make_unique<Timer>([&] { ran.push_back(3); });
  wheel.arm(*repeating, kStart + 50ms);
  wheel.arm(*suicide, kStart + 100ms);
  wheel.arm(*murdered, kStart + 150ms);
  wheel.arm(*cancelled, kStart + 200ms);
  wheel.advance(kStart + 1s);
  CHECK(ran == std::vector{0, 1});
  wheel.advance(kStart + 2s);
  CHECK(ran == std::vector{0, 1, 0});
}

TEST_CASE("one advance runs no more callbacks than its limit and asks to be called again", "[timer_wheel]") {
  TimerWheel wheel(kStart);
  int runs = 0;
  std::deque<Timer> timers;
  for (int i = 0; i < 10; ++i) wheel.arm(timers.emplace_back([&] { ++runs; }), kStart + 1s);
  CHECK(wheel.advance(kStart + 1s, 4) == 4);
  REQUIRE(wheel.next_wake());
  CHECK(*wheel.next_wake() <= kStart + 1s);
  CHECK(wheel.advance(kStart + 1s, 4) == 4);
  CHECK(wheel.advance(kStart + 1s, 4) == 2);
  CHECK_FALSE(wheel.next_wake());
  CHECK(runs == 10);
}

TEST_CASE("the owner hears when it must wake earlier, and only then", "[timer_wheel]") {
  TimerWheel wheel(kStart);
  int earlier = 0;
  wheel.on_earlier_wake([&] {
    ++earlier;
    REQUIRE(wheel.next_wake());
  });
  Timer late([] {}), later([] {}), soon([] {});
  wheel.arm(late, kStart + 1s);
  CHECK(earlier == 1);
  wheel.arm(later, kStart + 2s);
  CHECK(earlier == 1);
  wheel.arm(soon, kStart + 100ms);
  CHECK(earlier == 2);
  CHECK(*wheel.next_wake() == kStart + 100ms);
}

TEST_CASE("a resolution of nothing is refused by name", "[timer_wheel]") {
  CHECK_THROWS_WITH(TimerWheel(kStart, 0ms), Catch::Contains("timer_resolution"));
}

// Random deeds on a wheel, beside the plainest thing that could be right: a list of deadlines.
class WheelAndModel {
 public:
  explicit WheelAndModel(unsigned seed) : random_(seed) {
    for (std::size_t i = 0; i < kTimers; ++i) {
      deadlines_.emplace_back();
      timers_.emplace_back([this, i] { on_due(i); });
    }
  }

  void do_something() {
    const std::size_t i = random_() % kTimers;
    switch (random_() % 8) {
      case 0:
        wheel_.cancel(timers_[i]);
        deadlines_[i].reset();
        break;
      case 1:
      case 2: advance_to(now_ + random_duration()); break;
      case 3:
        if (const auto wake = wheel_.next_wake()) advance_to(std::max(now_, *wake));
        break;
      default: arm(i, now_ + random_duration() - kTick);
    }
  }

  std::size_t runs() const { return runs_; }

 private:
  static constexpr std::size_t kTimers = 40;

  // From below a tick to beyond all levels, each magnitude as likely as the others.
  SteadyClock::duration random_duration() {
    const auto magnitude = random_() % 31;
    return std::chrono::milliseconds((random_() % 1000) * (1ULL << magnitude) / 1000);
  }

  void arm(std::size_t i, SteadyClock::time_point due) {
    wheel_.arm(timers_[i], due);
    deadlines_[i] = std::max(due, now_);
  }

  void on_due(std::size_t i) {
    REQUIRE(deadlines_[i]);
    CHECK(*deadlines_[i] <= now_);              // never early
    CHECK(*deadlines_[i] > last_run_ - kTick);  // in the order of their ticks
    last_run_ = *deadlines_[i];
    deadlines_[i].reset();
    ++runs_;
    if (random_() % 4 == 0) arm(i, now_ + random_duration());
  }

  void advance_to(SteadyClock::time_point now) {
    now_ = now;
    last_run_ = {};
    const std::size_t limit = random_() % 2 == 0 ? 3 : TimerWheel::kNoLimit;
    while (wheel_.advance(now_, limit) == limit) {
    }
    check_nothing_is_late();
  }

  void check_nothing_is_late() {
    const auto wake = wheel_.next_wake();
    bool is_any_armed = false;
    for (std::size_t i = 0; i < kTimers; ++i) {
      CHECK(timers_[i].is_armed() == deadlines_[i].has_value());
      if (!deadlines_[i]) continue;
      is_any_armed = true;
      REQUIRE(wake);
      CHECK(*wake > now_ - kTick);
      CHECK(*deadlines_[i] + kTick > now_);
      CHECK(*wake < *deadlines_[i] + kTick + kTick);
    }
    CHECK(wake.has_value() == is_any_armed);
  }

  std::mt19937_64 random_;
  SteadyClock::time_point now_ = kStart;
  SteadyClock::time_point last_run_{};
  std::size_t runs_ = 0;
  TimerWheel wheel_{kStart};
  std::vector<std::optional<SteadyClock::time_point>> deadlines_;
  std::deque<Timer> timers_;
};

TEST_CASE("a wheel does what a plain list of deadlines would do", "[timer_wheel][property]") {
  const unsigned seed = GENERATE(range(0U, 40U));
  CAPTURE(seed);
  WheelAndModel both(seed);
  for (int i = 0; i < 2'000; ++i) both.do_something();
  CHECK(both.runs() > 100);
}

}  // namespace
}  // namespace stollen::runtime
