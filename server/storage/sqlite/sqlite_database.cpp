#include "server/storage/sqlite/sqlite_database.hpp"

#include <exception>
#include <future>
#include <optional>
#include <utility>

#include "server/core/log.hpp"
#include "server/core/new_id.hpp"
#include "server/storage/sqlite/backup.hpp"
#include "server/storage/sqlite/flush_failure.hpp"
#include "server/storage/sqlite/schema.hpp"

namespace stollen::storage::sqlite {
namespace {

std::string new_origin() {
  const protocol::IdText text = protocol::id_text(new_id_bytes());
  return {text.begin(), text.end()};
}

}  // namespace

SqliteDatabase::SqliteDatabase(const std::string& file, const DatabaseOptions& options, const Clock& clock)
    : connection_{.file = file, .vfs = options.sqlite_vfs},
      options_(options),
      clock_(clock),
      origin_(new_origin()) {
  Connection first(connection_);
  const std::string epoch = prepare_store(first, clock.now());
  Connection::Options for_reading = connection_;
  for_reading.is_read_only = true;
  readers_ = std::make_unique<Readers>(for_reading, epoch, options, clock);
  writer_ = std::make_unique<Writer>(std::move(first), Writer::Identity{epoch, origin_}, options, clock);
  checkpoint_thread_ = std::thread([this] { keep_checkpoints(); });
}

bool SqliteDatabase::submit(WriteUnit unit) {
  return writer_->submit(std::move(unit), false);
}
bool SqliteDatabase::submit(ReadUnit unit) {
  return readers_->submit(std::move(unit), false);
}

Effects SqliteDatabase::write(const std::function<void(Transaction&)>& work) {
  if (writer_->is_own_thread()) throw std::logic_error("write() inside a write unit would wait for itself");
  std::promise<std::pair<WriteOutcome, Effects>> finished;
  auto result = finished.get_future();
  std::exception_ptr problem;
  WriteUnit unit;
  unit.work = [&work, &problem](Transaction& transaction) {
    try {
      problem = nullptr;
      work(transaction);
      return true;
    } catch (...) {
      problem = std::current_exception();
      throw;
    }
  };
  unit.done = [&finished](WriteOutcome outcome, Effects&& effects) {
    finished.set_value({outcome, std::move(effects)});
  };
  unit.runs_once = true;  // what the caller's own lines do is not ours to repeat
  if (!writer_->submit(std::move(unit), true))
    throw StoreError(StoreFault::unavailable, "the store is stopped");
  auto [outcome, effects] = result.get();
  if (problem != nullptr) std::rethrow_exception(problem);
  if (outcome != WriteOutcome::committed) {
    throw StoreError(StoreFault::unavailable, "the store takes no writes at the moment");
  }
  return std::move(effects);
}

void SqliteDatabase::read(const std::function<void(Transaction&)>& work) {
  if (readers_->is_own_thread()) throw std::logic_error("read() inside a read unit would wait for itself");
  std::promise<void> finished;
  std::exception_ptr problem;
  ReadUnit unit;
  unit.work = [&](Transaction& transaction) {
    try {
      work(transaction);
    } catch (...) {
      problem = std::current_exception();
    }
    finished.set_value();
  };
  unit.failed = [&](std::string_view what) {
    problem = std::make_exception_ptr(StoreError(StoreFault::unavailable, std::string(what)));
    finished.set_value();
  };
  auto result = finished.get_future();
  if (!readers_->submit(std::move(unit), true))
    throw StoreError(StoreFault::unavailable, "the store is stopped");
  result.get();
  if (problem != nullptr) std::rethrow_exception(problem);
}

StorageCounters SqliteDatabase::counters() const {
  return {.commits = writer_->commits(),
          .units = writer_->units(),
          .reads = readers_->reads(),
          .queue_depth = writer_->depth() + readers_->depth()};
}

void SqliteDatabase::migrate(std::span<const Migration> migrations) {
  // Scripts need the connection itself: they run while the writer has nothing to do, at start.
  Connection own(connection_);
  apply_migrations(own, migrations, clock_.now());
}

void SqliteDatabase::backup(const std::string& file) {
  write_backup(connection_, file);
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
  writer_->stop();
  readers_->stop();
  try {
    Connection(connection_).checkpoint(Connection::Checkpoint::truncate);
  } catch (const StoreError& problem) {
    if (problem.fault() == StoreFault::flush_failed) end_process_after_failed_flush(problem.what());
    log::warn("storage.checkpoint_failed", {{"reason", problem.what()}});
  }
}

bool SqliteDatabase::wait_for_checkpoint_time() {
  std::unique_lock lock(stop_mutex_);
  return !stop_requested_.wait_for(lock, options_.checkpoint_interval, [this] { return is_stopping_; });
}

void SqliteDatabase::keep_checkpoints() {
  constexpr int kIdleRounds = 5;  // without a commit: then the log is emptied
  Connection::Options own_options = connection_;
  own_options.busy_timeout = std::chrono::milliseconds(100);  // a checkpoint gives way to everybody
  std::optional<Connection> own;
  std::uint64_t seen = 0;
  int idle_rounds = 0;
  while (wait_for_checkpoint_time()) {
    const std::uint64_t commits = writer_->commits();
    idle_rounds = commits == seen ? idle_rounds + 1 : 0;
    seen = commits;
    if (idle_rounds != 0 && idle_rounds != kIdleRounds) continue;
    try {
      if (!own) own.emplace(own_options);
      own->checkpoint(idle_rounds == 0 ? Connection::Checkpoint::passive : Connection::Checkpoint::truncate);
    } catch (const StoreError& problem) {
      if (problem.fault() == StoreFault::flush_failed) end_process_after_failed_flush(problem.what());
      log::warn("storage.checkpoint_failed", {{"reason", problem.what()}});
    }
  }
}

}  // namespace stollen::storage::sqlite
