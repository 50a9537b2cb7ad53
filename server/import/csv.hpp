#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace stollen::import {

/// Something wrong in a fair folder, told so that a person finds it in a spreadsheet.
struct Fault {
  std::string file;
  std::size_t line = 0;    ///< 1 is the first line; 0: the file as a whole
  std::size_t column = 0;  ///< 1 is the first column of the table (CSV) or character (TOML); 0: the line
  std::string field;
  std::string message;

  /// `jobs.csv:12:9: pay_min: must be a whole number`
  [[nodiscard]] std::string text() const;
};

/// One record with access by the header's names.
class CsvRow {
 public:
  CsvRow(const std::map<std::string, std::size_t, std::less<>>& columns, std::vector<std::string> cells,
         std::size_t line)
      : columns_(&columns), cells_(std::move(cells)), line_(line) {}
  /// The cell without white space around it; empty when the row has no such column.
  [[nodiscard]] std::string_view cell(std::string_view column) const;
  [[nodiscard]] std::size_t column_number(std::string_view column) const;
  [[nodiscard]] std::size_t line() const { return line_; }

 private:
  const std::map<std::string, std::size_t, std::less<>>* columns_;
  std::vector<std::string> cells_;
  std::size_t line_;
};

/// A file as RFC 4180 has it: comma, optional quotes, CRLF or LF, a header row; UTF-8, a byte order mark is
/// taken off.
struct CsvTable {
  std::map<std::string, std::size_t, std::less<>> columns;
  std::vector<CsvRow> rows;
};

/// Reads `text`; faults (no header, unknown or missing column, wrong number of cells, quotes that do not
/// end, invalid UTF-8) are appended and the row is left out. The table must stay where it is while its rows
/// are used.
void parse_csv(std::string_view text, const std::string& file, const std::vector<std::string>& required,
               const std::vector<std::string>& optional, CsvTable& table, std::vector<Fault>& faults);

}  // namespace stollen::import
