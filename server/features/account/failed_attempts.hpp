#pragma once

#include <chrono>
#include <cstddef>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "protocol/cpp/timestamp.hpp"

namespace stollen::account {

/// Failed log-ins per account and per address; only these count. After some free attempts each further one
/// must wait longer, up to a bound: a stranger can slow an account's owner down, but never lock the owner
/// out. Kept in memory, per process: writing to the store for each wrong guess would hand attackers a lever.
/// Any thread may call.
class FailedAttempts {
 public:
  struct Limits {
    int free_per_account = 5;
    int free_per_address = 30;  ///< a school or an office shares one
    std::chrono::milliseconds first_wait{1'000};
    std::chrono::milliseconds longest_account_wait{15'000};
    std::chrono::milliseconds longest_address_wait{120'000};
    std::chrono::milliseconds forgotten_after{3'600'000};
    std::size_t most_entries = 100'000;
  };

  explicit FailedAttempts(Limits limits) : limits_(limits) {}

  /// How long this attempt must still wait; nothing: it may be made.
  std::optional<std::chrono::milliseconds> wait(std::string_view account, std::string_view address,
                                                protocol::Timestamp now);
  void note_failure(std::string_view account, std::string_view address, protocol::Timestamp now);
  /// The account's owner is back. The address keeps its count: it may be guessing at others.
  void forget_account(std::string_view account);

 private:
  struct Count {
    int failures = 0;
    protocol::Timestamp last;
    protocol::Timestamp next_allowed;
  };
  using Counts = std::unordered_map<std::string, Count>;

  void count(Counts& counts, std::string_view key, int free, std::chrono::milliseconds longest,
             protocol::Timestamp now);
  void make_room(Counts& counts, protocol::Timestamp now);

  Limits limits_;
  std::mutex mutex_;
  Counts accounts_;
  Counts addresses_;
};

}  // namespace stollen::account
