#include "server/storage/sqlite/writer.hpp"

#include <exception>
#include <utility>

#include "server/core/log.hpp"
#include "server/storage/sqlite/flush_failure.hpp"
#include "server/storage/sqlite/sqlite_transaction.hpp"

namespace stollen::storage::sqlite {

using SteadyClock = std::chrono::steady_clock;

Writer::Writer(Connection connection, std::string epoch, const DatabaseOptions& options, const Clock& clock)
    : connection_(std::move(connection)),
      epoch_(std::move(epoch)),
      options_(options),
      clock_(clock),
      queue_(options.queue_limit),
      commit_seconds_(
          metrics::duration_seconds("stollen_storage_commit_seconds", "One commit with its flush.")),
      wait_seconds_(
          metrics::duration_seconds("stollen_storage_write_wait_seconds", "From hand-over to the writer.")),
      commit_count_(metrics::counter("stollen_storage_commits_total", "Commits.")),
      unit_count_(metrics::counter("stollen_storage_write_units_total", "Units of work in commits.")),
      refused_count_(
          metrics::counter("stollen_storage_write_refused_total", "Units refused since too many wait.")),
      thread_([this] { run_thread(); }) {}

bool Writer::submit(WriteUnit&& unit, bool is_urgent) {
  const bool is_accepted =
      (is_urgent || expected_wait() <= options_.longest_wait) && queue_.push(std::move(unit), is_urgent);
  if (!is_accepted) refused_count_.add();
  return is_accepted;
}

// Units ahead cost their own work, and each batch of them a commit.
std::chrono::nanoseconds Writer::expected_wait() const {
  const std::size_t ahead = queue_.depth();
  const std::size_t batches = ahead / options_.batch_limit;
  return usual_unit_.get() * static_cast<std::int64_t>(ahead) +
         usual_commit_.get() * static_cast<std::int64_t>(batches);
}

void Writer::stop() {
  queue_.close();
  if (thread_.joinable()) thread_.join();
}

void Writer::run_thread() {
  while (!queue_.is_finished()) {
    if (accepts_writes()) {
      if (auto first = queue_.wait_pop()) run_batch(std::move(*first));
      continue;
    }
    if (auto queued = queue_.pop_until(next_probe_)) {
      std::vector<Done> refused;
      refused.push_back({std::move(queued->unit), WriteOutcome::unavailable, {}});
      finish(refused);
    }
    if (SteadyClock::now() >= next_probe_) probe();
  }
}

void Writer::run_batch(Queue::Queued first) {
  std::vector<Done> batch;
  batch.reserve(options_.batch_limit);
  const bool is_committed = run_units(std::move(first), batch);
  if (!is_committed) abandon_batch(batch);
  finish(batch);
}

bool Writer::run_units(Queue::Queued first, std::vector<Done>& batch) {
  const auto start = SteadyClock::now();
  try {
    connection_.execute("BEGIN IMMEDIATE");
  } catch (const StoreError& problem) {
    batch.push_back({std::move(first.unit), WriteOutcome::unavailable, {}});
    refuse_writes(problem);
    return false;
  }
  std::optional<Queue::Queued> next(std::move(first));
  while (next) {
    if (!run_unit(std::move(*next), batch)) return false;
    next.reset();
    if (batch.size() < options_.batch_limit && SteadyClock::now() - start < options_.batch_time) {
      next = queue_.try_pop();
    }
  }
  try {
    commit();
  } catch (const StoreError& problem) {
    refuse_writes(problem);
    return false;
  }
  units_.fetch_add(batch.size(), std::memory_order_relaxed);
  unit_count_.add(batch.size());
  return true;
}

bool Writer::run_unit(Queue::Queued queued, std::vector<Done>& batch) {
  const auto start = SteadyClock::now();
  wait_seconds_.observe(std::chrono::duration<double>(start - queued.since).count());
  Done& done = batch.emplace_back(std::move(queued.unit), WriteOutcome::failed, Effects{});
  const bool goes_on = run_in_savepoint(done.unit, done.outcome, done.effects);
  usual_unit_.learn(SteadyClock::now() - start);
  return goes_on;
}

bool Writer::run_in_savepoint(WriteUnit& unit, WriteOutcome& outcome, Effects& effects) {
  try {
    connection_.execute("SAVEPOINT unit");
    outcome = WriteOutcome::failed;
    try {
      SqliteTransaction transaction(connection_, clock_.now(), epoch_, false);
      outcome = unit.work(transaction) ? WriteOutcome::committed : WriteOutcome::refused;
      if (outcome == WriteOutcome::committed) effects = std::move(transaction.effects());
    } catch (const StoreError& problem) {
      outcome = WriteOutcome::failed;
      if (problem.fault() == StoreFault::unavailable || problem.fault() == StoreFault::flush_failed) throw;
    } catch (...) {
      // The unit told its own account of it already; nobody else can use it.
      outcome = WriteOutcome::failed;
    }
    // After a full disk SQLite may have rolled everything back, also when the unit swallowed the exception.
    if (!connection_.is_in_transaction())
      throw StoreError(StoreFault::unavailable, "the transaction was rolled back");
    if (outcome != WriteOutcome::committed) connection_.execute("ROLLBACK TO unit");
    connection_.execute("RELEASE unit");
    return true;
  } catch (const StoreError& problem) {
    refuse_writes(problem);
    return false;
  }
}

void Writer::commit() {
  const auto start = SteadyClock::now();
  connection_.execute("COMMIT");
  const auto took = SteadyClock::now() - start;
  usual_commit_.learn(took);
  commit_seconds_.observe(std::chrono::duration<double>(took).count());
  commits_.fetch_add(1, std::memory_order_relaxed);
  commit_count_.add();
}

// Nothing of the batch is stored, so nothing of it is acknowledged; also those units that had said no
// themselves may have decided on what is gone now.
void Writer::abandon_batch(std::vector<Done>& batch) {
  try {
    if (connection_.is_in_transaction()) connection_.execute("ROLLBACK");
  } catch (const StoreError& problem) {
    log::error("storage.rollback_failed", {{"reason", problem.what()}});
  }
  for (Done& done : batch) {
    done.outcome = WriteOutcome::unavailable;
    done.effects = {};
  }
}

void Writer::finish(std::vector<Done>& batch) {
  for (Done& done : batch) {
    try {
      if (done.unit.done) done.unit.done(done.outcome, std::move(done.effects));
    } catch (const std::exception& problem) {
      log::error("storage.done_failed", {{"reason", problem.what()}});
    }
  }
}

void Writer::refuse_writes(const StoreError& why) {
  if (why.fault() == StoreFault::flush_failed) end_process_after_failed_flush(why.what());
  log::error("storage.writes_refused", {{"reason", why.what()}});
  accepts_writes_.store(false, std::memory_order_release);
  next_probe_ = SteadyClock::now() + options_.probe_interval;
}

void Writer::probe() {
  try {
    connection_.execute("BEGIN IMMEDIATE");
    const std::array<Parameter, 1> now{Parameter(clock_.now())};
    connection_.execute("UPDATE store SET probed_at = $1", now);
    connection_.execute("COMMIT");
  } catch (const StoreError& problem) {
    if (problem.fault() == StoreFault::flush_failed) end_process_after_failed_flush(problem.what());
    std::vector<Done> none;
    abandon_batch(none);
    next_probe_ = SteadyClock::now() + options_.probe_interval;
    return;
  }
  accepts_writes_.store(true, std::memory_order_release);
  log::info("storage.writes_accepted");
}

}  // namespace stollen::storage::sqlite
