#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "server/storage/connection.hpp"
#include "server/storage/sql.hpp"

namespace stollen::storage {

/// A column as both databases understand it.
struct TableColumn {
  enum class Kind : std::uint8_t { integer, real, text, boolean };

  std::string name;
  Kind kind = Kind::text;

  friend bool operator==(const TableColumn&, const TableColumn&) = default;
};

/// A table as the store itself describes it. Its columns are in the order of their names, since what a
/// migration added stands elsewhere in one database than in the other.
struct Table {
  std::string name;
  std::vector<TableColumn> columns;

  friend bool operator==(const Table&, const Table&) = default;
};

/// All tables there, each behind those that it refers to. Throws StoreError for a column whose type is known
/// to one of the databases only, and for tables that refer to each other in a circle.
std::vector<Table> read_tables(Connection& connection);

/// One value of a row, kept.
struct Cell {
  bool is_null = true;
  std::int64_t integer = 0;
  double real = 0;
  std::string text;
};

/// Reads the row of `SELECT columns…` into `cells`. Throws StoreError when a value is not of its column's
/// type: SQLite lets such values in, and elsewhere they would be others.
void read_cells(const Row& row, const Table& table, std::vector<Cell>& cells);

/// The argument for a value; views the cell.
Parameter as_parameter(const Cell& cell, TableColumn::Kind kind);

}  // namespace stollen::storage
