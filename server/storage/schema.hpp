#pragma once

#include <span>
#include <string>

#include "server/storage/connection.hpp"
#include "server/storage/migration.hpp"

namespace stollen::storage {

/// Makes the tables of storage itself when they are missing; returns the store's epoch.
std::string prepare_store(Connection& connection, protocol::Timestamp now);

/// Applies what was not applied yet, each migration in a transaction of its own. Throws StoreError that names
/// the migration when one fails, or when one was changed after it had been applied.
void apply_migrations(Connection& connection, std::span<const Migration> migrations, protocol::Timestamp now);

/// Replaces the epoch: every client that returns starts anew.
void renew_epoch(Connection& connection);

}  // namespace stollen::storage
