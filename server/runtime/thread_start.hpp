#pragma once

#include <functional>
#include <optional>
#include <string>
#include <thread>

namespace stollen::runtime {

// Starts a thread that is named (the first 15 characters), takes no signals (they belong to the main thread)
// and, if `cpu` is given, stays on that processor. Throws std::system_error when there is no such processor
// or no more threads.
std::thread start_thread(const std::string& name, std::optional<unsigned> cpu,
                         std::move_only_function<void()> body);

}  // namespace stollen::runtime
