#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>

#include "server/runtime/bell.hpp"
#include "server/runtime/failure.hpp"
#include "server/runtime/flush_scheduler.hpp"
#include "server/runtime/mailbox.hpp"
#include "server/runtime/placement.hpp"
#include "server/runtime/timer_wheel.hpp"

namespace boost::asio {
class io_context;
}

namespace stollen::runtime {

// Work for a shard that brings its own memory: post() allocates nothing for it. From post() on the shard has
// it, until exactly one of the two functions is called; inside either it may destroy itself, and inside run()
// it may be posted anew.
class Task : public MailboxNode {
 public:
  virtual void run() = 0;
  // Instead of run(), when the shard is destroyed first: frees what the task holds. Called on the destroying
  // thread.
  virtual void abandon() noexcept = 0;

 protected:
  virtual ~Task() = default;
};

// One thread with everything it needs: event loop, mailbox, timer wheel, run list. Sessions live and die on
// one shard, so their code needs no locks. Other threads reach it through post() and in no other way.
class Shard {
 public:
  struct Options {
    std::uint32_t id = 0;
    std::string name = "shard";           // the thread is called "<name>-<id>"
    std::optional<unsigned> cpu{};        // pin the thread to this processor
    std::uint32_t tasks_per_turn = 128;   // mailbox tasks run before sockets and timers are looked at again
    std::uint32_t timers_per_turn = 256;  // likewise for timers that are due together
    SteadyClock::duration timer_resolution = TimerWheel::kDefaultResolution;
    FlushLimits flush{};
    const Placement* placement = nullptr;  // whose counter of this shard load() shows
    FailureHook on_failure{};
  };

  explicit Shard(Options options);
  // Only after join() (or without start()). Tasks that were not run are abandoned, then the event loop's
  // handlers destroyed.
  ~Shard();
  Shard(const Shard&) = delete;
  Shard& operator=(const Shard&) = delete;

  void start();
  // Any thread, also the shard's own. Everything posted before is still run and pending output is flushed,
  // then the loop ends; it does not wait for sockets. Idempotent.
  void request_stop();
  // Not on the shard's own thread.
  void join();

  // Any thread, from construction to destruction; never blocks. What one thread posts runs in the order of
  // its posts; what it posts under a PostTogether comes when that ends. An exception that leaves a task ends
  // the process (failure.hpp).
  void post(std::move_only_function<void()> work);
  void post(Task& task);

  bool is_current() const { return current() == this; }
  // The shard whose thread this is; nullptr elsewhere.
  static Shard* current();

  std::uint32_t id() const { return options_.id; }
  // Sessions that have reserved a place here. Any thread.
  std::uint32_t load() const;
  // Tasks run so far. Any thread.
  std::uint64_t tasks_run() const { return tasks_run_.load(std::memory_order_relaxed); }

  // Drops the tasks that were not run. After join(); the destructor does it too.
  void abandon_tasks() noexcept;

  // The rest belongs to the shard's own thread (or to the time before start()).
  boost::asio::io_context& io() { return *io_; }
  TimerWheel& timers() { return timers_; }
  FlushScheduler& flushes() { return flushes_; }
  // Arms a timer `after` from now.
  void arm(Timer& timer, SteadyClock::duration after) { timers_.arm(timer, SteadyClock::now() + after); }
  // Behind what is to be done now, sleeps for a millisecond, but not before having worked for as long: for
  // when there is more to do than can be done. What comes meanwhile is taken together, and whoever does the
  // work is not interrupted for each piece of it.
  void rest();

 private:
  friend class PostTogether;
  struct Loop;  // what needs Asio

  void run_thread();
  void wait_for_bell();
  void wait_for_wake();
  void request_flush_turn(SteadyClock::time_point not_before);
  void take_tasks(MailboxNode* oldest_first);
  void request_turn();
  void run_some_tasks();
  void finish();

  const Options options_;
  BasicBelledMailbox<StdAtomics, EventBell> mailbox_;
  std::atomic<std::uint64_t> tasks_run_{0};
  std::atomic<bool> is_stop_requested_{false};

  // Tasks taken from the mailbox or posted by the shard itself, oldest first.
  MailboxNode* first_task_ = nullptr;
  MailboxNode* last_task_ = nullptr;
  bool is_turn_requested_ = false;
  bool is_flush_alarm_set_ = false;
  bool is_stopping_ = false;
  bool is_rest_due_ = false;
  SteadyClock::time_point rested_at_{};

  TimerWheel timers_;
  FlushScheduler flushes_;
  // Behind the wheel and the run list, since the handlers that die with the loop may own timers and sessions.
  std::unique_ptr<boost::asio::io_context> io_;
  std::unique_ptr<Loop> loop_;
  std::thread thread_;
};

}  // namespace stollen::runtime
