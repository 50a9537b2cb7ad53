#include "server/storage/prune.hpp"

#include <algorithm>

namespace stollen::storage {
namespace {

std::int64_t prune_stream(Transaction& transaction, const std::string& stream, std::int64_t first_n,
                          std::int64_t last_n, protocol::Timestamp before) {
  // Events are removed from the old end only, up to the first that is young enough: what stays has no hole.
  const auto young = transaction.one<std::int64_t>(
      "SELECT n FROM event WHERE stream = $1 AND n >= $2 AND n <= $3 AND at >= $4 ORDER BY n LIMIT 1", stream,
      first_n, last_n, before);
  const std::int64_t keep_from = young.value_or(last_n + 1);
  if (keep_from == first_n) return 0;
  const std::int64_t removed =
      transaction.changed("DELETE FROM event WHERE stream = $1 AND n < $2", stream, keep_from);
  transaction.run("UPDATE stream SET first_n = $2 WHERE name = $1", stream, keep_from);
  return removed;
}

}  // namespace

Pruned prune(Transaction& transaction, const PruneLimits& limits) {
  const protocol::Timestamp before = transaction.now() - limits.kept_time;
  Pruned pruned;
  const auto streams = transaction.all<std::string, std::int64_t, std::int64_t>(
      "SELECT name, head, first_n FROM stream WHERE head - first_n >= $1", limits.kept_events);
  for (const auto& [name, head, first_n] : streams) {
    if (pruned.events >= limits.rows_at_once) break;
    const std::int64_t last_n =
        std::min(head - limits.kept_events, first_n + limits.rows_at_once - pruned.events - 1);
    pruned.events += prune_stream(transaction, name, first_n, last_n, before);
  }
  pruned.answers = transaction.changed(
      "DELETE FROM command_log WHERE (cid, author) IN (SELECT cid, author FROM command_log WHERE at < $1 "
      "LIMIT $2)",
      before, limits.rows_at_once);
  pruned.signals = transaction.changed("DELETE FROM signal WHERE at < $1", before);
  return pruned;
}

}  // namespace stollen::storage
