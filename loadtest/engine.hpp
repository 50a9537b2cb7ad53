#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <queue>
#include <vector>

namespace stollen::load {

using SteadyTime = std::chrono::steady_clock::time_point;

/// Something with a descriptor in the engine's epoll set.
class Watched {
 public:
  virtual ~Watched() = default;
  virtual void on_ready(std::uint32_t epoll_events) = 0;
};

/// One thread, one epoll set, timers: as little between the socket and the check as possible, so that the
/// server is what saturates.
class Engine {
 public:
  Engine();
  ~Engine();
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  /// Edge-triggered, readable and writable. The watched object must outlive its registration.
  void watch(int descriptor, Watched& watched);
  void unwatch(int descriptor);

  void at(SteadyTime when, std::function<void()> work);
  void after(std::chrono::nanoseconds wait, std::function<void()> work) { at(now() + wait, std::move(work)); }

  /// The time of this turn of the loop.
  [[nodiscard]] SteadyTime now() const { return now_; }

  /// Runs until `is_done` (asked once a turn) or the deadline; true: done.
  bool run_until(const std::function<bool()>& is_done, SteadyTime deadline);

  /// Share of the elapsed time that was spent working rather than waiting, since the last call.
  double take_busy_share();

 private:
  struct Timer {
    SteadyTime when;
    std::uint64_t order;
    std::function<void()> work;
    bool operator>(const Timer& other) const {
      return when != other.when ? when > other.when : order > other.order;
    }
  };
  void run_timers();
  void turn(SteadyTime deadline);

  int epoll_ = -1;
  std::priority_queue<Timer, std::vector<Timer>, std::greater<>> timers_;
  std::uint64_t timer_order_ = 0;
  SteadyTime now_;
  SteadyTime busy_since_;
  std::chrono::nanoseconds waited_{0};
};

}  // namespace stollen::load
