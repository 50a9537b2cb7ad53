#include "server/storage/open_database.hpp"

#include <stdexcept>

#include "server/storage/postgres/postgres_database.hpp"
#include "server/storage/sqlite/sqlite_database.hpp"

namespace stollen::storage {
namespace {

std::string without_password(std::string_view address) {
  const auto at = address.rfind('@');
  return at == std::string_view::npos ? std::string(address) : "…" + std::string(address.substr(at));
}

}  // namespace

std::unique_ptr<Database> open_database(std::string_view address, const DatabaseOptions& options,
                                        const Clock& clock) {
  constexpr std::string_view kSqlite = "sqlite:";
  if (address.starts_with("postgres://") || address.starts_with("postgresql://"))
    return std::make_unique<postgres::PostgresDatabase>(std::string(address), options, clock);
  if (!address.starts_with(kSqlite) || address.size() == kSqlite.size()) {
    throw std::invalid_argument(
        "the store's address must be sqlite:PATH or postgres://USER@HOST:PORT/DATABASE, not " +
        without_password(address));
  }
  return std::make_unique<sqlite::SqliteDatabase>(std::string(address.substr(kSqlite.size())), options,
                                                  clock);
}

}  // namespace stollen::storage
