#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "server/storage/open_database.hpp"
#include "server/storage/readers.hpp"
#include "server/storage/writer.hpp"

namespace stollen::storage {

/// What all stores share: one thread that writes, some that read, a connection each.
class ThreadedDatabase : public Database {
 public:
  [[nodiscard]] bool submit(WriteUnit unit) override;
  [[nodiscard]] bool submit_quietly(WriteUnit unit) override;
  void wake_writer() override { writer_->wake(); }
  [[nodiscard]] bool has_room_for_write() const override { return writer_->has_room(); }
  void count_refused_write() override { writer_->count_refused(); }
  [[nodiscard]] bool submit(ReadUnit unit) override;
  Effects write(const std::function<void(Transaction&)>& work) override;
  void read(const std::function<void(Transaction&)>& work) override;
  [[nodiscard]] bool accepts_writes() const override { return writer_->accepts_writes(); }
  [[nodiscard]] const std::string& origin() const override { return origin_; }
  [[nodiscard]] std::uint64_t foreign_changes() const override { return writer_->foreign_changes(); }
  [[nodiscard]] StorageCounters counters() const override;

 protected:
  ThreadedDatabase(const DatabaseOptions& options, const Clock& clock);
  /// `late_flush`: of the connection for writing, none when its commits are on the disk when they return.
  void start(std::unique_ptr<Connection> for_writing, std::unique_ptr<LateFlush> late_flush,
             std::vector<std::unique_ptr<Connection>> for_reading, const std::string& epoch);
  /// Finishes what is queued. Idempotent.
  void stop_threads();

  [[nodiscard]] const DatabaseOptions& options() const { return options_; }
  [[nodiscard]] const Clock& clock() const { return clock_; }
  [[nodiscard]] std::uint64_t commits() const { return writer_->commits(); }

 private:
  const DatabaseOptions options_;
  const Clock& clock_;
  const std::string origin_;
  std::unique_ptr<Writer> writer_;
  std::unique_ptr<Readers> readers_;
};

}  // namespace stollen::storage
