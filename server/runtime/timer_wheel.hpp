#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <utility>

#include "server/runtime/run_list.hpp"

namespace stollen::runtime {

using SteadyClock = std::chrono::steady_clock;

// A deadline in a TimerWheel. Belongs to whoever made it; disarms itself when destroyed.
class Timer : public ListHook<Timer> {
 public:
  using Callback = std::move_only_function<void()>;

  explicit Timer(Callback on_due) : on_due_(std::move(on_due)) {}

  bool is_armed() const { return is_linked(); }

 private:
  friend class TimerWheel;
  std::uint64_t due_tick_ = 0;
  Callback on_due_;
};

// Deadlines of one thread: arm, re-arm and cancel cost O(1) and allocate nothing, however many there are.
//
// Promises: a callback never runs before its deadline, at most one resolution after it as long as advance()
// is called when next_wake() says so, and never inside arm(). Of what is due at one advance(), earlier ticks
// run first; within a tick the order is not specified. What a callback arms runs at a later advance(), so
// that one advance() is always bounded. A callback may arm, cancel and destroy any timer; it may destroy its
// own, and then must not touch what it captured.
//
// Four levels of 64 slots, each 64 times coarser than the one below; deadlines beyond them (9.7 days at 50
// ms) wait at the coarsest level and are looked at again when it comes round.
class TimerWheel {
 public:
  static constexpr std::chrono::milliseconds kDefaultResolution{50};

  explicit TimerWheel(SteadyClock::time_point start, SteadyClock::duration resolution = kDefaultResolution);

  // Arms or re-arms. A deadline that lies in the past is due at the next advance().
  void arm(Timer& timer, SteadyClock::time_point due);
  void cancel(Timer& timer) { timer.unlink(); }

  // Runs callbacks that are due at `now`, at most `limit` of them. Returns how many ran; when it ran `limit`,
  // more may be due: next_wake() then lies in the past.
  std::size_t advance(SteadyClock::time_point now, std::size_t limit = kNoLimit);

  // When advance() must be called next; nothing while no timer is armed. May come earlier than the next
  // deadline (a timer moves from a coarse level to a finer one), never later.
  std::optional<SteadyClock::time_point> next_wake() const;

  // Called by arm() when next_wake() became earlier than it was when last asked for. Not during advance():
  // ask after it.
  void on_earlier_wake(std::move_only_function<void()> hook) { on_earlier_wake_ = std::move(hook); }

  static constexpr std::size_t kNoLimit = ~std::size_t{0};

 private:
  static constexpr unsigned kLevels = 4;
  static constexpr unsigned kSlotBits = 6;
  static constexpr unsigned kSlots = 1U << kSlotBits;
  static constexpr std::uint64_t kNever = ~std::uint64_t{0};

  struct Level {
    std::array<RunList<Timer>, kSlots> slots;
    // Bit s: slot s may be occupied. Cleared lazily, since a timer that cancels itself does not know its
    // slot.
    mutable std::uint64_t occupied = 0;
  };

  std::uint64_t place(Timer& timer);
  void visit(std::uint64_t tick);
  std::uint64_t next_visit() const;
  std::uint64_t next_visit(unsigned level) const;
  SteadyClock::time_point time_of(std::uint64_t tick) const;

  SteadyClock::time_point start_;
  SteadyClock::duration resolution_;
  std::uint64_t tick_ = 0;  // the last tick whose timers have been moved to due_
  std::array<Level, kLevels> levels_;
  RunList<Timer> due_;
  mutable std::uint64_t announced_ = kNever;
  std::move_only_function<void()> on_earlier_wake_;
};

}  // namespace stollen::runtime
