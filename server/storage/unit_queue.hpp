#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <utility>

namespace stollen::storage {

/// Hand-over to the storage threads: the one mutex on a command's path. It is held for a push or a pop, never
/// for work.
template <class Unit>
class UnitQueue {
 public:
  using Time = std::chrono::steady_clock::time_point;
  struct Queued {
    Unit unit;
    Time since;
  };

  explicit UnitQueue(std::size_t limit) : limit_(limit) {}

  /// False when full or closed. `is_urgent` passes the limit: for start-up and tests, whose number is bounded
  /// by threads, and for vital units, of which a node has a few. Not `wakes`: whoever waits here is told by
  /// wake(), or finds it when it looks.
  bool push(Unit&& unit, bool is_urgent = false, bool wakes = true) {
    {
      const std::lock_guard lock(mutex_);
      if (is_closed_ || (queue_.size() >= limit_ && !is_urgent)) return false;
      queue_.push_back({std::move(unit), std::chrono::steady_clock::now()});
      depth_.store(queue_.size(), std::memory_order_relaxed);
    }
    if (wakes) arrived_.notify_one();
    return true;
  }
  void wake() { arrived_.notify_one(); }

  std::optional<Queued> try_pop() {
    const std::lock_guard lock(mutex_);
    return pop();
  }

  /// Waits for a unit until `deadline` or until the queue is closed and empty.
  std::optional<Queued> pop_until(Time deadline) {
    std::unique_lock lock(mutex_);
    arrived_.wait_until(lock, deadline, [this] { return !queue_.empty() || is_closed_; });
    return pop();
  }
  std::optional<Queued> wait_pop() {
    std::unique_lock lock(mutex_);
    arrived_.wait(lock, [this] { return !queue_.empty() || is_closed_; });
    return pop();
  }

  void close() {
    {
      const std::lock_guard lock(mutex_);
      is_closed_ = true;
    }
    arrived_.notify_all();
  }

  [[nodiscard]] bool is_finished() const {
    const std::lock_guard lock(mutex_);
    return is_closed_ && queue_.empty();
  }
  /// Guesses by the time they are read: they take no lock.
  [[nodiscard]] std::size_t depth() const { return depth_.load(std::memory_order_relaxed); }
  [[nodiscard]] bool has_room() const { return depth() < limit_; }

 private:
  std::optional<Queued> pop() {
    if (queue_.empty()) return std::nullopt;
    std::optional<Queued> oldest(std::move(queue_.front()));
    queue_.pop_front();
    depth_.store(queue_.size(), std::memory_order_relaxed);
    return oldest;
  }

  const std::size_t limit_;
  mutable std::mutex mutex_;
  std::condition_variable arrived_;
  std::deque<Queued> queue_;
  std::atomic<std::size_t> depth_{0};
  bool is_closed_ = false;
};

/// Moving average of how long something takes. Written by one thread, read by all.
class UsualTime {
 public:
  void learn(std::chrono::nanoseconds took) {
    const std::int64_t usual = nanoseconds_.load(std::memory_order_relaxed);
    nanoseconds_.store(usual + (took.count() - usual) / 32, std::memory_order_relaxed);
  }
  [[nodiscard]] std::chrono::nanoseconds get() const {
    return std::chrono::nanoseconds(nanoseconds_.load(std::memory_order_relaxed));
  }

 private:
  std::atomic<std::int64_t> nanoseconds_{0};
};

}  // namespace stollen::storage
