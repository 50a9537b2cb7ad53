#pragma once

#include <atomic>
#include <cstdint>

namespace stollen::storage {

/// How far commits are on their way to the disk. Snapshots show a commit a moment before it is there; what
/// they show may be told only then, or a power failure would take back what somebody has seen.
class CommitProgress {
 public:
  /// Before each commit, by the one thread that writes.
  void begin() { begun_.fetch_add(1); }
  /// The number of the last one, counted from 1.
  [[nodiscard]] std::uint64_t begun() const { return begun_.load(); }
  /// All up to this one are on the disk, or were taken back.
  void settle(std::uint64_t number) {
    settled_.store(number);
    settled_.notify_all();
  }
  /// Until what a snapshot that was taken before this call shows is on the disk.
  void wait_for_begun() const {
    const std::uint64_t number = begun_.load();
    for (auto settled = settled_.load(); settled < number; settled = settled_.load()) settled_.wait(settled);
  }

 private:
  std::atomic<std::uint64_t> begun_{0};
  std::atomic<std::uint64_t> settled_{0};
};

}  // namespace stollen::storage
