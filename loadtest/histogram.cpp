#include "loadtest/histogram.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace stollen::load {

void Histogram::record(std::chrono::nanoseconds duration) {
  const auto micros =
      std::max<std::int64_t>(0, std::chrono::duration_cast<std::chrono::microseconds>(duration).count());
  const auto value = static_cast<std::uint64_t>(micros);
  std::size_t index = value;
  if (value >= kSteps) {
    const auto power = static_cast<std::uint64_t>(std::bit_width(value)) - 7;  // 64..127 -> 0
    index = kSteps * (power + 1) + ((value >> power) - kSteps);
  }
  ++buckets_[std::min(index, buckets_.size() - 1)];
  ++count_;
  maximum_ = std::max(maximum_, std::chrono::microseconds(micros));
}

void Histogram::add(const Histogram& other) {
  for (std::size_t index = 0; index < buckets_.size(); ++index) buckets_[index] += other.buckets_[index];
  count_ += other.count_;
  maximum_ = std::max(maximum_, other.maximum_);
}

std::chrono::microseconds Histogram::percentile(double share) const {
  const auto wanted = static_cast<std::uint64_t>(std::ceil(share * static_cast<double>(count_)));
  std::uint64_t seen = 0;
  for (std::size_t index = 0; index < buckets_.size() && count_ > 0; ++index) {
    seen += buckets_[index];
    if (seen < std::max<std::uint64_t>(wanted, 1)) continue;
    if (index < kSteps) return std::chrono::microseconds(index);
    const std::size_t power = index / kSteps - 1;
    const std::uint64_t upper = ((index % kSteps + kSteps + 1) << power) - 1;
    return std::min(std::chrono::microseconds(upper), maximum_);
  }
  return {};
}

}  // namespace stollen::load
