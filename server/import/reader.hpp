#pragma once
// What the readers of single files share; used inside this folder only.

#include <fmt/format.h>

#include <charconv>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/generated/cpp/fair.hpp"
#include "server/import/csv.hpp"
#include "server/import/fair_folder.hpp"

namespace stollen::import {

/// The folder while it is read: files, faults, pictures, and the slugs seen so far.
class Reader {
 public:
  Reader(std::filesystem::path folder, std::vector<Fault>& faults)
      : folder_(std::move(folder)), faults_(faults) {}

  /// Content of a file of the folder; nothing (and a fault, if it must be there) when it cannot be read.
  std::optional<std::string> read(const std::string& file, bool is_required);
  /// The address of a picture, which is taken into the folder's media. Empty path: nothing.
  std::optional<std::string> media(const std::string& path, const Fault& place);
  std::vector<MediaFile> take_media();
  void fault(Fault fault) { faults_.push_back(std::move(fault)); }
  std::vector<Fault>& faults() { return faults_; }

 private:
  std::filesystem::path folder_;
  std::vector<Fault>& faults_;
  std::map<std::string, MediaFile> media_;
};

/// Cells of one row, checked one by one; whatever is wrong becomes a fault with its place.
class Cells {
 public:
  Cells(Reader& reader, const std::string& file, const CsvRow& row)
      : reader_(reader), file_(file), row_(row) {}

  void wrong(std::string_view column, std::string message) {
    reader_.fault({file_, row_.line(), row_.column_number(column), std::string(column), std::move(message)});
  }
  /// A text of at most `longest` code points; `is_required`: not empty.
  std::string text(std::string_view column, std::size_t longest, bool is_required = true);
  std::optional<std::string> maybe(std::string_view column, std::size_t longest);
  protocol::LocalText local(std::string_view column, std::size_t longest);
  /// [a-z0-9-], 1 to 40, once per file.
  std::string slug(std::set<std::string, std::less<>>& seen);
  /// A slug that must be among `known`.
  std::string reference(std::string_view column, const std::set<std::string, std::less<>>& known,
                        std::string_view what, bool is_required = true);
  std::optional<std::int64_t> number(std::string_view column, std::int64_t least, std::int64_t most,
                                     bool is_required);
  /// https, http or mailto.
  std::optional<std::string> link(std::string_view column);
  /// Parts between semicolons.
  std::vector<std::string> list(std::string_view column, std::size_t most, std::size_t longest);
  std::optional<std::string> media(std::string_view column) {
    return reader_.media(std::string(row_.cell(column)),
                         {file_, row_.line(), row_.column_number(column), std::string(column), ""});
  }
  template <class Enum>
  Enum choice(std::string_view column) {
    const std::string_view cell = row_.cell(column);
    if (const auto value = protocol::from_text<Enum>(cell)) return *value;
    std::string allowed;
    for (const Enum value : protocol::values_of<Enum>()) {
      allowed += fmt::format("{}{}", allowed.empty() ? "" : ", ", to_text(value));
    }
    wrong(column, fmt::format("\"{}\" is none of {}", cell, allowed));
    return Enum{};
  }
  [[nodiscard]] std::string_view cell(std::string_view column) const { return row_.cell(column); }

 private:
  Reader& reader_;
  const std::string& file_;
  const CsvRow& row_;
};

bool is_slug(std::string_view text);
bool is_safe_link(std::string_view url);
/// `#rrggbb`
bool is_colour(std::string_view text);

/// Slugs by which files refer to each other.
struct Slugs {
  std::set<std::string, std::less<>> halls, booths;
};

void read_fair_toml(Reader& reader, protocol::Timestamp now, FairFolder& folder, Slugs& slugs);
void read_exhibitors(Reader& reader, FairFolder& folder, Slugs& slugs);
void read_staff(Reader& reader, FairFolder& folder, const Slugs& slugs);
/// After the team and the programme.
void read_slots(Reader& reader, FairFolder& folder);
void read_jobs(Reader& reader, FairFolder& folder, const Slugs& slugs);
void read_tables(Reader& reader, FairFolder& folder);
void read_rooms(Reader& reader, FairFolder& folder);
void read_programme(Reader& reader, FairFolder& folder, const Slugs& slugs);
void read_topics(Reader& reader, FairFolder& folder, const Slugs& slugs);
void read_accounts(Reader& reader, FairFolder& folder);

}  // namespace stollen::import
