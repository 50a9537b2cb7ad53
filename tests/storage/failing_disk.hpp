#pragma once

#include <atomic>
#include <cstdint>

namespace stollen::tests {

/// A virtual file system for SQLite that is the usual one until it is told to fail, and counts.
struct FailingDisk {
  enum class Fault : std::uint8_t { none, full, no_flush, held_flush, held_checkpoint };
  static constexpr const char* kName = "failing-disk";
  static std::atomic<int> writes;       ///< so many came, to any file
  static std::atomic<int> flushes;      ///< likewise; who waits is counted before
  static std::atomic<int> checkpoints;  ///< so many were begun; who waits is counted before
  /// Lets those go on whose flush or checkpoint was held, too.
  static void set(Fault fault);
  /// Without a fault at the end of a scope. Behind the store, which ends when its flushes do.
  struct Restored {
    ~Restored() { set(Fault::none); }
  };
  /// Makes it known to SQLite, under kName. Once.
  static void install();
};

}  // namespace stollen::tests
