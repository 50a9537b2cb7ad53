#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "server/storage/migration.hpp"
#include "server/storage/transaction.hpp"

namespace stollen::storage {

enum class WriteOutcome {
  committed,
  refused,      ///< the unit itself said no (handler's Error); nothing of it is stored
  unavailable,  ///< the store takes no writes now (disk full, lock time-out); nothing is stored
  unknown,      ///< the store was lost in the moment of the commit; the same command again finds out
  failed,       ///< an exception left the unit; nothing is stored
};

/// Work for the writer. `work` may run again (after a serialization failure, or when a neighbour in its
/// commit failed), so it must only touch its transaction and its own result. `done` is called exactly once on
/// a storage thread, after the commit.
struct WriteUnit {
  std::move_only_function<bool(Transaction&)> work;  ///< false: roll this unit back
  std::move_only_function<void(WriteOutcome, Effects&&)> done;
  bool runs_once = false;  ///< has a commit of its own, so that no neighbour makes it run again
  bool is_vital = false;   ///< taken however many wait: for the few whose lack others would have to pay for
};

/// Work on a snapshot. `work` answers through what it captured; it must not throw past its own needs:
/// an exception is given to `failed`.
struct ReadUnit {
  std::move_only_function<void(Transaction&)> work;
  std::move_only_function<void(std::string_view what)> failed;
};

struct StorageCounters {
  std::uint64_t commits = 0;
  std::uint64_t units = 0;
  std::uint64_t reads = 0;
  std::uint64_t queue_depth = 0;
};

/// The store behind everything. Group commit: many units, one flush.
class Database {
 public:
  virtual ~Database() = default;

  /// False when the bounded queue is full or the expected wait is too long: answer `busy`.
  [[nodiscard]] virtual bool submit(WriteUnit unit) = 0;
  /// Likewise, but a writer that sleeps is not woken before wake_writer(): for whoever has more in a moment,
  /// so that what comes together is committed together.
  [[nodiscard]] virtual bool submit_quietly(WriteUnit unit) = 0;
  virtual void wake_writer() = 0;
  /// Whether a unit would be taken now, for whoever would prepare one in vain. A guess, without a lock.
  [[nodiscard]] virtual bool has_room_for_write() const = 0;
  /// Somebody did not prepare one for want of room: it counts as a unit that was refused.
  virtual void count_refused_write() = 0;
  [[nodiscard]] virtual bool submit(ReadUnit unit) = 0;

  /// For start-up, the command line and tests: runs on the calling thread's account and waits.
  /// Exceptions of `work` are thrown here. Never on a shard.
  virtual Effects write(const std::function<void(Transaction&)>& work) = 0;
  virtual void read(const std::function<void(Transaction&)>& work) = 0;

  virtual void migrate(std::span<const Migration> migrations) = 0;
  /// A consistent copy under a new epoch, so that whoever restores it resets every client.
  virtual void backup(const std::string& file) = 0;
  /// Every client that comes back to the next opening starts anew; this one goes on under the old epoch.
  /// Throws when others have opened a shared store, since they would go on as well.
  virtual void renew_epoch() = 0;
  [[nodiscard]] virtual bool accepts_writes() const = 0;
  /// Whether several nodes may serve from this store at once.
  [[nodiscard]] virtual bool is_shared() const = 0;
  /// Names this opening of the store among all processes that use it.
  [[nodiscard]] virtual const std::string& origin() const = 0;
  /// Grows when another process has committed, at the latest DatabaseOptions::look_interval later; it may
  /// grow without cause. Whoever keeps a part of the store in memory looks again when it has grown.
  [[nodiscard]] virtual std::uint64_t foreign_changes() const = 0;
  [[nodiscard]] virtual StorageCounters counters() const = 0;
  /// Finishes what is queued and stops the threads.
  virtual void stop() = 0;
};

}  // namespace stollen::storage
