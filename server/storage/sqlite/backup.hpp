#pragma once

#include <string>

#include "server/storage/sqlite/connection.hpp"

namespace stollen::storage::sqlite {

/// A consistent copy under a new epoch. `file` must not exist; it appears whole, flushed, or not at all.
void write_backup(const SqliteConnection::Options& store, const std::string& file);

}  // namespace stollen::storage::sqlite
