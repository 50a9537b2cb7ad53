#pragma once

#include <chrono>
#include <cstdint>

#include "server/storage/transaction.hpp"

namespace stollen::storage {

struct PruneLimits {
  std::int64_t kept_events = 2'000;   ///< the newest of a stream always stay
  std::chrono::hours kept_time{48};   ///< as do younger events, signals and answers of commands
  std::int64_t rows_at_once = 5'000;  ///< a run leaves the rest to the next, so that writers wait shortly
};

struct Pruned {
  std::int64_t events = 0;
  std::int64_t answers = 0;
  std::int64_t signals = 0;
};

/// Removes history that no client can ask for any more. Runs in a write unit.
Pruned prune(Transaction& transaction, const PruneLimits& limits = {});

}  // namespace stollen::storage
