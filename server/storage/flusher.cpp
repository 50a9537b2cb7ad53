#include "server/storage/flusher.hpp"

#include <algorithm>
#include <utility>

#include "server/storage/flush_failure.hpp"
#include "server/storage/store_error.hpp"

namespace stollen::storage {

using SteadyClock = std::chrono::steady_clock;

namespace {

/// Commits behind the one that is being flushed.
constexpr std::size_t kMostWaiting = 4;

}  // namespace

Flusher::Flusher(std::unique_ptr<LateFlush> disk, CommitProgress& progress, Hooks hooks)
    : disk_(std::move(disk)),
      progress_(progress),
      hooks_(std::move(hooks)),
      thread_([this] { run_thread(); }) {}

void Flusher::finish(Commit commit, bool apart) {
  if (apart || !rests_.load(std::memory_order_acquire)) return take_over(std::move(commit));
  own_.push_back(std::move(commit));
  bring_to_disk(own_);
}

void Flusher::take_over(Commit commit) {
  {
    std::unique_lock lock(mutex_);
    went_.wait(lock, [this] { return waiting_.size() < kMostWaiting; });
    waiting_.push_back(std::move(commit));
    rests_.store(false, std::memory_order_release);
  }
  came_.notify_one();
}

void Flusher::stop() {
  {
    const std::lock_guard lock(mutex_);
    is_stopping_ = true;
  }
  came_.notify_one();
  if (thread_.joinable()) thread_.join();
}

void Flusher::run_thread() {
  std::vector<Commit> commits;
  for (;;) {
    {
      std::unique_lock lock(mutex_);
      rests_.store(waiting_.empty(), std::memory_order_release);
      came_.wait(lock, [this] { return !waiting_.empty() || is_stopping_; });
      if (waiting_.empty()) return;
      std::swap(commits, waiting_);
    }
    went_.notify_one();
    bring_to_disk(commits);
  }
}

void Flusher::bring_to_disk(std::vector<Commit>& commits) {
  if (std::ranges::any_of(commits, &Commit::is_stored)) {
    try {
      disk_->flush();
    } catch (const StoreError& problem) {
      end_process_after_failed_flush(problem.what());
    }
  }
  progress_.settle(commits.back().number);
  const auto now = SteadyClock::now();
  for (const Commit& commit : commits) {
    if (commit.is_stored) hooks_.stored(now - commit.begun);
  }
  const std::function<void()> tell_all = [&commits] {
    for (Commit& commit : commits) commit.tell();
  };
  hooks_.tell_together ? hooks_.tell_together(tell_all) : tell_all();
  commits.clear();
}

}  // namespace stollen::storage
