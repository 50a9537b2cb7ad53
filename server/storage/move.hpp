#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "server/core/clock.hpp"
#include "server/storage/migration.hpp"
#include "server/storage/table_digest.hpp"

namespace stollen::storage {

struct MovedTable {
  std::string name;
  TableDigest from;  ///< of what was read
  TableDigest to;    ///< of what stands in the target, read back from there
  [[nodiscard]] bool is_equal() const { return from == to; }
};

struct MoveRequest {
  std::string from;  ///< addresses as for open_database
  std::string to;
  std::span<const Migration> migrations;  ///< of all features, besides those of storage
  /// Called now and then with the table that is copied and its rows so far.
  std::function<void(std::string_view table, std::uint64_t rows)> on_progress{};
};

/// Copies a store, history, epoch and all, into one without tables, between databases of either kind: one
/// snapshot of the source, one transaction in the target, and in it everything read back and compared before
/// its commit. So the target has all of it or nothing; and with nothing it is marked, so that nobody serves
/// from it, and may be the target once more. The source is not changed.
///
/// Returns the tables in the order in which they were copied; when one is not equal nothing was committed.
/// Throws StoreError when the source is no store of this version, somebody uses one of them or writes to the
/// source meanwhile, the target holds something, or one of them fails.
std::vector<MovedTable> move_store(const MoveRequest& request, const Clock& clock);

}  // namespace stollen::storage
