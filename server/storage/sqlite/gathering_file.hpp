#pragma once

#include <string>

namespace stollen::storage::sqlite {

/// SQLite writes each page of a commit to the write-ahead log by two system calls. This virtual file system
/// is `base` (empty: the usual one), but what is written to a log piece after piece leaves in few large
/// writes: at the latest when the log is flushed, which precedes every acknowledgement with `synchronous =
/// FULL`, or read. Nobody else reads beyond the last commit, so nobody misses what is still held.
///
/// Returns its name, for opening. Throws std::invalid_argument when there is no such base.
std::string gathering_vfs(const std::string& base);

}  // namespace stollen::storage::sqlite
