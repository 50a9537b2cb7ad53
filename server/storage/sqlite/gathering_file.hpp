#pragma once

#include <functional>
#include <memory>
#include <string>

#include "server/storage/late_flush.hpp"

struct sqlite3;

namespace stollen::storage::sqlite {

/// SQLite writes each page of a commit to the write-ahead log by two system calls. This virtual file system
/// is `base` (empty: the usual one), but what is written to a log piece after piece leaves in few large
/// writes: at the latest when the log is flushed, which precedes every acknowledgement with `synchronous =
/// FULL`, or read. Nobody else reads beyond the last commit, so nobody misses what is still held.
///
/// Returns its name, for opening. Throws std::invalid_argument when there is no such base.
std::string gathering_vfs(const std::string& base);

/// From here on commits of this connection, which was opened on `gathering_vfs(base)` with `synchronous =
/// FULL` and has read from its store, return before they are on the disk. What is returned brings them there.
/// Nothing else changes: a log that begins anew and a checkpoint are flushed in their places, so that after a
/// power failure the store is what some commit has left. Throws StoreError.
std::unique_ptr<LateFlush> flush_late(sqlite3* connection, const std::string& base);

/// While it lives, `deed` is called once, before this connection first asks for its log to be flushed.
class BeforeFlush {
 public:
  /// Of a connection as for flush_late; throws StoreError.
  BeforeFlush(sqlite3* connection, std::function<void()> deed);
  ~BeforeFlush();
  BeforeFlush(const BeforeFlush&) = delete;
  BeforeFlush& operator=(const BeforeFlush&) = delete;

 private:
  std::function<void()>* const kept_;
};

}  // namespace stollen::storage::sqlite
