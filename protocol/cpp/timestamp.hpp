#pragma once

#include <chrono>
#include <compare>
#include <cstdint>

namespace stollen::protocol {

// Milliseconds since 1970-01-01T00:00:00Z, without leap seconds. On the wire an integer from 0 to kMaximumMs.
struct Timestamp {
  // The last instant that a JavaScript Date can hold.
  static constexpr std::int64_t kMaximumMs = 8'640'000'000'000'000;

  std::int64_t ms = 0;

  constexpr bool operator==(const Timestamp&) const = default;
  constexpr auto operator<=>(const Timestamp&) const = default;

  friend constexpr Timestamp operator+(Timestamp at, std::chrono::milliseconds span) {
    return {at.ms + span.count()};
  }
  friend constexpr Timestamp operator-(Timestamp at, std::chrono::milliseconds span) {
    return {at.ms - span.count()};
  }
  friend constexpr std::chrono::milliseconds operator-(Timestamp later, Timestamp earlier) {
    return std::chrono::milliseconds{later.ms - earlier.ms};
  }
};

}  // namespace stollen::protocol
