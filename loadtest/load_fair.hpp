#pragma once

#include <string>

namespace stollen::load {

/// Writes a fair folder for load tests: one booth with a person who takes appointments, many open rooms,
/// an organiser `messe@load.example`, accounts `last-00001@load.example` and so on. Throws std::runtime_error
/// when the folder is there already or cannot be written.
void write_load_fair(const std::string& folder, int rooms, int users);

}  // namespace stollen::load
