#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "server/core/metrics.hpp"
#include "server/storage/commit_progress.hpp"
#include "server/storage/connection.hpp"
#include "server/storage/flusher.hpp"
#include "server/storage/open_database.hpp"
#include "server/storage/unit_queue.hpp"

namespace stollen::storage {

/// The one thread that writes. Takes what is queued, runs it in one transaction, commits, and only then tells
/// everybody: many units share one flush. Stores that several processes write to let one in at a time
/// (Connection::begin_writing), so that units meet no others between their statements.
///
/// Where a connection's commits are flushed late, it goes on with the next units while the disk works, when
/// a whole further commit of them waits: fewer would rather share the next flush, since what is told in one
/// piece costs less.
///
/// A unit that fails after it has changed something spoils the transaction of its neighbours: everything is
/// taken back and done again, each unit in a savepoint. That is rare, while a savepoint for each unit from
/// the beginning would copy every page that the unit touches.
class Writer {
 public:
  struct Identity {
    std::string epoch;   ///< of the store
    std::string origin;  ///< of this process, for its signals
  };
  /// Without `late_flush` commits are on the disk when they return.
  Writer(std::unique_ptr<Connection> connection, std::unique_ptr<LateFlush> late_flush, Identity identity,
         const DatabaseOptions& options, const Clock& clock);
  ~Writer() { stop(); }
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  [[nodiscard]] bool submit(WriteUnit&& unit, bool is_urgent, bool wakes = true);
  /// See Database::has_room_for_write().
  [[nodiscard]] bool has_room() const;
  void count_refused() { refused_count_.add(); }
  void wake() { queue_.wake(); }
  /// Finishes what is queued. Idempotent.
  void stop();

  /// Neither while the store refuses them nor while it has been silent for too long, whatever it was asked.
  [[nodiscard]] bool accepts_writes() const { return takes_writes() && !is_silent(); }
  /// Whether units, or what follows them, run on this thread.
  [[nodiscard]] bool is_own_thread() const {
    return std::this_thread::get_id() == thread_.get_id() || (flusher_ && flusher_->is_own_thread());
  }
  [[nodiscard]] const CommitProgress& progress() const { return progress_; }
  [[nodiscard]] std::uint64_t commits() const { return commits_.load(std::memory_order_relaxed); }
  [[nodiscard]] std::uint64_t units() const { return units_.load(std::memory_order_relaxed); }
  /// How often commits of other processes were noticed.
  [[nodiscard]] std::uint64_t foreign_changes() const {
    return foreign_changes_.load(std::memory_order_acquire);
  }
  [[nodiscard]] std::size_t depth() const { return queue_.depth(); }

 private:
  using Queue = UnitQueue<WriteUnit>;
  using SteadyTime = std::chrono::steady_clock::time_point;
  struct Done {
    WriteUnit unit;
    WriteOutcome outcome;
    Effects effects;
  };

  [[nodiscard]] bool takes_writes() const { return accepts_writes_.load(std::memory_order_acquire); }
  [[nodiscard]] bool is_silent() const;
  void run_thread();
  std::optional<Queue::Queued> next_unit();
  void run_batch(Queue::Queued first);
  /// Throws StoreError when the whole batch is lost.
  void run_units(std::vector<Done>& batch);
  /// After somebody was in the way: the same units again.
  void run_units_again(std::vector<Done>& batch);
  void account_for(const std::vector<Done>& batch);
  void run_together(std::vector<Done>& batch, std::chrono::steady_clock::time_point start);
  Done& enter(Queue::Queued queued, std::vector<Done>& batch);
  /// What may join a batch that began at `start` and has `size` units.
  std::optional<Queue::Queued> companion(std::chrono::steady_clock::time_point start, std::size_t size);
  /// False: the unit failed and has left changes behind.
  bool run_unit(Done& done, Transaction::Kind kind);
  void run_in_savepoint(Done& done);
  void run_again_apart(std::vector<Done>& batch);
  void begin();
  void commit_together(std::vector<Done>& batch);
  void commit();
  void abandon_batch(std::vector<Done>& batch, WriteOutcome outcome);
  void finish(std::vector<Done> batch);
  static void tell(std::vector<Done>& batch);
  void learn_commit(std::chrono::nanoseconds took);
  void refuse_writes(const StoreError& why);
  void probe();
  void look_for_foreign_commits();
  [[nodiscard]] std::chrono::nanoseconds expected_wait() const;

  const std::unique_ptr<Connection> connection_;
  const Identity identity_;
  const DatabaseOptions options_;
  const Clock& clock_;
  Queue queue_;
  CommitProgress progress_;
  bool has_committed_ = false;  // since the last batch was finished
  SteadyTime commit_began_;
  std::optional<Queue::Queued> kept_back_;  // runs once, so it waits for its own commit
  std::atomic<bool> accepts_writes_{true};
  std::atomic<std::uint64_t> commits_{0};
  std::atomic<std::uint64_t> units_{0};
  std::atomic<std::uint64_t> foreign_changes_{0};
  UsualTime usual_unit_;
  UsualTime usual_commit_;
  std::chrono::steady_clock::time_point next_probe_;
  metrics::Histogram& commit_seconds_;
  metrics::Histogram& wait_seconds_;
  metrics::Counter& commit_count_;
  metrics::Counter& unit_count_;
  metrics::Counter& refused_count_;
  std::unique_ptr<Flusher> flusher_;  // none: commits are on the disk when they return
  std::thread thread_;
};

}  // namespace stollen::storage
