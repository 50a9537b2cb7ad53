#include "server/realtime/http_rates.hpp"

#include <algorithm>

namespace stollen::realtime {
namespace {

constexpr std::size_t kTidyFirstAt = 1'024;
constexpr double kLargestBurst = 1'000;  // of a bucket

}  // namespace

HttpRates::HttpRates(double commands_per_second, double commands_burst)
    : of_account_{commands_per_second, static_cast<std::uint32_t>(commands_burst)},
      of_address_{
          commands_per_second * kPeopleBehindAnAddress,
          static_cast<std::uint32_t>(std::min(commands_burst * kPeopleBehindAnAddress, kLargestBurst))},
      tidy_at_(kTidyFirstAt) {}

std::optional<std::chrono::milliseconds> HttpRates::take(const Caller& caller, TimePoint now) {
  if (!caller.is_logged_in() && caller.address_key.empty()) return std::nullopt;
  const Rate& rate = caller.is_logged_in() ? of_account_ : of_address_;
  const std::lock_guard lock(mutex_);
  // An id is no address, so both may stand in one table.
  auto [place, is_new] =
      entries_.try_emplace(caller.is_logged_in() ? caller.person_id.text() : caller.address_key,
                           Entry{runtime::TokenBucket(rate), rate.burst});
  std::optional<std::chrono::milliseconds> wait;
  if (auto& bucket = place->second.bucket; !bucket.try_take(1, now))
    wait = std::chrono::ceil<std::chrono::milliseconds>(bucket.retry_after(1, now));
  if (is_new && entries_.size() >= tidy_at_) forget_the_rested(now);
  return wait;
}

std::size_t HttpRates::size() const {
  const std::lock_guard lock(mutex_);
  return entries_.size();
}

// A bucket that is full again is as good as a new one.
void HttpRates::forget_the_rested(TimePoint now) {
  std::erase_if(entries_, [now](const auto& entry) {
    const auto& [bucket, burst] = entry.second;
    return bucket.retry_after(burst, now) == runtime::TokenBucket::Duration::zero();
  });
  tidy_at_ = std::max(kTidyFirstAt, 2 * entries_.size());
}

}  // namespace stollen::realtime
