#pragma once

#include <array>

namespace stollen::storage {

class Database;

using NodeKey = std::array<unsigned char, 32>;

/// Random, the same for all nodes of a store and nowhere else: what they tell each other by other ways than
/// the store is signed with it. Made when it is missing. Throws StoreError, or std::runtime_error when what
/// is stored is none.
NodeKey node_key(Database& database);

}  // namespace stollen::storage
