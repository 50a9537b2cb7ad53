#include "server/import/csv.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "protocol/cpp/utf8.hpp"

namespace stollen::import {
namespace {

bool contains(const std::vector<std::string>& names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    const std::size_t length = protocol::utf8_sequence_length(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

/// Cuts records out of the text one after the other.
class Records {
 public:
  explicit Records(std::string_view text) : text_(text) {}
  [[nodiscard]] bool at_end() const { return at_ >= text_.size(); }
  [[nodiscard]] std::size_t line() const { return line_; }

  /// The next record; what is wrong with its quotes, if something is. Behind such a record nothing can be
  /// read.
  std::string_view next(std::vector<std::string>& cells) {
    cells.assign(1, {});
    while (!at_end()) {
      const char c = text_[at_++];
      if (c == '"' && trimmed(cells.back()).empty()) {
        cells.back().clear();
        if (!quoted(cells.back())) return "a quoted cell that begins in this row does not end";
        if (!at_cell_end())
          return "a quoted cell ends in front of a comma; quotes inside of it are written twice";
      } else if (c == ',') {
        cells.emplace_back();
      } else if (c == '\n') {
        ++line_;
        return {};
      } else if (c != '\r') {
        cells.back().push_back(c);
      }
    }
    return {};
  }

 private:
  [[nodiscard]] bool at_cell_end() const {
    const std::size_t next = text_.find_first_not_of(" \t\r", at_);
    return next == std::string_view::npos || text_[next] == ',' || text_[next] == '\n';
  }

  bool quoted(std::string& cell) {
    while (!at_end()) {
      const char c = text_[at_++];
      if (c == '\n') ++line_;
      if (c != '"') {
        cell.push_back(c);
      } else if (!at_end() && text_[at_] == '"') {
        cell.push_back('"');
        ++at_;
      } else {
        return true;
      }
    }
    return false;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
};

bool read_header(Records& records, const std::string& file, const std::vector<std::string>& required,
                 const std::vector<std::string>& optional, CsvTable& table, std::vector<Fault>& faults) {
  std::vector<std::string> header;
  if (const auto wrong = records.next(header); !wrong.empty()) {
    faults.push_back({file, 1, 0, "", std::string(wrong)});
    return false;
  }
  bool is_sound = true;
  for (std::size_t i = 0; i < header.size(); ++i) {
    const std::string name(trimmed(header[i]));
    const bool is_known = contains(required, name) || contains(optional, name);
    if (!is_known || !table.columns.emplace(name, i).second) {
      faults.push_back({file, 1, i + 1, name, is_known ? "this column appears twice" : "unknown column"});
      is_sound = false;
    }
  }
  for (const std::string& name : required) {
    if (!table.columns.contains(name)) {
      faults.push_back({file, 1, 0, name, "this column is missing in the header"});
      is_sound = false;
    }
  }
  return is_sound;
}

}  // namespace

std::string Fault::text() const {
  std::string place = file;
  if (line > 0) place += fmt::format(":{}", line);
  if (column > 0) place += fmt::format(":{}", column);
  return field.empty() ? fmt::format("{}: {}", place, message)
                       : fmt::format("{}: {}: {}", place, field, message);
}

std::string_view CsvRow::cell(std::string_view column) const {
  const auto found = columns_->find(column);
  return found == columns_->end() ? std::string_view{} : trimmed(cells_[found->second]);
}

std::size_t CsvRow::column_number(std::string_view column) const {
  const auto found = columns_->find(column);
  return found == columns_->end() ? 0 : found->second + 1;
}

void parse_csv(std::string_view text, const std::string& file, const std::vector<std::string>& required,
               const std::vector<std::string>& optional, CsvTable& table, std::vector<Fault>& faults) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  if (!is_utf8(text)) {
    faults.push_back({file, 0, 0, "", "the file is not UTF-8; save it as \"CSV UTF-8\""});
    return;
  }
  Records records(text);
  if (!read_header(records, file, required, optional, table, faults)) return;
  std::vector<std::string> cells;
  while (!records.at_end()) {
    const std::size_t line = records.line();
    if (const auto wrong = records.next(cells); !wrong.empty()) {
      faults.push_back({file, line, 0, "", std::string(wrong)});
      return;
    }
    if (cells.size() == 1 && trimmed(cells.front()).empty()) continue;  // an empty line
    if (cells.size() != table.columns.size()) {
      faults.push_back({file, line, 0, "",
                        fmt::format("the row has {} cells, the header has {}; put cells that contain commas "
                                    "in double quotes",
                                    cells.size(), table.columns.size())});
      continue;
    }
    table.rows.emplace_back(table.columns, cells, line);
  }
}

}  // namespace stollen::import
