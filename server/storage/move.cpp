#include "server/storage/move.hpp"

#include <algorithm>
#include <chrono>
#include <deque>
#include <functional>
#include <memory>
#include <set>
#include <thread>
#include <tuple>

#include "server/storage/open_database.hpp"
#include "server/storage/schema.hpp"
#include "server/storage/store_error.hpp"
#include "server/storage/table_writer.hpp"

namespace stollen::storage {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view kMark = "unfinished_move";
constexpr std::uint64_t kRowsBetweenReports = 5'000;

[[noreturn]] void refuse(const std::string& why) {
  throw StoreError(StoreFault::broken, why);
}

std::int64_t number(Connection& connection, const Sql& sql) {
  std::int64_t found = 0;
  const Connection::RowHandler take = [&found](const Row& row) {
    found = row.integer(0);
    return false;
  };
  connection.execute(sql, {}, &take);
  return found;
}

// A session that has just ended may still be listed for a moment.
void refuse_while_used(Connection& connection, std::string_view which) {
  constexpr auto kPatience = 3s;
  const auto deadline = std::chrono::steady_clock::now() + kPatience;
  for (;;) {
    connection.begin_reading();
    const std::int64_t others = number(connection, connection.schema_queries().other_users);
    connection.roll_back();
    if (others == 0) return;
    if (std::chrono::steady_clock::now() >= deadline)
      refuse("a server uses the " + std::string(which) + " store; stop it first");
    std::this_thread::sleep_for(50ms);
  }
}

std::set<std::string, std::less<>> table_names(Connection& connection) {
  std::set<std::string, std::less<>> names;
  const Connection::RowHandler take = [&names](const Row& row) {
    names.emplace(row.text(0));
    return true;
  };
  connection.execute(connection.schema_queries().columns, {}, &take);
  return names;
}

bool is_marked(Connection& connection, const std::set<std::string, std::less<>>& tables) {
  return tables.contains(kMark) && number(connection, "SELECT COUNT(*) FROM unfinished_move") != 0;
}

/// All that are moved.
std::vector<Table> tables_of_fair(Connection& connection) {
  std::vector<Table> tables = read_tables(connection);
  std::erase_if(tables, [](const Table& table) { return table.name == kMark; });
  return tables;
}

class Move {
 public:
  Move(const MoveRequest& request, const Clock& clock) : request_(request), clock_(clock) {}

  std::vector<MovedTable> run() {
    open_source();
    prepare_target();
    compare_versions();
    target_ = open_connection(request_.to, false);
    target_->begin_writing();
    if (!is_marked(*target_, {std::string(kMark)})) refuse("another move has just filled the target");
    for (auto table = tables_.rbegin(); table != tables_.rend(); ++table) empty(*table);
    std::vector<MovedTable> moved;
    moved.reserve(tables_.size());
    for (const Table& table : tables_) moved.push_back({table.name, copy(table), {}});
    source_->roll_back();
    bool is_whole = true;
    for (std::size_t i = 0; i < tables_.size(); ++i) {
      moved[i].to = digest_of(*target_, tables_[i]);
      is_whole = is_whole && moved[i].is_equal();
    }
    if (source_->see_foreign_commits())
      refuse("somebody wrote to the source store while it was read; nothing was moved");
    if (!is_whole) return moved;
    target_->execute("DELETE FROM unfinished_move");
    target_->commit();
    return moved;
  }

 private:
  void open_source() {
    source_ = open_connection(request_.from, true);
    refuse_while_used(*source_, "source");
    source_->begin_reading();
    const auto names = table_names(*source_);
    if (!names.contains("store") || !names.contains("migration")) refuse("the source holds no fair");
    if (is_marked(*source_, names)) refuse("the source is itself the target of a move that was not finished");
    source_->roll_back();
    std::ignore = source_->see_foreign_commits();  // from here on they are told
    source_->begin_reading();
    tables_ = tables_of_fair(*source_);
    source_version_ = applied_migrations(*source_);
  }

  void prepare_target() {
    const auto connection = open_connection(request_.to, false);
    refuse_while_used(*connection, "target");
    connection->begin_reading();
    const auto names = table_names(*connection);
    const bool is_free = names.empty() || is_marked(*connection, names);
    connection->roll_back();
    if (!is_free) refuse("the target is not empty; name a file that does not exist, or an empty database");
    prepare_store(*connection, clock_.now(), StoreUse::moving_in);
    apply_migrations(*connection, request_.migrations, clock_.now());
    connection->begin_reading();
    target_tables_ = tables_of_fair(*connection);
    target_version_ = applied_migrations(*connection);
    connection->roll_back();
  }

  void compare_versions() const {
    if (source_version_ != target_version_) {
      refuse(
          "the source store was used last by another version of Stollen; run `stollen user list` of this "
          "version on it once, which brings it up to date");
    }
    const auto by_name = [](std::vector<Table> tables) {
      std::ranges::sort(tables, {}, &Table::name);
      return tables;
    };
    if (by_name(tables_) != by_name(target_tables_))
      refuse("the tables of the source are not those that this version makes");
  }

  // What the migrations themselves have put there.
  void empty(const Table& table) {
    texts_.push_back("DELETE FROM \"" + table.name + "\"");
    target_->execute(Sql::made_of_names(texts_.back()));
  }

  TableDigest copy(const Table& table) {
    TableDigest digest;
    std::vector<Cell> cells;
    TableWriter& writer = writers_.emplace_back(*target_, table);
    const Connection::RowHandler take = [&](const Row& row) {
      read_cells(row, table, cells);
      digest.add(cells, table);
      writer.add(cells);
      if (request_.on_progress && digest.rows() % kRowsBetweenReports == 0)
        request_.on_progress(table.name, digest.rows());
      return true;
    };
    source_->scan(Sql::made_of_names(select_all(table)), take);
    writer.finish();
    if (request_.on_progress) request_.on_progress(table.name, digest.rows());
    return digest;
  }

  const MoveRequest& request_;
  const Clock& clock_;
  std::vector<Table> tables_;  ///< of the source, each behind those that it refers to
  std::vector<Table> target_tables_;
  AppliedMigrations source_version_;
  AppliedMigrations target_version_;
  // The texts of statements outlive the connections, which know statements by their texts' addresses.
  std::deque<std::string> texts_;
  std::deque<TableWriter> writers_;
  std::unique_ptr<Connection> source_;
  std::unique_ptr<Connection> target_;
};

}  // namespace

std::vector<MovedTable> move_store(const MoveRequest& request, const Clock& clock) {
  return Move(request, clock).run();
}

}  // namespace stollen::storage
