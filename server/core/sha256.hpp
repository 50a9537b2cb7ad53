#pragma once

#include <string>
#include <string_view>

namespace stollen {

/// SHA-256 (FIPS 180-4) as 64 lower-case hex digits: for names made from content, tokens at rest and hashes
/// of commands.
std::string sha256_hex(std::string_view bytes);

}  // namespace stollen
