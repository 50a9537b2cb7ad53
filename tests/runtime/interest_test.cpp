#include "server/runtime/interest.hpp"

#include <array>
#include <atomic>
#include <barrier>
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

TEST_CASE("an event that is committed while a subscriber joins is never missed", "[interest][stress]") {
  constexpr std::uint64_t kStream = 4711;
  Interest interest(1);
  std::atomic<int> committed{0};
  bool is_seen_live = false;
  bool is_in_snapshot = false;
  bool is_over = false;
  std::uint64_t rounds = 0, live = 0, in_snapshot = 0, missed = 0;
  const auto end = std::chrono::steady_clock::now() + test::stress_time();

  // Between the rounds one of the two counts and sets the table back.
  std::barrier between_rounds(2, [&]() noexcept {
    if (rounds > 0 || is_seen_live || is_in_snapshot) {
      live += is_seen_live ? 1 : 0;
      in_snapshot += is_in_snapshot ? 1 : 0;
      missed += !is_seen_live && !is_in_snapshot ? 1 : 0;
      interest.remove(0, kStream);
    }
    ++rounds;
    committed.store(0, std::memory_order_relaxed);
    is_over = std::chrono::steady_clock::now() > end;
  });

  test::Threads threads;
  threads.start([&] {
    for (;;) {
      between_rounds.arrive_and_wait();
      if (is_over) return;
      committed.store(1, std::memory_order_release);
      is_seen_live = interest.is_interested(0, kStream);
    }
  });
  threads.start([&] {
    for (;;) {
      between_rounds.arrive_and_wait();
      if (is_over) return;
      interest.add(0, kStream);
      is_in_snapshot = committed.load(std::memory_order_acquire) == 1;
    }
  });
  threads.join();
  CHECK(missed == 0);
  CHECK(rounds > 100);
  CAPTURE(live, in_snapshot);
  CHECK(live + in_snapshot >= rounds - 1);
}

}  // namespace
}  // namespace stollen::runtime
