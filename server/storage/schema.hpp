#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <utility>

#include "server/storage/connection.hpp"
#include "server/storage/migration.hpp"

namespace stollen::storage {

/// What a store is made ready for: to be served from, or for a fair that is moved there.
enum class StoreUse : std::uint8_t { serving, moving_in };

/// Makes the tables of storage itself when they are missing; returns the store's epoch. For moving in it
/// leaves the mark of an unfinished move; for serving it throws StoreError when it finds that.
std::string prepare_store(Connection& connection, protocol::Timestamp now, StoreUse use = StoreUse::serving);

/// Applies what was not applied yet, each migration in a transaction of its own. Throws StoreError that names
/// the migration when one fails, or when one was changed after it had been applied.
void apply_migrations(Connection& connection, std::span<const Migration> migrations, protocol::Timestamp now);

/// Marks of the texts of those that a store has, by feature and number.
using AppliedMigrations = std::map<std::pair<std::string, int>, std::int64_t>;
/// On a connection on which reading or writing was begun.
AppliedMigrations applied_migrations(Connection& connection);

std::string new_epoch();
/// Replaces the epoch: every client that returns starts anew.
void renew_epoch(Connection& connection);

}  // namespace stollen::storage
