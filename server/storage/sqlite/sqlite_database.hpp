#pragma once

#include <optional>
#include <string>

#include "server/storage/sqlite/checkpointer.hpp"
#include "server/storage/sqlite/connection.hpp"
#include "server/storage/threaded_database.hpp"

namespace stollen::storage::sqlite {

/// One file in WAL mode, and who moves the log into the file.
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
  const SqliteConnection::Options connection_;
  std::optional<Checkpointer> checkpointer_;  // until stop()
};

}  // namespace stollen::storage::sqlite
