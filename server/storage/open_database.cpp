#include "server/storage/open_database.hpp"

#include <stdexcept>

#include "server/storage/postgres/postgres_connection.hpp"
#include "server/storage/postgres/postgres_database.hpp"
#include "server/storage/sqlite/connection.hpp"
#include "server/storage/sqlite/sqlite_database.hpp"

namespace stollen::storage {
namespace {

bool is_postgres(std::string_view address) {
  return address.starts_with("postgres://") || address.starts_with("postgresql://");
}

}  // namespace

std::string sqlite_file(std::string_view address) {
  constexpr std::string_view kSqlite = "sqlite:";
  if (is_postgres(address)) return {};
  if (!address.starts_with(kSqlite) || address.size() == kSqlite.size()) {
    // Not told: it may hold a password.
    throw std::invalid_argument(
        "the store's address must be sqlite:PATH or postgres://USER@HOST:PORT/DATABASE");
  }
  return std::string(address.substr(kSqlite.size()));
}

std::unique_ptr<Database> open_database(std::string_view address, const DatabaseOptions& options,
                                        const Clock& clock) {
  const std::string file = sqlite_file(address);
  if (file.empty()) return std::make_unique<postgres::PostgresDatabase>(std::string(address), options, clock);
  return std::make_unique<sqlite::SqliteDatabase>(file, options, clock);
}

std::unique_ptr<Connection> open_connection(std::string_view address, bool is_read_only) {
  const std::string file = sqlite_file(address);
  if (file.empty()) {
    return std::make_unique<postgres::PostgresConnection>(std::string(address), postgres::LinkUse::moving);
  }
  return std::make_unique<sqlite::SqliteConnection>(
      sqlite::SqliteConnection::Options{.file = file, .is_read_only = is_read_only});
}

}  // namespace stollen::storage
