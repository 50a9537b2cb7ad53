#pragma once

#include <span>
#include <string>
#include <vector>

#include "server/storage/tables.hpp"

namespace stollen::storage {

/// Fills one table, many rows by one statement. Has to outlive the connection, which knows statements by the
/// addresses of their texts.
class TableWriter {
 public:
  TableWriter(Connection& connection, const Table& table);

  void add(const std::vector<Cell>& row);
  /// Writes what is left, and ends the writing.
  void finish();

 private:
  [[nodiscard]] std::string insert_of(std::size_t rows) const;
  void write(std::span<const std::vector<Cell>> rows, const std::string& sql);

  Connection& connection_;
  const Table& table_;
  const std::size_t rows_at_once_;
  const std::string insert_one_;
  const std::string insert_many_;
  std::vector<std::vector<Cell>> rows_;  ///< the first `waiting_` of them wait
  std::size_t waiting_ = 0;
};

}  // namespace stollen::storage
