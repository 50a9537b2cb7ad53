#pragma once

#include <chrono>

#include "protocol/cpp/timestamp.hpp"

namespace stollen {

/// Time as the server sees it. Tests move it; nothing else reads the system's clocks.
class Clock {
 public:
  virtual ~Clock() = default;
  /// Wall time, for what is stored and shown. May jump.
  [[nodiscard]] virtual protocol::Timestamp now() const = 0;
  /// Never goes back; for leases, deadlines and rates.
  [[nodiscard]] virtual std::chrono::steady_clock::time_point steady_now() const = 0;
};

/// The system's clocks.
const Clock& system_clock();

}  // namespace stollen
