#pragma once

#include <libpq-fe.h>

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "server/storage/sql.hpp"

namespace stollen::storage::postgres {

/// Arguments as libpq wants them: binary, so that text needs no end and no quoting. Views what it was made
/// of.
class Arguments {
 public:
  explicit Arguments(std::span<const Parameter> parameters);

  [[nodiscard]] int count() const { return static_cast<int>(types_.size()); }
  [[nodiscard]] const std::vector<Oid>& types() const { return types_; }
  [[nodiscard]] const char* const* values() const { return values_.data(); }
  [[nodiscard]] const int* lengths() const { return lengths_.data(); }
  [[nodiscard]] const int* formats() const { return formats_.data(); }

 private:
  void add_null(Oid type);
  void add_number(Oid type, std::uint64_t bits);
  void add_text(std::string_view text);

  std::vector<Oid> types_;
  std::vector<const char*> values_;
  std::vector<int> lengths_;
  std::vector<int> formats_;
  std::vector<std::array<char, 8>> numbers_;  // in network order; never grows beyond what is reserved
};

}  // namespace stollen::storage::postgres
