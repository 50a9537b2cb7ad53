#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include "server/runtime/budget.hpp"

namespace stollen::realtime {

/// What a session may send before it is warned, and how often it is warned before it is closed.
class InboundLimits {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;
  enum class Verdict : std::uint8_t { fine, warned, closed };

  InboundLimits(double commands_per_second, double burst)
      : commands_({.rate_per_second = commands_per_second, .burst = static_cast<std::uint32_t>(burst)}) {}

  Verdict command(TimePoint now) {
    if (commands_.try_take(1, now)) return Verdict::fine;
    return warnings_.count(now, kWarningsKept) > kWarnings ? Verdict::closed : Verdict::warned;
  }
  [[nodiscard]] std::chrono::milliseconds retry_after(TimePoint now) const {
    return std::chrono::ceil<std::chrono::milliseconds>(commands_.retry_after(1, now));
  }
  Verdict malformed(TimePoint now) {
    return malformed_.count(now, kMalformedWithin) >= kMalformed ? Verdict::closed : Verdict::warned;
  }

 private:
  static constexpr std::uint32_t kWarnings = 3;
  static constexpr std::chrono::seconds kWarningsKept{10};
  static constexpr std::uint32_t kMalformed = 3;
  static constexpr std::chrono::seconds kMalformedWithin{10};

  /// Counts within a window that begins with the first.
  struct Window {
    TimePoint began{};
    std::uint32_t counted = 0;
    std::uint32_t count(TimePoint now, std::chrono::seconds length) {
      if (counted == 0 || now - began > length) {
        began = now;
        counted = 0;
      }
      return ++counted;
    }
  };

  runtime::TokenBucket commands_;
  Window warnings_;
  Window malformed_;
};

}  // namespace stollen::realtime
