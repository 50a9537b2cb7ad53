#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "server/storage/connection.hpp"
#include "server/storage/late_flush.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace stollen::storage::sqlite {

/// Throws StoreError for what the connection reports.
[[noreturn]] void throw_error(sqlite3* connection, int result, std::string_view during);

/// A prepared statement that is used again and again.
class Statement {
 public:
  Statement(sqlite3* connection, std::string_view sql);

  [[nodiscard]] bool is_read_only() const;
  /// Binds, steps, resets. Returns the number of changed rows. `on_row` may say false: enough.
  std::int64_t execute(std::span<const Parameter> arguments, const Connection::RowHandler* on_row);

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };
  void bind(std::span<const Parameter> arguments);

  sqlite3* connection_;
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
  // SQLite counts `$n` by first appearance: which argument belongs to the place i + 1.
  std::vector<std::size_t> argument_of_place_;
  std::size_t argument_count_ = 0;
};

class SqliteConnection final : public Connection {
 public:
  struct Options {
    std::string file{};
    bool is_read_only = false;
    std::chrono::milliseconds busy_timeout{5'000};
    std::string vfs{};  ///< SQLite's virtual file system; empty: the usual one. Tests put faults there.
  };

  explicit SqliteConnection(const Options& options);

  using Connection::execute;
  std::int64_t execute(const Sql& sql, std::span<const Parameter> arguments,
                       const RowHandler* on_row) override;
  void scan(const Sql& sql, const RowHandler& on_row) override;
  void run_script(const std::string& sql) override;
  [[nodiscard]] SchemaQueries schema_queries() const override;
  void begin_writing() override { execute("BEGIN IMMEDIATE"); }
  void begin_changing_schema() override { begin_writing(); }
  /// The first query fixes the snapshot.
  void begin_reading() override { execute("BEGIN DEFERRED"); }
  void commit() override { execute("COMMIT"); }
  void roll_back() noexcept override;
  /// False after SQLite rolled back on its own account (full disk, input or output error).
  [[nodiscard]] bool is_in_transaction() const override;
  [[nodiscard]] bool is_spoiled() const override { return false; }
  [[nodiscard]] std::int64_t total_changes() const override;
  [[nodiscard]] bool see_foreign_commits() override;

  /// From here on commits return before they are on the disk; what is returned brings them there.
  std::unique_ptr<LateFlush> flush_late();

  enum class Checkpoint : std::uint8_t { passive, truncate };
  /// Moves the log into the file. False when somebody was in the way; throws on failure. `has_looked` is
  /// called when it is certain how much is moved, unless there is nothing to move.
  bool checkpoint(Checkpoint mode, std::function<void()> has_looked = {});

 private:
  struct Close {
    void operator()(sqlite3* connection) const;
  };
  /// The cached statement of a literal.
  Statement& statement(const Sql& sql);
  std::int64_t read_data_version();

  const std::string vfs_;
  std::unique_ptr<sqlite3, Close> connection_;
  // Keyed by the literal's address: each literal is prepared once per connection.
  std::unordered_map<const char*, Statement> statements_;
  const bool is_read_only_;
  std::int64_t data_version_;
};

}  // namespace stollen::storage::sqlite
