#pragma once

#include <cstdint>

#include "server/core/metrics.hpp"

namespace stollen::realtime {

/// What passes between nodes, and why what does not.
struct BackplaneFigures {
  enum class Drop : std::uint8_t {
    // Of what came in:
    own,  ///< came back to its sender: nothing is wrong
    oversized,
    malformed,
    foreign_epoch,
    forged,
    old,  ///< was heard before
    // Of what was to go out:
    away,       ///< Redis is
    full,       ///< too much waits to be sent
    many_hints  ///< more than others should have to bear
  };

  metrics::Counter& in;
  metrics::Counter& out;
  metrics::Counter& losses;
  metrics::Gauge& is_connected;

  static BackplaneFigures& get();
  static metrics::Counter& dropped(Drop why);
};

}  // namespace stollen::realtime
