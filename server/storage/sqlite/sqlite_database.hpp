#pragma once

#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "server/storage/open_database.hpp"
#include "server/storage/sqlite/connection.hpp"
#include "server/storage/sqlite/readers.hpp"
#include "server/storage/sqlite/writer.hpp"

namespace stollen::storage::sqlite {

/// One file in WAL mode: one writer, some readers, and a thread that moves the log into the file.
class SqliteDatabase final : public Database {
 public:
  SqliteDatabase(const std::string& file, const DatabaseOptions& options, const Clock& clock);
  ~SqliteDatabase() override { stop(); }

  [[nodiscard]] bool submit(WriteUnit unit) override;
  [[nodiscard]] bool submit_quietly(WriteUnit unit) override {
    return writer_->submit(std::move(unit), false, false);
  }
  void wake_writer() override { writer_->wake(); }
  [[nodiscard]] bool submit(ReadUnit unit) override;
  Effects write(const std::function<void(Transaction&)>& work) override;
  void read(const std::function<void(Transaction&)>& work) override;
  void migrate(std::span<const Migration> migrations) override;
  void backup(const std::string& file) override;
  [[nodiscard]] bool accepts_writes() const override { return writer_->accepts_writes(); }
  [[nodiscard]] const std::string& origin() const override { return origin_; }
  [[nodiscard]] std::uint64_t foreign_changes() const override { return writer_->foreign_changes(); }
  [[nodiscard]] StorageCounters counters() const override;
  void stop() override;

 private:
  void keep_checkpoints();
  bool wait_for_checkpoint_time();

  const Connection::Options connection_;
  const DatabaseOptions options_;
  const Clock& clock_;
  const std::string origin_;
  std::unique_ptr<Writer> writer_;
  std::unique_ptr<Readers> readers_;

  std::mutex stop_mutex_;
  std::condition_variable stop_requested_;
  bool is_stopping_ = false;
  bool is_stopped_ = false;
  std::thread checkpoint_thread_;
};

}  // namespace stollen::storage::sqlite
