#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

#include "server/storage/database.hpp"
#include "server/storage/sqlite/connection.hpp"

namespace stollen::storage::sqlite {

/// Moves the log into the file from time to time, on a thread of its own, and empties the log when nothing
/// has been committed for a while.
///
/// SQLite before 3.51.3 loses commits when a log that is wholly in the file begins anew in the moment in
/// which a checkpoint looks how far it goes (https://sqlite.org/wal.html, "The WAL-reset bug"). So the writer
/// is held for that look: nobody, in no process, can commit then.
class Checkpointer {
 public:
  /// `store` is the one that is kept; it has to be open as long as this lives.
  Checkpointer(const SqliteConnection::Options& file, Database& store, std::chrono::milliseconds interval);
  ~Checkpointer();
  Checkpointer(const Checkpointer&) = delete;
  Checkpointer& operator=(const Checkpointer&) = delete;

 private:
  void run_thread();
  bool wait_for_time();
  void move_log();
  void empty_log();
  SqliteConnection& connection();

  const SqliteConnection::Options file_;
  Database& store_;
  const std::chrono::milliseconds interval_;
  std::optional<SqliteConnection> connection_;  // of the thread

  std::mutex mutex_;
  std::condition_variable stop_requested_;
  bool is_stopping_ = false;
  std::thread thread_;
};

}  // namespace stollen::storage::sqlite
