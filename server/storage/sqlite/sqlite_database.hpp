#pragma once

#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

#include "server/storage/sqlite/connection.hpp"
#include "server/storage/threaded_database.hpp"

namespace stollen::storage::sqlite {

/// One file in WAL mode, and a thread that moves the log into the file.
class SqliteDatabase final : public ThreadedDatabase {
 public:
  SqliteDatabase(const std::string& file, const DatabaseOptions& options, const Clock& clock);
  ~SqliteDatabase() override { stop(); }

  void migrate(std::span<const Migration> migrations) override;
  void backup(const std::string& file) override;
  /// The tools may write beside a server, but there is one server: it holds the folder's lock.
  [[nodiscard]] bool is_shared() const override { return false; }
  void renew_epoch() override;
  void stop() override;

 private:
  void keep_checkpoints();
  bool wait_for_checkpoint_time();

  const SqliteConnection::Options connection_;

  std::mutex stop_mutex_;
  std::condition_variable stop_requested_;
  bool is_stopping_ = false;
  bool is_stopped_ = false;
  std::thread checkpoint_thread_;
};

}  // namespace stollen::storage::sqlite
