#include "server/storage/sqlite/sqlite_database.hpp"

#include <algorithm>
#include <optional>
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
  checkpoint_thread_ = std::thread([this] { keep_checkpoints(); });
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
  {
    const std::lock_guard lock(stop_mutex_);
    if (is_stopped_) return;
    is_stopped_ = true;
    is_stopping_ = true;
  }
  stop_requested_.notify_all();
  if (checkpoint_thread_.joinable()) checkpoint_thread_.join();
  stop_threads();
  try {
    SqliteConnection(connection_).checkpoint(SqliteConnection::Checkpoint::truncate);
  } catch (const StoreError& problem) {
    if (problem.fault() == StoreFault::flush_failed) end_process_after_failed_flush(problem.what());
    log::warn("storage.checkpoint_failed", {{"reason", problem.what()}});
  }
}

bool SqliteDatabase::wait_for_checkpoint_time() {
  std::unique_lock lock(stop_mutex_);
  return !stop_requested_.wait_for(lock, options().checkpoint_interval, [this] { return is_stopping_; });
}

void SqliteDatabase::keep_checkpoints() {
  constexpr int kIdleRounds = 5;  // without a commit: then the log is emptied
  SqliteConnection::Options own_options = connection_;
  own_options.busy_timeout = std::chrono::milliseconds(100);  // a checkpoint gives way to everybody
  std::optional<SqliteConnection> own;
  std::uint64_t seen = 0;
  int idle_rounds = 0;
  while (wait_for_checkpoint_time()) {
    const std::uint64_t seen_now = commits();
    idle_rounds = seen_now == seen ? idle_rounds + 1 : 0;
    seen = seen_now;
    if (idle_rounds != 0 && idle_rounds != kIdleRounds) continue;
    try {
      if (!own) own.emplace(own_options);
      own->checkpoint(idle_rounds == 0 ? SqliteConnection::Checkpoint::passive
                                       : SqliteConnection::Checkpoint::truncate);
    } catch (const StoreError& problem) {
      if (problem.fault() == StoreFault::flush_failed) end_process_after_failed_flush(problem.what());
      log::warn("storage.checkpoint_failed", {{"reason", problem.what()}});
    }
  }
}

}  // namespace stollen::storage::sqlite
