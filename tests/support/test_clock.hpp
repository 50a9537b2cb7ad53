#pragma once

#include <atomic>
#include <chrono>

#include "server/core/clock.hpp"

namespace stollen::tests {

/// A clock that stands still until the test moves it. Any thread may read it meanwhile.
class TestClock final : public Clock {
 public:
  /// Saturday, 14 November 2026, 10:00 UTC.
  explicit TestClock(protocol::Timestamp start = {1'794'650'400'000}) : start_(start) {}
  [[nodiscard]] protocol::Timestamp now() const override { return start_ + passed_.load(); }
  [[nodiscard]] std::chrono::steady_clock::time_point steady_now() const override {
    return std::chrono::steady_clock::time_point{} + std::chrono::hours(1) + passed_.load();
  }
  void advance(std::chrono::milliseconds span) { passed_ = passed_.load() + span; }

 private:
  const protocol::Timestamp start_;
  std::atomic<std::chrono::milliseconds> passed_{std::chrono::milliseconds{0}};
};

}  // namespace stollen::tests
