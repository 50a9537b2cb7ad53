#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "server/storage/commit_progress.hpp"
#include "server/storage/late_flush.hpp"

namespace stollen::storage {

/// Brings commits to the disk and then tells everybody: on a thread of its own while the writer runs the next
/// units, with one flush for all commits that wait; or on the writer's, when it has nothing better to do. A
/// flush that fails ends the process.
class Flusher {
 public:
  using Tell = std::move_only_function<void()>;
  struct Commit {
    std::uint64_t number = 0;  ///< as CommitProgress counts
    bool is_stored = false;    ///< not: there is nothing to flush, only to tell, in its turn
    std::chrono::steady_clock::time_point begun;
    Tell tell;
  };
  struct Hooks {
    std::function<void(const std::function<void()>&)> tell_together;  ///< as in DatabaseOptions, may be empty
    std::function<void(std::chrono::nanoseconds)> stored;  ///< from a commit's beginning to the disk
  };

  Flusher(std::unique_ptr<LateFlush> disk, CommitProgress& progress, Hooks hooks);
  ~Flusher() { stop(); }
  Flusher(const Flusher&) = delete;
  Flusher& operator=(const Flusher&) = delete;

  /// By the one thread that writes, in the order of its commits. `apart`: it has more to do, and goes on as
  /// soon as few enough commits wait here.
  void finish(Commit commit, bool apart);
  [[nodiscard]] bool is_own_thread() const { return std::this_thread::get_id() == thread_.get_id(); }
  /// Finishes what it has. Idempotent.
  void stop();

 private:
  void run_thread();
  void take_over(Commit commit);
  void bring_to_disk(std::vector<Commit>& commits);

  const std::unique_ptr<LateFlush> disk_;
  CommitProgress& progress_;
  const Hooks hooks_;
  std::mutex mutex_;
  std::condition_variable came_;
  std::condition_variable went_;
  std::vector<Commit> waiting_;
  std::vector<Commit> own_;  // of the writer's thread
  bool is_stopping_ = false;
  std::atomic<bool> rests_{true};  // and has told everybody: order is kept
  std::thread thread_;
};

}  // namespace stollen::storage
