#pragma once

#include <chrono>
#include <cstddef>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

#include "server/realtime/caller.hpp"
#include "server/runtime/budget.hpp"

namespace stollen::realtime {

/// How many commands come over HTTP: of each account as on one socket, without log-in of each address. Any
/// thread; requests of one caller come in on all shards, so it takes a mutex, which is not on the path of a
/// socket's message.
class HttpRates {
 public:
  using TimePoint = runtime::TokenBucket::TimePoint;

  HttpRates(double commands_per_second, double commands_burst);

  /// Takes one command; when there is none left, how long to wait.
  [[nodiscard]] std::optional<std::chrono::milliseconds> take(const Caller& caller, TimePoint now);
  /// Callers that are remembered.
  [[nodiscard]] std::size_t size() const;

  /// People without log-in who may share an address (a school, an office) at the rate of one.
  static constexpr double kPeopleBehindAnAddress = 10;

 private:
  using Rate = runtime::TokenBucket::Rate;
  struct Entry {
    runtime::TokenBucket bucket;
    std::uint32_t burst = 0;
  };
  void forget_the_rested(TimePoint now);

  const Rate of_account_;
  const Rate of_address_;
  mutable std::mutex mutex_;
  std::unordered_map<std::string, Entry> entries_;
  std::size_t tidy_at_;
};

}  // namespace stollen::realtime
