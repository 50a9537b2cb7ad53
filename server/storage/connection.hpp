#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>

#include "server/storage/sql.hpp"
#include "server/storage/store_error.hpp"

namespace stollen::storage {

/// How a store tells what is in it, whatever features have made there.
struct SchemaQueries {
  Sql columns;      ///< table, column, type: of all tables, by name
  Sql references;   ///< table, table that it refers to
  Sql other_users;  ///< how many others have it open now, as far as the store knows
};

/// One connection to a store, of one thread at a time. What it cannot do it throws as StoreError.
class Connection {
 public:
  using RowHandler = std::function<bool(const Row&)>;  ///< false: enough rows

  Connection() = default;
  virtual ~Connection() = default;
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  /// Runs one statement, prepared once per connection; calls `on_row` for each row when given. Returns the
  /// number of changed rows. On a connection for reading a statement that writes throws std::logic_error.
  virtual std::int64_t execute(const Sql& sql, std::span<const Parameter> arguments,
                               const RowHandler* on_row) = 0;
  std::int64_t execute(const Sql& sql, std::span<const Parameter> arguments = {}) {
    return execute(sql, arguments, nullptr);
  }
  /// A query's rows, few of them in memory at once; nothing of the statement is kept. Only between begin_…
  /// and the end of what was begun.
  virtual void scan(const Sql& sql, const RowHandler& on_row) = 0;
  [[nodiscard]] virtual SchemaQueries schema_queries() const = 0;
  /// Runs a statement whose answer nobody waits for: if it fails, one that is executed later says so, or the
  /// commit. What such a statement changes counts as one row in total_changes().
  virtual void post(const Sql& sql, std::span<const Parameter> arguments) { execute(sql, arguments); }
  /// Whether each statement that is waited for costs a way to another process.
  [[nodiscard]] virtual bool is_far() const { return false; }
  /// Several statements, without arguments and answers.
  virtual void run_script(const std::string& sql) = 0;

  /// From here to the commit nobody else writes to this store, be it from another process.
  virtual void begin_writing() = 0;
  /// Likewise, and for a store that may have no tables yet.
  virtual void begin_changing_schema() = 0;
  /// From here on one snapshot is seen.
  virtual void begin_reading() = 0;
  /// Throws what a posted statement met; then nothing is committed.
  virtual void commit() = 0;
  /// Takes everything back; nothing happens when nothing was begun.
  virtual void roll_back() noexcept = 0;

  /// False after the store itself took everything back.
  [[nodiscard]] virtual bool is_in_transaction() const = 0;
  /// A statement has failed, and nothing but taking back (to a savepoint) is possible.
  [[nodiscard]] virtual bool is_spoiled() const = 0;
  /// Rows changed since the connection was opened, also those that were taken back.
  [[nodiscard]] virtual std::int64_t total_changes() const = 0;
  /// Whether others have committed since this was asked last.
  [[nodiscard]] virtual bool see_foreign_commits() = 0;
  /// For how long the store has owed an answer; zero when it owes none. Any thread.
  [[nodiscard]] virtual std::chrono::nanoseconds silence() const { return {}; }
};

}  // namespace stollen::storage
