#pragma once

#include <fmt/format.h>

#include <chrono>
#include <string>
#include <string_view>

namespace stollen::load {

/// An id of a command. Begins with the time, as those of the web client do: it decides where the server keeps
/// the answer. `rest` makes it unique for its author; ids of one thread grow if their `rest` does.
inline std::string command_id(std::string_view rest) {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return fmt::format("{:012x}-{}", std::chrono::duration_cast<std::chrono::milliseconds>(now).count(), rest);
}

}  // namespace stollen::load
