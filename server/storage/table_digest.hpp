#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>

#include "server/storage/tables.hpp"

namespace stollen::storage {

/// What rows a table has, in whatever order and database: their number, and the sum of their hashes. Two
/// tables with the same digest hold the same.
class TableDigest {
 public:
  void add(std::span<const Cell> row, const Table& table);

  [[nodiscard]] std::uint64_t rows() const { return rows_; }
  /// 64 hex digits.
  [[nodiscard]] std::string hash() const;
  friend bool operator==(const TableDigest&, const TableDigest&) = default;

 private:
  std::uint64_t rows_ = 0;
  std::array<std::uint64_t, 4> sums_{};
};

/// Of all rows, on a connection on which reading or writing was begun.
TableDigest digest_of(Connection& connection, const Table& table);

/// `SELECT columns FROM table`, for read_cells.
std::string select_all(const Table& table);

}  // namespace stollen::storage
