#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "server/import/fair_folder.hpp"
#include "server/storage/database.hpp"

namespace stollen::import {

struct ImportOptions {
  std::filesystem::path media_folder;  ///< pictures are written here before the rows that name them
  bool shows_mail = true;
  /// For the demo: accounts.csv is imported too, people without a password get this hash, and so many
  /// further visitors `gast-0001@demo.example` … are made for load tests.
  std::string demo_password_hash;
  int demo_guests = 0;
};

/// How many rows of a kind were added, updated, left as they were, removed.
struct Tally {
  std::size_t added = 0, updated = 0, unchanged = 0, removed = 0;
  void count(account::Change change);
};

struct ImportReport {
  bool fair_changed = false;
  Tally booths, jobs, staff, slots, tables, rooms, accounts;
  /// A line per kind for people.
  [[nodiscard]] std::string text() const;
};

/// Writes a checked folder into the store in one unit: all of it or, when something throws, nothing.
/// Running it again with the same folder changes nothing. A server that runs on the same store notices.
ImportReport import_fair_folder(storage::Database& database, const FairFolder& folder,
                                const ImportOptions& options);

}  // namespace stollen::import
