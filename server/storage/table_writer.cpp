#include "server/storage/table_writer.hpp"

#include <algorithm>

#include "server/storage/store_error.hpp"

namespace stollen::storage {
namespace {

// SQLite takes 32,766 arguments of a statement, PostgreSQL twice as many. More rows than these make it no
// faster.
constexpr std::size_t kMostArguments = 2'000;
constexpr std::size_t kMostRows = 100;

std::size_t rows_at_once(const Table& table) {
  return std::clamp<std::size_t>(kMostArguments / table.columns.size(), 1, kMostRows);
}

}  // namespace

TableWriter::TableWriter(Connection& connection, const Table& table)
    : connection_(connection),
      table_(table),
      rows_at_once_(rows_at_once(table)),
      insert_one_(insert_of(1)),
      insert_many_(insert_of(rows_at_once_)),
      rows_(rows_at_once_) {}

void TableWriter::add(const std::vector<Cell>& row) {
  rows_[waiting_] = row;
  if (++waiting_ < rows_at_once_) return;
  write(rows_, insert_many_);
  waiting_ = 0;
}

void TableWriter::finish() {
  const std::span<const std::vector<Cell>> left = std::span(rows_).first(waiting_);
  for (std::size_t i = 0; i < left.size(); ++i) write(left.subspan(i, 1), insert_one_);
  waiting_ = 0;
  rows_ = {};
}

std::string TableWriter::insert_of(std::size_t rows) const {
  std::string sql = "INSERT INTO \"" + table_.name + "\" (";
  for (const TableColumn& column : table_.columns) {
    if (&column != &table_.columns.front()) sql += ", ";
    sql.append("\"").append(column.name).append("\"");
  }
  sql += ") VALUES ";
  std::size_t place = 0;
  for (std::size_t row = 0; row < rows; ++row) {
    sql += row == 0 ? "(" : ", (";
    for (const TableColumn& column : table_.columns) {
      if (&column != &table_.columns.front()) sql += ", ";
      sql.append("$").append(std::to_string(++place));
      // 0 or 1 here and there, and a truth value where the column wants one.
      if (column.kind == TableColumn::Kind::boolean) sql += " <> 0";
    }
    sql += ")";
  }
  return sql;
}

void TableWriter::write(std::span<const std::vector<Cell>> rows, const std::string& sql) {
  std::vector<Parameter> arguments;
  arguments.reserve(rows.size() * table_.columns.size());
  for (const std::vector<Cell>& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i)
      arguments.push_back(as_parameter(row[i], table_.columns[i].kind));
  }
  try {
    connection_.execute(Sql::made_of_names(sql), arguments);
  } catch (const StoreError& problem) {
    throw StoreError(problem.fault(), "filling " + table_.name + ": " + problem.what());
  }
}

}  // namespace stollen::storage
