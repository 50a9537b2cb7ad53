#include "server/storage/schema.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "server/core/log.hpp"
#include "server/core/new_id.hpp"
#include "server/storage/storage.hpp"

namespace stollen::storage {
namespace {

// FNV-1a: finds a changed text, guards against no enemy.
std::int64_t text_mark(std::string_view text) {
  std::uint64_t mark = 14'695'981'039'346'656'037ULL;
  for (const char character : text)
    mark = (mark ^ static_cast<unsigned char>(character)) * 1'099'511'628'211ULL;
  return static_cast<std::int64_t>(mark);
}

std::optional<std::int64_t> applied_mark(Connection& connection, const Migration& migration) {
  std::optional<std::int64_t> mark;
  const Connection::RowHandler take = [&mark](const Row& row) {
    mark = row.integer(0);
    return false;
  };
  const std::array<Parameter, 2> key{Parameter(migration.feature), Parameter(migration.number)};
  connection.execute("SELECT text_mark FROM migration WHERE feature = $1 AND number = $2", key, &take);
  return mark;
}

std::string name_of(const Migration& migration) {
  return "migration " + std::string(migration.feature) + "/" + std::to_string(migration.number);
}

void apply_one(Connection& connection, const Migration& migration, protocol::Timestamp now) {
  // Looked at inside the transaction: two programs may start on one store at once.
  connection.begin_changing_schema();
  const auto mark = applied_mark(connection, migration);
  if (mark && *mark != text_mark(migration.sql)) {
    throw StoreError(StoreFault::broken,
                     name_of(migration) + " was changed after it had been applied; add a new one instead");
  }
  if (!mark) {
    connection.run_script(std::string(migration.sql));
    const std::array<Parameter, 4> line{Parameter(migration.feature), Parameter(migration.number),
                                        Parameter(text_mark(migration.sql)), Parameter(now)};
    connection.execute(
        "INSERT INTO migration (feature, number, text_mark, applied_at) VALUES ($1, $2, $3, $4)", line);
    log::info("storage.migrated", {{"feature", migration.feature}, {"number", migration.number}});
  }
  connection.commit();
}

// Half a fair must not pass for a whole one, nor an empty one for the fair that was to come.
void refuse_unfinished_move(Connection& connection) {
  const Connection::RowHandler refuse = [](const Row&) -> bool {
    throw StoreError(StoreFault::broken,
                     "a move of a fair into this store was not finished: run `stollen migrate-store` to it "
                     "again, or make the store anew");
  };
  connection.execute("SELECT id FROM unfinished_move", {}, &refuse);
}

}  // namespace

// Random; short enough to be held without allocation in every transaction.
std::string new_epoch() {
  const protocol::IdText text = protocol::id_text(new_id_bytes());
  constexpr std::size_t kRandomCharacters = 15;  // 75 bits of the id's 80 random ones
  return {text.end() - kRandomCharacters, text.end()};
}

std::string prepare_store(Connection& connection, protocol::Timestamp now, StoreUse use) {
  connection.begin_changing_schema();
  connection.run_script(
      "CREATE TABLE IF NOT EXISTS migration (feature TEXT NOT NULL, number INTEGER NOT NULL, text_mark "
      "BIGINT NOT NULL,"
      " applied_at BIGINT NOT NULL, PRIMARY KEY (feature, number))");
  connection.commit();
  const std::vector<Migration> own = migrations();
  apply_migrations(connection, own, now);
  if (use == StoreUse::serving) {
    refuse_unfinished_move(connection);
  } else {
    const std::array<Parameter, 1> since{Parameter(now)};
    connection.execute("INSERT INTO unfinished_move (id, since) VALUES (1, $1) ON CONFLICT (id) DO NOTHING",
                       since);
  }
  const std::string fresh = new_epoch();
  const std::array<Parameter, 1> epoch{Parameter(fresh)};
  connection.execute("INSERT INTO store (id, epoch, probed_at) VALUES (1, $1, 0) ON CONFLICT (id) DO NOTHING",
                     epoch);
  std::string found;
  const Connection::RowHandler take = [&found](const Row& row) {
    found = row.text(0);
    return false;
  };
  connection.execute("SELECT epoch FROM store", {}, &take);
  return found;
}

AppliedMigrations applied_migrations(Connection& connection) {
  AppliedMigrations applied;
  const Connection::RowHandler take = [&applied](const Row& row) {
    applied[{std::string(row.text(0)), static_cast<int>(row.integer(1))}] = row.integer(2);
    return true;
  };
  connection.execute("SELECT feature, number, text_mark FROM migration", {}, &take);
  return applied;
}

void apply_migrations(Connection& connection, std::span<const Migration> migrations,
                      protocol::Timestamp now) {
  // All at once: a store that has everything is opened without a transaction for each of its migrations.
  connection.begin_reading();
  const AppliedMigrations known = applied_migrations(connection);
  connection.commit();
  for (const Migration& migration : migrations) {
    const auto mark = known.find({std::string(migration.feature), migration.number});
    if (mark != known.end() && mark->second == text_mark(migration.sql)) continue;
    try {
      apply_one(connection, migration, now);
    } catch (const StoreError& problem) {
      connection.roll_back();
      throw StoreError(problem.fault(), name_of(migration) + ": " + problem.what());
    }
  }
}

void renew_epoch(Connection& connection) {
  const std::string fresh = new_epoch();
  const std::array<Parameter, 1> epoch{Parameter(fresh)};
  connection.execute("UPDATE store SET epoch = $1", epoch);
}

}  // namespace stollen::storage
