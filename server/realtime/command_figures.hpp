#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <string_view>

#include "protocol/cpp/error_code.hpp"
#include "server/core/metrics.hpp"

namespace stollen::realtime {

/// How often a command was answered how, and how long it took.
class CommandFigures {
 public:
  explicit CommandFigures(std::string_view command);
  /// `code`: null for success.
  void count(const protocol::ErrorCode* code, std::chrono::nanoseconds took);

 private:
  static constexpr std::size_t kOutcomes = 6;  ///< ok and the five classes of errors
  std::array<metrics::Counter*, kOutcomes> outcomes_{};
  metrics::Histogram& seconds_;
};

}  // namespace stollen::realtime
