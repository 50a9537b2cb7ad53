#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "server/storage/transaction.hpp"

namespace stollen::storage {

/// Stores those effects of a unit that other processes on the same store must bring about for their own
/// sessions: removals, changed rights, ended log-ins, media. Databases call it at the end of every write
/// unit.
void store_signals(Transaction& transaction, std::string_view origin);

/// Number of the newest signal.
std::int64_t signal_head(Transaction& transaction);

struct ForeignSignals {
  std::int64_t head = 0;
  Effects effects;
};

/// Signals above `after` that others than `origin` stored.
ForeignSignals read_signals(Transaction& transaction, std::int64_t after, std::string_view origin);

}  // namespace stollen::storage
