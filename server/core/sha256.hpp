#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace stollen {

/// SHA-256 (FIPS 180-4).
std::array<std::uint8_t, 32> sha256(std::string_view bytes);

/// The same as 64 lower-case hex digits: for names made from content, tokens at rest and hashes of commands.
std::string sha256_hex(std::string_view bytes);

}  // namespace stollen
