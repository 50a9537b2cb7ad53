#pragma once

#include <vector>

#include "server/storage/migration.hpp"

namespace stollen::storage {

/// The tables of storage itself: streams, events, answered commands.
std::vector<Migration> migrations();

}  // namespace stollen::storage
