#pragma once

namespace stollen::storage {

/// Brings to the disk what a connection has committed, where commits return before they are there.
class LateFlush {
 public:
  LateFlush() = default;
  virtual ~LateFlush() = default;
  LateFlush(const LateFlush&) = delete;
  LateFlush& operator=(const LateFlush&) = delete;

  /// All commits that have returned; on any thread, also while the connection goes on. Throws StoreError.
  virtual void flush() = 0;
};

}  // namespace stollen::storage
