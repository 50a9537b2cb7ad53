#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "server/storage/connection.hpp"
#include "server/storage/postgres/link.hpp"

namespace stollen::storage::postgres {

class Arguments;

/// One connection, opened when it is needed and again after it was lost.
///
/// Writers of all nodes pass one pen: whoever writes has updated the single row of `store` first, and keeps
/// it until the commit. So units meet the same world as on SQLite, no two batches ever wait for each other in
/// a circle, and the number in that row, raised by every commit, tells whether somebody else has written.
class PostgresConnection final : public Connection {
 public:
  explicit PostgresConnection(const std::string& address, LinkUse use = LinkUse::serving)
      : link_(address, use) {}

  using Connection::execute;
  std::int64_t execute(const Sql& sql, std::span<const Parameter> arguments,
                       const RowHandler* on_row) override;
  /// By a cursor.
  void scan(const Sql& sql, const RowHandler& on_row) override;
  [[nodiscard]] SchemaQueries schema_queries() const override;
  void post(const Sql& sql, std::span<const Parameter> arguments) override;
  [[nodiscard]] bool is_far() const override { return true; }
  void run_script(const std::string& sql) override;
  void begin_writing() override;
  void begin_changing_schema() override;
  void begin_reading() override;
  /// When the link is lost meanwhile it asks the server, for a while, what became of the transaction. One
  /// that has changed nothing is taken back, so that the other nodes need not look for what it did.
  void commit() override;
  void roll_back() noexcept override;
  [[nodiscard]] bool is_in_transaction() const override;
  /// What a posted statement met is not known yet.
  [[nodiscard]] bool is_spoiled() const override { return link_.transaction_status() == PQTRANS_INERROR; }
  [[nodiscard]] std::int64_t total_changes() const override { return total_changes_; }
  [[nodiscard]] bool see_foreign_commits() override;
  [[nodiscard]] std::chrono::nanoseconds silence() const override { return link_.silence(); }

 private:
  /// A literal prepared for arguments of these types.
  struct Prepared {
    std::vector<Oid> types;
    std::string name;
  };

  void open();
  Result begin(const std::string& sql);
  const Prepared& prepare(const Sql& sql, const Arguments& arguments);
  int send(const Prepared& prepared, const Arguments& arguments);
  [[nodiscard]] bool was_committed(const std::string& transaction);

  Link link_;
  // Keyed by the literal's address. Of one connection: gone with it.
  std::unordered_map<const char*, std::vector<Prepared>> prepared_;
  std::size_t prepared_count_ = 0;
  std::int64_t total_changes_ = 0;
  // Of the transaction that holds the pen:
  std::string transaction_;  ///< the server's number of it, empty without one
  std::int64_t version_ = 0;
  std::int64_t changes_before_ = 0;
  // Of the store as it was seen last:
  std::int64_t seen_version_ = -1;  ///< -1: never
  bool has_foreign_commits_ = false;
};

}  // namespace stollen::storage::postgres
