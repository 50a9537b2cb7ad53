#include "server/storage/open_database.hpp"

#include <stdexcept>

#include "server/storage/sqlite/sqlite_database.hpp"

namespace stollen::storage {

std::unique_ptr<Database> open_database(std::string_view address, const DatabaseOptions& options,
                                        const Clock& clock) {
  constexpr std::string_view kSqlite = "sqlite:";
  if (!address.starts_with(kSqlite) || address.size() == kSqlite.size()) {
    throw std::invalid_argument("The store's address must be sqlite:PATH, not " + std::string(address));
  }
  return std::make_unique<sqlite::SqliteDatabase>(std::string(address.substr(kSqlite.size())), options,
                                                  clock);
}

}  // namespace stollen::storage
