#pragma once

#include <array>
#include <cstdint>

namespace stollen {

/// 48 bits of milliseconds since 1970, 80 random bits from the system's generator; ids made by one
/// thread grow. Unguessable, but never a secret.
std::array<std::uint8_t, 16> new_id_bytes();

/// `auto id = new_id<protocol::BoothId>();`
template <class Id>
Id new_id() {
  return Id::from_bytes(new_id_bytes());
}

}  // namespace stollen
