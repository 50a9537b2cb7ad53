#include "server/runtime/scheduler.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <deque>
#include <functional>
#include <future>
#include <latch>
#include <memory>
#include <numeric>
#include <random>
#include <stdexcept>
#include <vector>

#include "tests/runtime/stress.hpp"
#include "tests/support/catch.hpp"

namespace stollen::runtime {
namespace {

Scheduler::Options with_shards(std::uint32_t shards) {
  Scheduler::Options options;
  options.shards = shards;
  return options;
}

std::vector<std::uint32_t> loads_of(const Placement& placement) {
  std::vector<std::uint32_t> all;
  for (std::uint32_t shard = 0; shard < placement.shards(); ++shard) all.push_back(placement.load(shard));
  return all;
}

std::uint32_t sum_of(const std::vector<std::uint32_t>& loads) {
  return std::accumulate(loads.begin(), loads.end(), 0U);
}

TEST_CASE("sessions are placed on the least loaded shard, the preferred one among equals", "[placement]") {
  Placement placement(3);
  auto first = placement.reserve(1);
  CHECK(first.shard() == 1);
  auto second = placement.reserve(1);
  CHECK(second.shard() == 2);
  auto third = placement.reserve(1);
  CHECK(third.shard() == 0);
  second.release();
  CHECK(placement.load(2) == 0);
  CHECK(placement.reserve(1).shard() == 2);
  CHECK(placement.load(2) == 0);  // a reservation that nobody kept
}

TEST_CASE("a moved reservation counts once", "[placement]") {
  Placement placement(2);
  auto first = placement.reserve(0);
  Placement::Reservation kept = std::move(first);
  CHECK_FALSE(first.holds_place());
  CHECK(kept.holds_place());
  CHECK(placement.load(0) == 1);
  kept = placement.reserve(1);
  CHECK(kept.shard() == 1);
  CHECK(placement.load(0) + placement.load(1) == 1);
}

// Few places on each placement, since over many a wrong one would be made good by the next.
TEST_CASE("two threads that place at once do not choose the same shard", "[placement][stress]") {
  const std::uint32_t shards = GENERATE(2U, 4U);
  constexpr std::size_t kPlacements = 512;
  const auto end = std::chrono::steady_clock::now() + test::stress_time();
  do {
    std::deque<Placement> placements;
    for (std::size_t i = 0; i < kPlacements; ++i) placements.emplace_back(shards);
    std::array<std::vector<Placement::Reservation>, 2> reservations;
    test::InStep in_step;
    test::Threads threads;
    for (std::size_t self = 0; self < 2; ++self) {
      threads.start([&, self] {
        for (std::size_t i = 0; i < kPlacements; ++i) {
          in_step.enter(self, i);
          for (std::uint32_t place = 0; place < shards / 2; ++place)
            reservations[self].push_back(placements[i].reserve());
        }
      });
    }
    threads.join();
    const std::vector<std::uint32_t> one_each(shards, 1);
    REQUIRE(std::ranges::count_if(placements, [&](const auto& each) { return loads_of(each) != one_each; }) ==
            0);
    for (auto& own : reservations) own.clear();
    const std::vector<std::uint32_t> nobody(shards, 0);
    REQUIRE(std::ranges::count_if(placements, [&](const auto& each) { return loads_of(each) != nobody; }) ==
            0);
  } while (std::chrono::steady_clock::now() < end);
}

TEST_CASE("sessions that come and go from many threads leave shards that even out", "[placement][stress]") {
  const std::uint32_t shards = GENERATE(1U, 2U, 4U);
  constexpr std::uint32_t kThreads = 4;
  constexpr std::uint32_t kSessions = 250;  // of each thread
  Placement placement(shards);
  const auto loads = [&] { return loads_of(placement); };
  std::array<std::vector<Placement::Reservation>, kThreads> sessions;
  const auto in_threads = [&](const auto& work) {
    test::Threads threads;
    for (std::uint32_t self = 0; self < kThreads; ++self)
      threads.start([&, self] { work(self, sessions[self]); });
  };
  in_threads([&](std::uint32_t self, auto& own) {
    for (std::uint32_t i = 0; i < kSessions; ++i) own.push_back(placement.reserve(self));
  });
  // They only came: as even as numbers allow.
  CHECK(std::ranges::max(loads()) == (kThreads * kSessions + shards - 1) / shards);
  CHECK(std::ranges::min(loads()) == kThreads * kSessions / shards);
  in_threads([&](std::uint32_t self, auto& own) {
    std::mt19937 random(self);  // NOLINT: the same order each time
    for (int i = 0; i < 20'000; ++i) {
      std::swap(own[random() % own.size()], own.back());
      own.pop_back();
      own.push_back(placement.reserve(self));
    }
  });
  CHECK(sum_of(loads()) == kThreads * kSessions);
  // All leave whom one shard has; who comes then goes where those were, one by one, until all are alike.
  for (auto& own : sessions) std::erase_if(own, [](const auto& session) { return session.shard() == 0; });
  CHECK(placement.load(0) == 0);
  const std::uint32_t most = std::ranges::max(loads());
  std::uint32_t missing = 0;
  for (const std::uint32_t load : loads()) missing += most - load;
  in_threads([&](std::uint32_t self, auto& own) {
    for (std::uint32_t i = self; i < missing; i += kThreads) own.push_back(placement.reserve(self));
  });
  for (const std::uint32_t load : loads()) CHECK(load == most);
  for (auto& own : sessions) own.clear();
  CHECK(std::ranges::max(loads()) == 0);
}

TEST_CASE("a scheduler starts the shards it was asked for and knows which is current", "[scheduler]") {
  const std::uint32_t shards = GENERATE(1U, 2U, 3U, 4U);
  Scheduler scheduler(with_shards(shards));
  scheduler.start();
  std::latch all_asked(shards);
  std::vector<Shard*> current(shards);
  scheduler.for_each_shard([&](Shard& shard) {
    shard.post([&] {
      current[shard.id()] = Scheduler::current();
      all_asked.count_down();
    });
  });
  all_asked.wait();
  for (std::uint32_t i = 0; i < shards; ++i) CHECK(current[i] == &scheduler.shard(i));
  CHECK(Scheduler::current() == nullptr);
  CHECK_THROWS_AS(scheduler.shard(shards), std::out_of_range);
}

TEST_CASE("without a number there is a shard for each usable processor", "[scheduler]") {
  cpu_set_t usable;
  REQUIRE(sched_getaffinity(0, sizeof usable, &usable) == 0);
  Scheduler scheduler({});
  CHECK(scheduler.size() == static_cast<std::uint32_t>(CPU_COUNT(&usable)));
}

TEST_CASE("a placed session counts on its shard until its reservation ends", "[scheduler]") {
  Scheduler scheduler(with_shards(2));
  scheduler.start();
  auto reservation = scheduler.place();
  CHECK(scheduler.shard(reservation.shard()).load() == 1);
  // Handed over through the mailbox, as a session is.
  std::promise<void> ended;
  auto has_ended = ended.get_future();
  Shard& shard = scheduler.shard(reservation.shard());
  shard.post([session = std::move(reservation), &ended]() mutable {
    session.release();
    ended.set_value();
  });
  REQUIRE(test::has_come(has_ended));
  CHECK(shard.load() == 0);
}

TEST_CASE("among equals a shard keeps its own session", "[scheduler]") {
  Scheduler scheduler(with_shards(3));
  scheduler.start();
  std::promise<std::uint32_t> placed;
  auto on_shard = placed.get_future();
  scheduler.shard(2).post([&] { placed.set_value(scheduler.place().shard()); });
  REQUIRE(test::has_come(on_shard));
  CHECK(on_shard.get() == 2);
}

TEST_CASE("stopping waits for what shards post to each other", "[scheduler]") {
  const std::uint32_t shards = GENERATE(1U, 2U, 4U);
  Scheduler scheduler(with_shards(shards));
  std::atomic<int> hops{0};
  std::function<void()> hop = [&] {
    const int number = hops.fetch_add(1) + 1;
    if (number < 40) scheduler.shard(static_cast<std::uint32_t>(number) % shards).post([&] { hop(); });
  };
  scheduler.shard(0).post([&] { hop(); });
  scheduler.start();
  scheduler.stop();
  CHECK(hops == 40);
  scheduler.stop();
}

TEST_CASE("a scheduler that was never started ends cleanly", "[scheduler]") {
  const auto held = std::make_shared<int>(1);
  {
    Scheduler scheduler(with_shards(2));
    scheduler.shard(1).post([held] {});
  }
  CHECK(held.use_count() == 1);
}

}  // namespace
}  // namespace stollen::runtime
