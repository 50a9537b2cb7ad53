#pragma once

#include <cstdint>
#include <initializer_list>

#include "protocol/generated/cpp/vocabulary.hpp"

namespace stollen::protocol {

// Where a handler runs: `write` and `read` on a storage thread in a transaction, `live` on the caller's shard
// in memory.
enum class CommandKind { write, read, live };

template <>
struct EnumTexts<CommandKind> {
  static constexpr std::array<std::string_view, 3> kTexts{"write", "read", "live"};
};

// A set of roles, or `anyone`: also callers who are not logged in.
class RoleSet {
 public:
  constexpr RoleSet() = default;
  constexpr RoleSet(std::initializer_list<Role> roles) {
    for (const Role role : roles) insert(role);
  }

  static constexpr RoleSet anyone() {
    RoleSet set;
    set.bits_ = kAnyone;
    return set;
  }

  constexpr void insert(Role role) { bits_ |= bit(role); }
  constexpr bool contains(Role role) const { return (bits_ & bit(role)) != 0; }
  constexpr bool is_anyone() const { return (bits_ & kAnyone) != 0; }
  constexpr bool is_empty() const { return bits_ == 0; }

  // Whether a caller who holds `held` (possibly nothing) passes a gate that asks for this set.
  constexpr bool admits(RoleSet held) const { return is_anyone() || (bits_ & held.bits_) != 0; }

  constexpr std::uint32_t bits() const { return bits_; }
  constexpr bool operator==(const RoleSet&) const = default;

 private:
  static constexpr std::uint32_t kAnyone = 1U << 31U;
  static constexpr std::uint32_t bit(Role role) { return 1U << static_cast<unsigned>(role); }

  std::uint32_t bits_ = 0;
};

struct CommandTraits {
  CommandKind kind = CommandKind::read;
  RoleSet roles;
  // Slow work (password hashing) is done before the transaction.
  bool is_prepared = false;
  bool is_http_only = false;
  bool is_socket_only = false;
  bool has_large_body = false;
};

}  // namespace stollen::protocol
