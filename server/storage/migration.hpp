#pragma once

#include <string_view>

namespace stollen::storage {

/// A numbered change of the schema, owned by the feature whose folder holds the SQL file.
/// Applied in the order of (feature registration, number), once, at start.
struct Migration {
  std::string_view feature;
  int number = 0;
  std::string_view sql;
};

}  // namespace stollen::storage
