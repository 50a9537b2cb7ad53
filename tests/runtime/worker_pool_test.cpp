#include "server/runtime/worker_pool.hpp"

#include <sched.h>

#include <atomic>
#include <future>
#include <latch>
#include <memory>

#include "tests/runtime/stress.hpp"
#include "tests/support/catch.hpp"

namespace stollen::runtime {
namespace {

using namespace std::chrono_literals;

WorkerPool::Options pool(std::uint32_t threads, std::size_t queue_limit) {
  WorkerPool::Options options;
  options.threads = threads;
  options.queue_limit = queue_limit;
  return options;
}

// Keeps a worker busy until the test lets it go on. Made before the pool, so that it outlives the worker that
// waits at it.
struct Gate {
  std::promise<void> open;
  std::shared_future<void> is_open = open.get_future().share();
  std::latch entered{1};

  WorkerPool::Work work() {
    return [this] {
      entered.count_down();
      (void)is_open.wait_for(std::chrono::seconds(120));  // a failed test does not open it
    };
  }
};

TEST_CASE("work runs on another thread", "[worker_pool]") {
  std::promise<std::thread::id> ran;
  auto has_run = ran.get_future();
  WorkerPool workers(pool(2, 8));
  REQUIRE(workers.try_submit([&] { ran.set_value(std::this_thread::get_id()); }));
  REQUIRE(test::has_come(has_run));
  CHECK(has_run.get() != std::this_thread::get_id());
}

TEST_CASE("workers take what other threads leave", "[worker_pool]") {
  std::promise<int> policy;
  auto has_run = policy.get_future();
  WorkerPool workers(pool(1, 8));
  REQUIRE(workers.try_submit([&] { policy.set_value(sched_getscheduler(0)); }));
  REQUIRE(test::has_come(has_run));
  CHECK(has_run.get() == SCHED_IDLE);
  CHECK(sched_getscheduler(0) == SCHED_OTHER);
}

TEST_CASE("a full queue refuses at once and frees the work", "[worker_pool]") {
  Gate gate;
  WorkerPool workers(pool(1, 2));
  REQUIRE(workers.try_submit(gate.work()));
  gate.entered.wait();
  int ran = 0;
  const auto held = std::make_shared<int>(1);
  CHECK(workers.try_submit([&] { ++ran; }));
  CHECK(workers.try_submit([&] { ++ran; }));
  CHECK_FALSE(workers.try_submit([&, held] { ++ran; }));
  CHECK(held.use_count() == 1);
  CHECK(workers.figures().waiting == 2);
  gate.open.set_value();
  workers.stop();
  CHECK(ran == 2);
  const auto figures = workers.figures();
  CHECK(figures.accepted == 3);
  CHECK(figures.refused == 1);
  CHECK(figures.finished == 3);
  CHECK(figures.waiting == 0);
}

TEST_CASE("the time that work waits is measured", "[worker_pool]") {
  Gate gate;
  WorkerPool workers(pool(1, 2));
  REQUIRE(workers.try_submit(gate.work()));
  gate.entered.wait();
  REQUIRE(workers.try_submit([] {}));
  const auto submitted = std::chrono::steady_clock::now();
  while (std::chrono::steady_clock::now() < submitted + 20ms) {
  }
  gate.open.set_value();
  workers.stop();
  CHECK(workers.figures().longest_waiting >= 20ms);
  CHECK(workers.figures().total_waiting >= 20ms);
  CHECK(workers.figures().total_working >= 20ms);
}

TEST_CASE("work that would wait too long is refused, unless a thread is idle", "[worker_pool]") {
  auto options = pool(1, 100);
  options.longest_wait = 1ms;
  Gate gate;
  WorkerPool workers(options);
  // Teaches the pool what a piece of work costs: about 30 ms, of which it believes an eighth each time.
  for (int i = 0; i < 3; ++i) {
    std::promise<void> done;
    auto is_done = done.get_future();
    REQUIRE(workers.try_submit([&] {
      const auto start = std::chrono::steady_clock::now();
      while (std::chrono::steady_clock::now() < start + 30ms) {
      }
      done.set_value();
    }));
    REQUIRE(test::has_come(is_done));
    while (workers.figures().finished < static_cast<std::uint64_t>(i) + 1) std::this_thread::yield();
  }
  REQUIRE(workers.try_submit(gate.work()));
  gate.entered.wait();
  CHECK_FALSE(workers.try_submit([] {}));
  gate.open.set_value();
}

TEST_CASE("stopping finishes what was accepted and refuses the rest", "[worker_pool]") {
  std::atomic<int> ran{0};
  WorkerPool workers(pool(2, 1000));
  for (int i = 0; i < 500; ++i) REQUIRE(workers.try_submit([&] { ++ran; }));
  workers.stop();
  CHECK(ran == 500);
  CHECK_FALSE(workers.try_submit([&] { ++ran; }));
  workers.stop();
}

TEST_CASE("a pool without threads or queue is refused by name", "[worker_pool]") {
  CHECK_THROWS_WITH(WorkerPool(pool(0, 1)), Catch::Contains("threads"));
  CHECK_THROWS_WITH(WorkerPool(pool(1, 0)), Catch::Contains("queue_limit"));
}

TEST_CASE("four threads submit to three workers and every accepted piece runs once",
          "[worker_pool][stress]") {
  std::atomic<std::uint64_t> ran{0}, sum{0}, accepted{0}, expected_sum{0};
  WorkerPool workers(pool(3, 16));
  const auto end = std::chrono::steady_clock::now() + test::stress_time();
  test::Threads threads;
  for (std::uint64_t submitter = 1; submitter <= 4; ++submitter) {
    threads.start([&, submitter] {
      for (std::uint64_t i = 0; std::chrono::steady_clock::now() < end; ++i) {
        const std::uint64_t value = i * 4 + submitter;
        const bool was_accepted = workers.try_submit([&, value] {
          ++ran;
          sum += value;
        });
        if (!was_accepted) {
          std::this_thread::yield();
          continue;
        }
        ++accepted;
        expected_sum += value;
      }
    });
  }
  threads.join();
  workers.stop();
  CHECK(accepted > 0);
  CHECK(ran == accepted);
  CHECK(sum == expected_sum);
}

}  // namespace
}  // namespace stollen::runtime
