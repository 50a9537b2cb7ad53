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
  start(std::move(first), nullptr, std::move(for_reading), epoch);
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

// The server knows who is connected, also when they sleep. Whoever was there before this opening is somebody
// else.
void PostgresDatabase::renew_epoch() {
  std::int64_t others = 0;
  write([&others](Transaction& transaction) {
    others =
        transaction
            .one<std::int64_t>(
                "SELECT COUNT(*) FROM pg_stat_activity"
                " WHERE datname = current_database() AND application_name = 'stollen' AND backend_start <"
                " (SELECT backend_start FROM pg_stat_activity WHERE pid = pg_backend_pid())")
            .value_or(0);
    if (others == 0) transaction.run("UPDATE store SET epoch = $1", new_epoch());
  });
  if (others == 0) return;
  throw StoreError(StoreFault::unavailable,
                   "others use the store (" + std::to_string(others) +
                       " connections); stop all servers first, or they go on under the old epoch");
}

}  // namespace stollen::storage::postgres
