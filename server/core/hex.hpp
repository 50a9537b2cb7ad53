#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace stollen {

/// Two lower-case digits for each octet.
std::string to_hex(std::span<const std::uint8_t> bytes);

}  // namespace stollen
