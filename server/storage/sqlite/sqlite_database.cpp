#include "server/storage/sqlite/sqlite_database.hpp"

#include <algorithm>
#include <utility>

#include "server/core/log.hpp"
#include "server/storage/flush_failure.hpp"
#include "server/storage/schema.hpp"
#include "server/storage/sqlite/backup.hpp"

namespace stollen::storage::sqlite {
namespace {

std::vector<std::unique_ptr<Connection>> reading_connections(SqliteConnection::Options options,
                                                             unsigned count) {
  options.is_read_only = true;
  std::vector<std::unique_ptr<Connection>> connections;
  for (unsigned i = 0; i < std::max(count, 1U); ++i)
    connections.push_back(std::make_unique<SqliteConnection>(options));
  return connections;
}

}  // namespace

SqliteDatabase::SqliteDatabase(const std::string& file, const DatabaseOptions& options, const Clock& clock)
    : ThreadedDatabase(options, clock), connection_{.file = file, .vfs = options.sqlite_vfs} {
  auto first = std::make_unique<SqliteConnection>(connection_);
  const std::string epoch = prepare_store(*first, clock.now());
  auto late_flush = options.flushes_late ? first->flush_late() : nullptr;
  start(std::move(first), std::move(late_flush), reading_connections(connection_, options.readers), epoch);
  checkpointer_.emplace(connection_, *this, options.checkpoint_interval);
}

void SqliteDatabase::migrate(std::span<const Migration> migrations) {
  // Scripts need the connection itself: they run while the writer has nothing to do, at start.
  SqliteConnection own(connection_);
  apply_migrations(own, migrations, clock().now());
}

void SqliteDatabase::backup(const std::string& file) {
  write_backup(connection_, file);
}

void SqliteDatabase::renew_epoch() {
  SqliteConnection own(connection_);
  storage::renew_epoch(own);
}

void SqliteDatabase::stop() {
  if (!checkpointer_) return;
  checkpointer_.reset();  // it may need the writer once more
  stop_threads();
  try {
    SqliteConnection(connection_).checkpoint(SqliteConnection::Checkpoint::truncate);
  } catch (const StoreError& problem) {
    if (problem.fault() == StoreFault::flush_failed) end_process_after_failed_flush(problem.what());
    log::warn("storage.checkpoint_failed", {{"reason", problem.what()}});
  }
}

}  // namespace stollen::storage::sqlite
