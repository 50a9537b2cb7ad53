#include "server/storage/open_database.hpp"

#include <stdexcept>

#include "server/storage/postgres/postgres_database.hpp"
#include "server/storage/sqlite/sqlite_database.hpp"

namespace stollen::storage {

std::unique_ptr<Database> open_database(std::string_view address, const DatabaseOptions& options,
                                        const Clock& clock) {
  constexpr std::string_view kSqlite = "sqlite:";
  if (address.starts_with("postgres://") || address.starts_with("postgresql://"))
    return std::make_unique<postgres::PostgresDatabase>(std::string(address), options, clock);
  if (!address.starts_with(kSqlite) || address.size() == kSqlite.size()) {
    // Not told: it may hold a password.
    throw std::invalid_argument(
        "the store's address must be sqlite:PATH or postgres://USER@HOST:PORT/DATABASE");
  }
  return std::make_unique<sqlite::SqliteDatabase>(std::string(address.substr(kSqlite.size())), options,
                                                  clock);
}

}  // namespace stollen::storage
