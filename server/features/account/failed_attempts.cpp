#include "server/features/account/failed_attempts.hpp"

#include <algorithm>

namespace stollen::account {

using std::chrono::milliseconds;

std::optional<milliseconds> FailedAttempts::wait(std::string_view account, std::string_view address,
                                                 protocol::Timestamp now) {
  const std::scoped_lock lock(mutex_);
  milliseconds longest{0};
  const auto look = [&](const Counts& counts, std::string_view key) {
    const auto found = counts.find(std::string(key));
    if (found != counts.end()) longest = std::max(longest, found->second.next_allowed - now);
  };
  look(accounts_, account);
  look(addresses_, address);
  if (longest <= milliseconds{0}) return std::nullopt;
  return longest;
}

void FailedAttempts::note_failure(std::string_view account, std::string_view address,
                                  protocol::Timestamp now) {
  const std::scoped_lock lock(mutex_);
  count(accounts_, account, limits_.free_per_account, limits_.longest_account_wait, now);
  count(addresses_, address, limits_.free_per_address, limits_.longest_address_wait, now);
}

void FailedAttempts::forget_account(std::string_view account) {
  const std::scoped_lock lock(mutex_);
  accounts_.erase(std::string(account));
}

void FailedAttempts::count(Counts& counts, std::string_view key, int free, milliseconds longest,
                           protocol::Timestamp now) {
  if (key.empty()) return;
  make_room(counts, now);
  Count& entry = counts[std::string(key)];
  if (now - entry.last > limits_.forgotten_after) entry.failures = 0;
  entry.last = now;
  ++entry.failures;
  if (entry.failures < free) return;
  milliseconds delay = limits_.first_wait;
  for (int i = free; i < entry.failures && delay < longest; ++i) delay *= 2;
  entry.next_allowed = now + std::min(delay, longest);
}

void FailedAttempts::make_room(Counts& counts, protocol::Timestamp now) {
  if (counts.size() < limits_.most_entries) return;
  std::erase_if(counts, [&](const auto& entry) { return now - entry.second.last > limits_.forgotten_after; });
  // Still full: somebody invents keys. Whatever is not waiting right now is the cheapest to lose.
  if (counts.size() < limits_.most_entries) return;
  std::erase_if(counts, [&](const auto& entry) { return entry.second.next_allowed <= now; });
  if (counts.size() >= limits_.most_entries) counts.clear();
}

}  // namespace stollen::account
