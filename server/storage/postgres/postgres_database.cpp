#include "server/storage/postgres/postgres_database.hpp"

#include <algorithm>
#include <memory>

#include "server/storage/postgres/postgres_connection.hpp"
#include "server/storage/schema.hpp"

namespace stollen::storage::postgres {

PostgresDatabase::PostgresDatabase(const std::string& address, const DatabaseOptions& options,
                                   const Clock& clock)
    : ThreadedDatabase(options, clock), address_(address) {
  auto first = std::make_unique<PostgresConnection>(address);
  const std::string epoch = prepare_store(*first, clock.now());
  std::vector<std::unique_ptr<Connection>> for_reading;
  for (unsigned i = 0; i < std::max(options.readers, 1U); ++i)
    for_reading.push_back(std::make_unique<PostgresConnection>(address));
  start(std::move(first), std::move(for_reading), epoch);
}

void PostgresDatabase::migrate(std::span<const Migration> migrations) {
  PostgresConnection own(address_);
  apply_migrations(own, migrations, clock().now());
}

void PostgresDatabase::backup(const std::string&) {
  throw StoreError(StoreFault::unavailable,
                   "backups of a PostgreSQL store are made by its own tools: pg_dump --format=custom "
                   "--file=FILE DATABASE");
}

// The server knows who is connected, also when they sleep.
void PostgresDatabase::renew_epoch() {
  PostgresConnection own(address_);
  own.begin_writing();
  std::int64_t all = 0;
  const Connection::RowHandler take = [&all](const Row& row) {
    all = row.integer(0);
    return false;
  };
  own.execute(
      "SELECT COUNT(*) FROM pg_stat_activity"
      " WHERE datname = current_database() AND application_name = 'stollen'",
      {}, &take);
  const std::int64_t ours = 2 + std::max(options().readers, 1U);  // this one, the writer, the readers
  if (all > ours) {
    own.roll_back();
    throw StoreError(StoreFault::unavailable,
                     "others use the store (" + std::to_string(all - ours) +
                         " connections); stop all servers first, or they go on under the old epoch");
  }
  storage::renew_epoch(own);
  own.commit();
}

}  // namespace stollen::storage::postgres
