#include "server/runtime/interest.hpp"

#include <atomic>
#include <cstdint>
#include <vector>

#include "tests/runtime/stress.hpp"
#include "tests/support/catch.hpp"

namespace stollen::runtime {
namespace {

std::vector<std::uint32_t> interested(Interest& interest, std::uint64_t stream_hash) {
  std::vector<std::uint32_t> shards;
  interest.for_each_interested(stream_hash, [&](std::uint32_t shard) { shards.push_back(shard); });
  return shards;
}

TEST_CASE("exactly the shards with members are told", "[interest]") {
  Interest interest(4);
  interest.add(1, 77);
  interest.add(3, 77);
  interest.add(3, 77);
  interest.add(0, 78);
  CHECK(interested(interest, 77) == std::vector<std::uint32_t>{1, 3});
  CHECK(interested(interest, 78) == std::vector<std::uint32_t>{0});
  CHECK(interested(interest, 79).empty());
  interest.remove(1, 77);
  interest.remove(3, 77);
  CHECK(interested(interest, 77) == std::vector<std::uint32_t>{3});
  interest.remove(3, 77);
  CHECK(interested(interest, 77).empty());
}

TEST_CASE("streams of one slot share their interest", "[interest]") {
  Interest interest(2);
  interest.add(0, 5);
  CHECK(interest.is_interested(0, 5 + Interest::kDefaultSlots));
  CHECK_FALSE(interest.is_interested(0, 6));
  interest.add(1, ~std::uint64_t{0});
  CHECK(interested(interest, ~std::uint64_t{0}) == std::vector<std::uint32_t>{1});
}

struct alignas(kCacheLine) Event {
  std::atomic<bool> is_committed{false};
  bool is_seen_live = false;
  alignas(kCacheLine) bool is_in_snapshot = false;
};

TEST_CASE("an event that is committed while a subscriber joins is never missed", "[interest][stress]") {
  constexpr std::uint64_t kStreams = Interest::kDefaultSlots;
  const auto end = std::chrono::steady_clock::now() + test::stress_time();
  std::uint64_t missed = 0;
  do {
    Interest interest(1);
    std::vector<Event> events(kStreams);
    test::InStep in_step;
    test::Threads threads;
    threads.start([&] {
      for (std::uint64_t stream = 0; stream < kStreams; ++stream) {
        in_step.enter(0, stream);
        events[stream].is_committed.store(true, std::memory_order_release);
        events[stream].is_seen_live = interest.is_interested(0, stream);
      }
    });
    threads.start([&] {
      for (std::uint64_t stream = 0; stream < kStreams; ++stream) {
        in_step.enter(1, stream);
        interest.add(0, stream);
        events[stream].is_in_snapshot = events[stream].is_committed.load(std::memory_order_acquire);
      }
    });
    threads.join();
    for (const Event& event : events) missed += event.is_seen_live || event.is_in_snapshot ? 0 : 1;
  } while (std::chrono::steady_clock::now() < end);
  CHECK(missed == 0);
}

}  // namespace
}  // namespace stollen::runtime
