#include "server/storage/table_digest.hpp"

#include <bit>
#include <span>
#include <string_view>

#include "server/core/sha256.hpp"

namespace stollen::storage {
namespace {

void append_number(std::string& bytes, std::uint64_t number) {
  for (unsigned shift = 0; shift < 64; shift += 8) bytes.push_back(static_cast<char>(number >> shift));
}

// Each value says its type and, where it could end anywhere, its length: two rows never look the same unless
// they are.
void append_cell(std::string& bytes, const Cell& cell, TableColumn::Kind kind) {
  if (cell.is_null) {
    bytes.push_back('0');
    return;
  }
  switch (kind) {
    case TableColumn::Kind::integer:
    case TableColumn::Kind::boolean:
      bytes.push_back('i');
      append_number(bytes, static_cast<std::uint64_t>(cell.integer));
      return;
    case TableColumn::Kind::real:
      bytes.push_back('r');
      append_number(bytes, std::bit_cast<std::uint64_t>(cell.real));
      return;
    case TableColumn::Kind::text:
      bytes.push_back('t');
      append_number(bytes, cell.text.size());
      bytes.append(cell.text);
  }
}

}  // namespace

void TableDigest::add(std::span<const Cell> row, const Table& table) {
  std::string bytes;
  for (std::size_t i = 0; i < row.size(); ++i) append_cell(bytes, row[i], table.columns[i].kind);
  const auto hash = sha256(bytes);
  for (std::size_t i = 0; i < sums_.size(); ++i) {
    std::uint64_t part = 0;
    for (const std::uint8_t byte : std::span(hash).subspan(i * sizeof part, sizeof part))
      part = part << 8U | byte;
    sums_.at(i) += part;
  }
  ++rows_;
}

std::string TableDigest::hash() const {
  std::string bytes;
  append_number(bytes, rows_);
  for (const std::uint64_t sum : sums_) append_number(bytes, sum);
  return sha256_hex(bytes);
}

TableDigest digest_of(Connection& connection, const Table& table) {
  TableDigest digest;
  std::vector<Cell> cells;
  const Connection::RowHandler take = [&](const Row& row) {
    read_cells(row, table, cells);
    digest.add(cells, table);
    return true;
  };
  const std::string select = select_all(table);
  connection.scan(Sql::made_of_names(select), take);
  return digest;
}

std::string select_all(const Table& table) {
  std::string sql = "SELECT ";
  for (const TableColumn& column : table.columns) {
    if (&column != &table.columns.front()) sql += ", ";
    sql.append("\"").append(column.name).append("\"");
  }
  return sql.append(" FROM \"").append(table.name).append("\"");
}

}  // namespace stollen::storage
