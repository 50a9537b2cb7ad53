#pragma once

#include <array>
#include <chrono>
#include <cstdint>

namespace stollen::load {

/// Durations from 1 µs to about 70 s in buckets of at most 1.6 % width (linear steps within powers of two, as
/// HdrHistogram has them). Recording is an addition.
class Histogram {
 public:
  void record(std::chrono::nanoseconds duration);
  void add(const Histogram& other);
  /// Upper bound of the bucket in which this share (0 to 1) of the recorded values is reached; 0 when empty.
  [[nodiscard]] std::chrono::microseconds percentile(double share) const;
  [[nodiscard]] std::uint64_t count() const { return count_; }
  [[nodiscard]] std::chrono::microseconds maximum() const { return maximum_; }

 private:
  static constexpr std::uint64_t kSteps = 64;  // per power of two
  static constexpr std::size_t kPowers = 21;
  std::array<std::uint64_t, kSteps*(kPowers + 1)> buckets_{};
  std::uint64_t count_ = 0;
  std::chrono::microseconds maximum_{0};
};

}  // namespace stollen::load
