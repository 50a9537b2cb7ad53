#pragma once

#include <cstdint>
#include <span>

namespace stollen {

/// From the system's generator, fit for secrets. Throws std::system_error when there is none.
void fill_random(std::span<std::uint8_t> bytes);

}  // namespace stollen
