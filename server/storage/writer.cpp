#include "server/storage/writer.hpp"

#include <array>
#include <exception>
#include <random>
#include <utility>

#include "server/core/log.hpp"
#include "server/storage/flush_failure.hpp"
#include "server/storage/signals.hpp"

namespace stollen::storage {

using SteadyClock = std::chrono::steady_clock;
using Kind = Transaction::Kind;

namespace {

/// A store that was cut off without a word is given up within five seconds: this, and the look before it.
constexpr std::chrono::milliseconds kLongestSilence{4'000};
constexpr int kMostTries = 4;  ///< of what somebody else was in the way of

/// A little longer after each try, and not all at once.
void wait_at_random(int tries) {
  thread_local std::minstd_rand random(std::random_device{}());
  std::this_thread::sleep_for(std::chrono::microseconds(random() % (2'000U << static_cast<unsigned>(tries))));
}

bool concerns_batch(StoreFault fault) {
  return fault != StoreFault::constraint && fault != StoreFault::broken;
}

}  // namespace

Writer::Writer(std::unique_ptr<Connection> connection, std::unique_ptr<LateFlush> late_flush,
               Identity identity, const DatabaseOptions& options, const Clock& clock)
    : connection_(std::move(connection)),
      identity_(std::move(identity)),
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
          metrics::counter("stollen_storage_write_refused_total", "Units refused since too many wait.")) {
  if (late_flush) {
    flusher_ = std::make_unique<Flusher>(
        std::move(late_flush), progress_,
        Flusher::Hooks{.tell_together = options_.tell_together,
                       .stored = [this](std::chrono::nanoseconds took) { learn_commit(took); }});
  }
  thread_ = std::thread([this] { run_thread(); });
}

bool Writer::submit(WriteUnit&& unit, bool is_urgent, bool wakes) {
  const bool is_accepted = (is_urgent || has_room()) && queue_.push(std::move(unit), is_urgent, wakes);
  if (!is_accepted) refused_count_.add();
  return is_accepted;
}

bool Writer::has_room() const {
  return queue_.has_room() && expected_wait() <= options_.longest_wait && !is_silent();
}

bool Writer::is_silent() const {
  return connection_->silence() >= kLongestSilence;
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
  if (flusher_) flusher_->stop();
}

std::optional<Writer::Queue::Queued> Writer::next_unit() {
  if (kept_back_) return std::exchange(kept_back_, std::nullopt);
  return queue_.pop_until(takes_writes() ? SteadyClock::now() + options_.look_interval : next_probe_);
}

void Writer::run_thread() {
  while (kept_back_ || !queue_.is_finished()) {
    auto next = next_unit();
    if (takes_writes()) {
      if (next) {
        run_batch(std::move(*next));
      } else {
        look_for_foreign_commits();
      }
      continue;
    }
    if (next) {
      std::vector<Done> refused;
      refused.push_back({std::move(next->unit), WriteOutcome::unavailable, {}});
      finish(std::move(refused));
    }
    look_for_foreign_commits();
    if (SteadyClock::now() >= next_probe_) probe();
  }
}

void Writer::run_batch(Queue::Queued first) {
  std::vector<Done> batch;
  batch.reserve(options_.batch_limit);
  enter(std::move(first), batch);
  for (int tries = 1;; ++tries) {
    try {
      tries == 1 ? run_units(batch) : run_units_again(batch);
      break;
    } catch (const StoreError& problem) {
      connection_->roll_back();
      // What runs once has changed things of its caller already.
      const bool may_run_again = tries < kMostTries && !batch.front().unit.runs_once;
      if (problem.fault() == StoreFault::contended && may_run_again) {
        wait_at_random(tries);
        continue;
      }
      if (problem.fault() != StoreFault::contended) refuse_writes(problem);
      abandon_batch(
          batch, problem.fault() == StoreFault::unknown ? WriteOutcome::unknown : WriteOutcome::unavailable);
      break;
    }
  }
  finish(std::move(batch));
}

void Writer::run_units(std::vector<Done>& batch) {
  const auto start = SteadyClock::now();
  begin();
  if (!batch.front().unit.runs_once) {
    run_together(batch, start);
    commit_together(batch);
  } else {
    run_unit(batch.front(), Kind::writing);
    if (batch.front().outcome != WriteOutcome::committed) return connection_->roll_back();
    commit();
  }
  account_for(batch);
}

void Writer::commit_together(std::vector<Done>& batch) {
  try {
    return commit();
  } catch (const StoreError& problem) {
    if (concerns_batch(problem.fault())) throw;
  }
  // A statement that nobody had waited for has failed: apart it shows whose it is.
  run_again_apart(batch);
  commit();
}

void Writer::run_units_again(std::vector<Done>& batch) {
  begin();
  for (Done& done : batch) run_in_savepoint(done);
  commit();
  account_for(batch);
}

void Writer::account_for(const std::vector<Done>& batch) {
  units_.fetch_add(batch.size(), std::memory_order_relaxed);
  unit_count_.add(batch.size());
}

void Writer::begin() {
  for (int tries = 1;; ++tries) {
    try {
      connection_->begin_writing();
      break;
    } catch (const StoreError& problem) {
      connection_->roll_back();
      if (problem.fault() != StoreFault::contended || tries == kMostTries) throw;
      wait_at_random(tries);
    }
  }
  if (connection_->see_foreign_commits()) foreign_changes_.fetch_add(1, std::memory_order_release);
}

void Writer::run_together(std::vector<Done>& batch, SteadyClock::time_point start) {
  bool runs_apart = !run_unit(batch.front(), Kind::writing_ahead);
  if (runs_apart) run_again_apart(batch);
  while (auto next = companion(start, batch.size())) {
    Done& done = enter(std::move(*next), batch);
    if (runs_apart) {
      run_in_savepoint(done);
    } else if (!run_unit(done, Kind::writing_ahead)) {
      run_again_apart(batch);
      runs_apart = true;
    }
  }
}

Writer::Done& Writer::enter(Queue::Queued queued, std::vector<Done>& batch) {
  wait_seconds_.observe(std::chrono::duration<double>(SteadyClock::now() - queued.since).count());
  return batch.emplace_back(std::move(queued.unit), WriteOutcome::failed, Effects{});
}

std::optional<Writer::Queue::Queued> Writer::companion(SteadyClock::time_point start, std::size_t size) {
  if (size >= options_.batch_limit || SteadyClock::now() - start >= options_.batch_time) return std::nullopt;
  auto next = queue_.try_pop();
  if (next && next->unit.runs_once) {
    kept_back_ = std::exchange(next, std::nullopt);
  }
  return next;
}

bool Writer::run_unit(Done& done, Transaction::Kind kind) {
  const auto start = SteadyClock::now();
  const std::int64_t changes = connection_->total_changes();
  done.outcome = WriteOutcome::failed;
  done.effects = {};
  try {
    Transaction transaction(*connection_, clock_.now(), identity_.epoch, kind);
    done.outcome = done.unit.work(transaction) ? WriteOutcome::committed : WriteOutcome::refused;
    if (done.outcome == WriteOutcome::committed) {
      store_signals(transaction, identity_.origin);
      done.effects = std::move(transaction.effects());
    }
  } catch (const StoreError& problem) {
    if (concerns_batch(problem.fault())) throw;
    done.outcome = WriteOutcome::failed;
  } catch (...) {
    // The unit told its own account of it already; nobody else can use it.
    done.outcome = WriteOutcome::failed;
  }
  // After a full disk SQLite may have rolled everything back, also when the unit swallowed the exception.
  if (!connection_->is_in_transaction())
    throw StoreError(StoreFault::unavailable, "the transaction was rolled back");
  // What runs once may wait for others, and is not what waits in the queue.
  if (!done.unit.runs_once) usual_unit_.learn(SteadyClock::now() - start);
  if (connection_->is_spoiled()) {
    done.outcome = WriteOutcome::failed;  // also when the unit swallowed what went wrong
    return false;
  }
  return done.outcome == WriteOutcome::committed || connection_->total_changes() == changes;
}

void Writer::run_in_savepoint(Done& done) {
  connection_->execute("SAVEPOINT unit");
  run_unit(done, Kind::writing);
  if (done.outcome != WriteOutcome::committed) connection_->execute("ROLLBACK TO unit");
  connection_->execute("RELEASE unit");
}

void Writer::run_again_apart(std::vector<Done>& batch) {
  connection_->roll_back();
  begin();
  for (Done& done : batch) run_in_savepoint(done);
}

void Writer::commit() {
  commit_began_ = SteadyClock::now();
  if (flusher_) progress_.begin();
  connection_->commit();
  has_committed_ = true;
  if (!flusher_) learn_commit(SteadyClock::now() - commit_began_);
  commits_.fetch_add(1, std::memory_order_relaxed);
  commit_count_.add();
}

void Writer::learn_commit(std::chrono::nanoseconds took) {
  usual_commit_.learn(took);
  commit_seconds_.observe(std::chrono::duration<double>(took).count());
}

// Nothing of the batch is stored, so nothing of it is acknowledged; also those units that had said no
// themselves may have decided on what is gone now.
void Writer::abandon_batch(std::vector<Done>& batch, WriteOutcome outcome) {
  for (Done& done : batch) {
    done.outcome = outcome;
    done.effects = {};
  }
}

// In the order of the batches, also for those of which nothing is stored.
void Writer::finish(std::vector<Done> batch) {
  const bool is_stored = std::exchange(has_committed_, false);
  if (flusher_) {
    flusher_->finish({.number = progress_.begun(),
                      .is_stored = is_stored,
                      .begun = commit_began_,
                      .tell = [batch = std::move(batch)]() mutable { tell(batch); }},
                     queue_.depth() >= options_.batch_limit);
  } else if (options_.tell_together) {
    options_.tell_together([&batch] { tell(batch); });
  } else {
    tell(batch);
  }
}

void Writer::tell(std::vector<Done>& batch) {
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

void Writer::look_for_foreign_commits() {
  try {
    if (connection_->see_foreign_commits()) foreign_changes_.fetch_add(1, std::memory_order_release);
  } catch (const StoreError& problem) {
    // Whoever cannot even look will not be able to write.
    if (takes_writes()) refuse_writes(problem);
  }
}

void Writer::probe() {
  try {
    connection_->begin_writing();
    const std::array<Parameter, 1> now{Parameter(clock_.now())};
    connection_->execute("UPDATE store SET probed_at = $1", now);
    connection_->commit();
  } catch (const StoreError& problem) {
    if (problem.fault() == StoreFault::flush_failed) end_process_after_failed_flush(problem.what());
    connection_->roll_back();
    next_probe_ = SteadyClock::now() + options_.probe_interval;
    return;
  }
  accepts_writes_.store(true, std::memory_order_release);
  log::info("storage.writes_accepted");
}

}  // namespace stollen::storage
