#include "server/storage/tables.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <set>
#include <utility>

#include "server/storage/store_error.hpp"

namespace stollen::storage {
namespace {

using Kind = TableColumn::Kind;

Kind kind_of(const std::string& table, const std::string& column, std::string_view type) {
  constexpr std::array<std::pair<std::string_view, Kind>, 8> kKinds{{{"integer", Kind::integer},
                                                                     {"bigint", Kind::integer},
                                                                     {"smallint", Kind::integer},
                                                                     {"text", Kind::text},
                                                                     {"real", Kind::real},
                                                                     {"double precision", Kind::real},
                                                                     {"double", Kind::real},
                                                                     {"boolean", Kind::boolean}}};
  const auto* const found = std::ranges::find(kKinds, type, &std::pair<std::string_view, Kind>::first);
  if (found != kKinds.end()) return found->second;
  throw StoreError(StoreFault::broken, "the column " + table + "." + column + " has the type " +
                                           std::string(type) + ", which not every store knows");
}

using Reference = std::pair<std::string, std::string>;

std::vector<Reference> read_references(Connection& connection) {
  std::vector<Reference> references;
  const Connection::RowHandler take = [&references](const Row& row) {
    references.emplace_back(row.text(0), row.text(1));
    return true;
  };
  connection.execute(connection.schema_queries().references, {}, &take);
  return references;
}

// Again and again the first that refers only to what stands already.
std::vector<Table> in_order_of_references(std::vector<Table> left, const std::vector<Reference>& references) {
  std::vector<Table> ordered;
  std::set<std::string> standing;
  while (!left.empty()) {
    const auto next = std::ranges::find_if(left, [&](const Table& table) {
      return std::ranges::none_of(references, [&](const Reference& reference) {
        return reference.first == table.name && !standing.contains(reference.second);
      });
    });
    if (next == left.end()) {
      throw StoreError(
          StoreFault::broken,
          "tables refer to each other in a circle, and so cannot be filled: " + left.front().name);
    }
    standing.insert(next->name);
    ordered.push_back(std::move(*next));
    left.erase(next);
  }
  return ordered;
}

[[noreturn]] void refuse_value(const Table& table, const TableColumn& column) {
  throw StoreError(StoreFault::broken, table.name + "." + column.name + " holds a value that is no number");
}

std::int64_t strict_integer(std::string_view text, const Table& table, const TableColumn& column) {
  if (column.kind == Kind::boolean && (text == "t" || text == "f")) return text == "t" ? 1 : 0;
  std::int64_t number = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (problem != std::errc{} || end != text.data() + text.size()) refuse_value(table, column);
  return number;
}

}  // namespace

std::vector<Table> read_tables(Connection& connection) {
  std::vector<Table> tables;
  const Connection::RowHandler take = [&tables](const Row& row) {
    const std::string table(row.text(0)), column(row.text(1));
    if (tables.empty() || tables.back().name != table) tables.push_back({.name = table, .columns = {}});
    tables.back().columns.push_back({.name = column, .kind = kind_of(table, column, row.text(2))});
    return true;
  };
  connection.execute(connection.schema_queries().columns, {}, &take);
  std::ranges::sort(tables, {}, &Table::name);
  for (Table& table : tables) std::ranges::sort(table.columns, {}, &TableColumn::name);
  return in_order_of_references(std::move(tables), read_references(connection));
}

void read_cells(const Row& row, const Table& table, std::vector<Cell>& cells) {
  cells.resize(table.columns.size());
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const TableColumn& column = table.columns[i];
    const int place = static_cast<int>(i);
    Cell& cell = cells[i];
    cell.is_null = row.is_null(place);
    if (cell.is_null) continue;
    switch (column.kind) {
      case Kind::integer:
      case Kind::boolean: cell.integer = strict_integer(row.text(place), table, column); break;
      case Kind::real: cell.real = row.real(place); break;
      case Kind::text: cell.text.assign(row.text(place)); break;
    }
  }
}

Parameter as_parameter(const Cell& cell, Kind kind) {
  switch (kind) {
    case Kind::integer:
    case Kind::boolean: return cell.is_null ? Parameter(NullOf::integer) : Parameter(cell.integer);
    case Kind::real: return cell.is_null ? Parameter(NullOf::real) : Parameter(cell.real);
    case Kind::text: break;
  }
  return cell.is_null ? Parameter(NullOf::text) : Parameter(cell.text);
}

}  // namespace stollen::storage
