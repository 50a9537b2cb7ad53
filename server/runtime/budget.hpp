#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <stdexcept>

namespace stollen::runtime {

// Rate limit: `burst` at once, then `rate_per_second`. Time is passed in, on a monotonic clock; 24 bytes, no
// timer, integer arithmetic. Inside it is the generic cell rate algorithm: one instant up to which the
// allowance is spent.
class TokenBucket {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;
  using Duration = std::chrono::nanoseconds;

  static constexpr Duration kNever = Duration::max();

  struct Rate {
    double rate_per_second = 1;
    std::uint32_t burst = 1;  // tokens
  };

  // Starts full. Throws std::invalid_argument, naming the field, for a rate that is not above zero or an
  // empty burst.
  explicit TokenBucket(Rate rate) : interval_(interval_of(rate)), capacity_(interval_ * rate.burst) {}

  // Takes n tokens, or none of them.
  [[nodiscard]] bool try_take(std::uint32_t n, TimePoint now) {
    const TimePoint spent_until = std::max(spent_until_, now) + interval_ * n;
    if (spent_until - now > capacity_) return false;
    spent_until_ = spent_until;
    return true;
  }

  // How long until try_take(n) will succeed if nobody else takes: zero when it would now, kNever when n
  // exceeds the burst.
  Duration retry_after(std::uint32_t n, TimePoint now) const {
    const Duration needed = interval_ * n;
    if (needed > capacity_) return kNever;
    return std::max(Duration::zero(), std::max(spent_until_, now) - now + needed - capacity_);
  }

 private:
  static Duration interval_of(const Rate& rate) {
    // The upper bound keeps the interval at one nanosecond or more, the lower one keeps interval * burst far
    // from overflow.
    if (!(rate.rate_per_second >= 1e-6 && rate.rate_per_second <= 1e9)) {
      throw std::invalid_argument("rate_per_second must be between 0.000001 and 1000000000");
    }
    if (rate.burst < 1 || rate.burst > 1'000) throw std::invalid_argument("burst must be between 1 and 1000");
    return Duration(static_cast<std::int64_t>(1e9 / rate.rate_per_second));
  }

  Duration interval_;
  Duration capacity_;
  TimePoint spent_until_{};
};

// What one session may take in before the others have their turn: a flooder waits in line like everybody
// else. The session calls spend() for each frame it handles; when it says false, it stops reading, hands
// itself to the end of the loop's queue, and calls renew() when it is its turn again.
class TurnBudget {
 public:
  struct Limits {
    std::uint32_t frames = 32;
    std::uint32_t octets = 64 * 1024;
  };

  explicit TurnBudget(Limits limits) : limits_(limits) { renew(); }

  void renew() {
    frames_left_ = limits_.frames;
    octets_left_ = limits_.octets;
  }

  // Counts a frame that has been read; it is to be handled whatever the answer. True: the next may follow in
  // this turn.
  [[nodiscard]] bool spend(std::size_t octets) {
    frames_left_ -= frames_left_ > 0 ? 1U : 0U;
    octets_left_ -= static_cast<std::uint32_t>(std::min<std::size_t>(octets, octets_left_));
    return frames_left_ > 0 && octets_left_ > 0;
  }

 private:
  Limits limits_;
  std::uint32_t frames_left_ = 0;
  std::uint32_t octets_left_ = 0;
};

}  // namespace stollen::runtime
