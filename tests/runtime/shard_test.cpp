#include "server/runtime/shard.hpp"

#include <pthread.h>

#include <array>
#include <atomic>
#include <boost/asio/post.hpp>
#include <future>
#include <latch>
#include <memory>
#include <numeric>
#include <string>
#include <thread>
#include <vector>

#include "server/runtime/post_together.hpp"
#include "server/runtime/scheduler.hpp"
#include "server/runtime/shard_io.hpp"
#include "tests/runtime/stress.hpp"
#include "tests/support/catch.hpp"

namespace stollen::runtime {
namespace {

using namespace std::chrono_literals;

// Started, and stopped at the end of the test.
struct RunningShard {
  explicit RunningShard(Shard::Options options = {}) : shard(std::move(options)) { shard.start(); }
  ~RunningShard() { stop(); }
  void stop() {
    shard.request_stop();
    shard.join();
  }
  // Runs `work` on the shard and waits for it.
  template <class Work>
  void run(Work work) {
    std::promise<void> done;
    auto is_done = done.get_future();
    shard.post([&] {
      work();
      done.set_value();
    });
    REQUIRE(test::has_come(is_done));
  }
  Shard shard;
};

TEST_CASE("a shard runs what is posted on its own named thread, in order", "[shard]") {
  RunningShard running({.id = 3, .name = "booth"});
  std::vector<int> order;
  for (int i = 0; i < 1000; ++i) running.shard.post([&order, i] { order.push_back(i); });
  std::array<char, 16> name{};
  Shard* current = nullptr;
  running.run([&] {
    current = Shard::current();
    pthread_getname_np(pthread_self(), name.data(), name.size());
  });
  std::vector<int> expected(1000);
  std::iota(expected.begin(), expected.end(), 0);
  CHECK(order == expected);
  CHECK(current == &running.shard);
  CHECK(std::string(name.data()) == "booth-3");
  CHECK(Shard::current() == nullptr);
  CHECK_FALSE(running.shard.is_current());
}

TEST_CASE("what is posted together comes together, in order, to each of several shards", "[shard]") {
  const int shards = GENERATE(1, 2, 4);
  Scheduler scheduler({.shards = static_cast<std::uint32_t>(shards)});
  scheduler.start();
  std::atomic<bool> is_gathering{true};
  std::array<std::vector<int>, 4> seen;
  std::atomic<int> early{0};
  {
    const PostTogether together;
    const PostTogether inner;  // does nothing: the outer one decides
    for (int i = 0; i < 100; ++i) {
      auto& shard = scheduler.shard(static_cast<std::uint32_t>(i % shards));
      shard.post([&, i] {
        if (is_gathering) ++early;
        seen[static_cast<std::size_t>(i % shards)].push_back(i);
      });
    }
    // A post of another thread is not held up, and finds nothing of ours before it.
    std::promise<std::size_t> found;
    std::thread([&] { scheduler.shard(0).post([&] { found.set_value(seen[0].size()); }); }).join();
    CHECK(found.get_future().get() == 0);
    is_gathering = false;
  }
  scheduler.stop();
  CHECK(early == 0);
  for (int shard = 0; shard < shards; ++shard) {
    std::vector<int> expected;
    for (int i = shard; i < 100; i += shards) expected.push_back(i);
    CHECK(seen[static_cast<std::size_t>(shard)] == expected);
  }
}

TEST_CASE("what a shard posts to itself runs later and in order", "[shard]") {
  RunningShard running;
  std::vector<int> order;
  running.run([&] {
    running.shard.post([&] { order.push_back(2); });
    running.shard.post([&] { order.push_back(3); });
    order.push_back(1);
  });
  running.run([] {});
  CHECK(order == std::vector{1, 2, 3});
}

TEST_CASE("a flood of tasks does not keep the loop from its sockets and timers", "[shard]") {
  Shard::Options options;
  options.tasks_per_turn = 100;
  Shard shard(options);
  int tasks = 0;
  int tasks_before_handler = -1;
  boost::asio::post(shard.io(), [] {});
  for (int i = 0; i < 10'000; ++i) {
    shard.post([&] {
      // Stands for a socket that becomes ready while tasks wait.
      if (tasks == 0) boost::asio::post(shard.io(), [&] { tasks_before_handler = tasks; });
      ++tasks;
    });
  }
  shard.request_stop();
  shard.start();
  shard.join();
  CHECK(tasks == 10'000);
  CHECK(tasks_before_handler == 100);
}

TEST_CASE("stopping runs all that was posted before, also by tasks, and sends pending output", "[shard]") {
  struct Output : Flushable {
    int flushes = 0;
    FlushResult flush(std::uint32_t) noexcept override {
      ++flushes;
      return {};
    }
  } output;
  Shard shard({});
  int ran = 0;
  for (int i = 0; i < 1000; ++i) {
    shard.post([&] {
      ++ran;
      shard.post([&] {
        ++ran;
        shard.flushes().mark(output);
      });
    });
  }
  shard.request_stop();
  shard.request_stop();
  shard.start();
  shard.join();
  CHECK(ran == 2000);
  CHECK(output.flushes >= 1);
  CHECK_FALSE(output.is_linked());
}

TEST_CASE("tasks that were never run are freed", "[shard]") {
  const auto held = std::make_shared<int>(1);
  {
    Shard never_started({});
    never_started.post([held] {});
  }
  CHECK(held.use_count() == 1);
  {
    RunningShard running;
    running.stop();
    running.shard.post([held] {});
    CHECK(held.use_count() == 2);
  }
  CHECK(held.use_count() == 1);
}

struct OwnTask final : Task {
  OwnTask(Shard& task_shard, int task_runs, std::promise<void>& task_done)
      : shard(task_shard), runs_left(task_runs), done(task_done) {}
  void run() override {
    if (--runs_left > 0) {
      shard.post(*this);
    } else {
      done.set_value();
    }
  }
  void abandon() noexcept override { was_abandoned = true; }

  Shard& shard;
  int runs_left;
  std::promise<void>& done;
  bool was_abandoned = false;
};

TEST_CASE("a task with memory of its own is posted again and again, or abandoned", "[shard]") {
  std::promise<void> done;
  auto is_done = done.get_future();
  {
    RunningShard running;
    OwnTask task(running.shard, 1000, done);
    running.shard.post(task);
    REQUIRE(test::has_come(is_done));
    CHECK(task.runs_left == 0);
    CHECK_FALSE(task.was_abandoned);
  }
  auto shard = std::make_unique<Shard>(Shard::Options{});
  OwnTask task(*shard, 1, done);
  shard->post(task);
  shard.reset();
  CHECK(task.was_abandoned);
}

TEST_CASE("a shard's timers run on its thread at their time", "[shard]") {
  Shard::Options options;
  options.timer_resolution = 1ms;
  RunningShard running(options);
  std::promise<Shard*> late;
  auto has_run = late.get_future();
  std::vector<int> order;
  Timer first([&] { order.push_back(1); });
  Timer second([&] {
    order.push_back(2);
    late.set_value(Shard::current());
  });
  Timer cancelled([&] { order.push_back(3); });
  const auto start = SteadyClock::now();
  running.run([&] {
    running.shard.arm(second, 40ms);
    running.shard.arm(cancelled, 20ms);
    running.shard.arm(first, 10ms);  // earlier than what the alarm is set for
    running.shard.timers().cancel(cancelled);
  });
  REQUIRE(test::has_come(has_run));
  CHECK(has_run.get() == &running.shard);
  CHECK(SteadyClock::now() - start >= 40ms);
  running.run([&] { CHECK(order == std::vector{1, 2}); });
}

TEST_CASE("timers that are due together do not starve tasks", "[shard]") {
  Shard::Options options;
  options.timer_resolution = 1ms;
  options.timers_per_turn = 10;
  Shard shard(options);
  int timers_run = 0;
  int timers_before_task = -1;
  std::vector<std::unique_ptr<Timer>> timers;
  for (int i = 0; i < 1000; ++i) {
    timers.push_back(std::make_unique<Timer>([&] {
      if (timers_run++ == 0) shard.post([&] { timers_before_task = timers_run; });
      if (timers_run == 1000) shard.request_stop();
    }));
    shard.timers().arm(*timers.back(), SteadyClock::now());
  }
  shard.start();
  shard.join();
  CHECK(timers_run == 1000);
  CHECK(timers_before_task >= 10);
  CHECK(timers_before_task <= 20);
}

TEST_CASE("a shard that rests does what was asked before, then sleeps once", "[shard]") {
  RunningShard running;
  std::promise<SteadyClock::duration> rested;
  bool is_done_before = false, was_done_before = false;
  running.run([&] {
    running.shard.post([&] { is_done_before = true; });
    running.shard.rest();
    running.shard.rest();
    boost::asio::post(running.shard.io(), [&, begin = SteadyClock::now()] {
      was_done_before = is_done_before;
      rested.set_value(SteadyClock::now() - begin);
    });
  });
  auto took = rested.get_future();
  REQUIRE(test::has_come(took));
  CHECK(took.get() >= 1ms);
  CHECK(was_done_before);
}

TEST_CASE("output that gathers in a turn of a shard is sent once", "[shard]") {
  struct Output : Flushable {
    int flushes = 0;
    std::promise<void> sent;
    FlushResult flush(std::uint32_t) noexcept override {
      if (++flushes == 1) sent.set_value();
      return {};
    }
  } output;
  auto is_sent = output.sent.get_future();
  Shard shard({});
  for (int i = 0; i < 100; ++i) shard.post([&] { shard.flushes().mark(output); });
  shard.start();
  REQUIRE(test::has_come(is_sent));
  shard.request_stop();
  shard.join();
  CHECK(output.flushes == 1);
}

TEST_CASE("a pinned shard stays on its processor, and an impossible one is named", "[shard]") {
  cpu_set_t usable;
  REQUIRE(sched_getaffinity(0, sizeof usable, &usable) == 0);
  unsigned cpu = 0;
  while (!CPU_ISSET(cpu, &usable)) ++cpu;
  Shard::Options options;
  options.cpu = cpu;
  RunningShard running(options);
  cpu_set_t of_shard;
  running.run([&] { sched_getaffinity(0, sizeof of_shard, &of_shard); });
  CHECK(CPU_COUNT(&of_shard) == 1);
  CHECK(CPU_ISSET(cpu, &of_shard));
  cpu_set_t afterwards;
  sched_getaffinity(0, sizeof afterwards, &afterwards);
  CHECK(CPU_EQUAL(&afterwards, &usable));

  options.cpu = 100'000;
  Shard impossible(options);
  CHECK_THROWS_WITH(impossible.start(), Catch::Contains("processor 100000"));
}

TEST_CASE("two shards and four outsiders post to each other and nothing is lost or reordered",
          "[shard][stress]") {
  constexpr std::size_t kOutsiders = 4;
  RunningShard left({.id = 0});
  RunningShard right({.id = 1});
  std::atomic<bool> is_over{false};
  // Of each shard: touched by that shard only.
  std::array<std::array<std::uint64_t, kOutsiders>, 2> received{};
  std::array<bool, 2> is_in_order{true, true};
  std::array<std::uint64_t, kOutsiders> sent{};
  std::array<std::atomic<std::uint64_t>, kOutsiders> seen_right{};

  test::Threads threads;
  for (std::size_t outsider = 0; outsider < kOutsiders; ++outsider) {
    threads.start([&, outsider] {
      for (std::uint64_t number = 0; !is_over.load(std::memory_order_relaxed); ++number) {
        // Bounded, since a mailbox is not.
        while (number - seen_right[outsider].load(std::memory_order_acquire) > 64) std::this_thread::yield();
        left.shard.post([&, outsider, number] {
          is_in_order[0] = is_in_order[0] && received[0][outsider]++ == number;
          right.shard.post([&, outsider, number] {
            is_in_order[1] = is_in_order[1] && received[1][outsider]++ == number;
            seen_right[outsider].store(number + 1, std::memory_order_release);
          });
        });
        sent[outsider] = number + 1;
      }
    });
  }
  std::promise<void> time_is_up;
  (void)time_is_up.get_future().wait_for(test::stress_time());
  is_over = true;
  threads.join();
  left.stop();
  right.stop();
  CHECK(is_in_order[0]);
  CHECK(is_in_order[1]);
  for (std::size_t outsider = 0; outsider < kOutsiders; ++outsider) {
    CHECK(sent[outsider] > 0);
    CHECK(received[0][outsider] == sent[outsider]);
    CHECK(received[1][outsider] == sent[outsider]);
  }
}

}  // namespace
}  // namespace stollen::runtime
