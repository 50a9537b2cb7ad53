#pragma once

#include <string>

#include "server/storage/threaded_database.hpp"

namespace stollen::storage::postgres {

/// A database of a PostgreSQL server, shared by as many nodes as there are.
class PostgresDatabase final : public ThreadedDatabase {
 public:
  PostgresDatabase(const std::string& address, const DatabaseOptions& options, const Clock& clock);
  ~PostgresDatabase() override { stop(); }

  void migrate(std::span<const Migration> migrations) override;
  /// Throws: the server's own tools make backups of it.
  void backup(const std::string& file) override;
  [[nodiscard]] bool is_shared() const override { return true; }
  void renew_epoch() override;
  void stop() override { stop_threads(); }

 private:
  const std::string address_;
};

}  // namespace stollen::storage::postgres
