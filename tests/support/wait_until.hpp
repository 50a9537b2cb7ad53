#pragma once

#include <chrono>
#include <stdexcept>
#include <thread>

namespace stollen::tests {

/// For what another thread or process does, of which nobody tells.
template <class IsIt>
void wait_until(const IsIt& is_it, std::chrono::milliseconds patience = std::chrono::seconds(20)) {
  const auto deadline = std::chrono::steady_clock::now() + patience;
  while (!is_it()) {
    if (std::chrono::steady_clock::now() > deadline) throw std::runtime_error("it did not come to that");
    std::this_thread::yield();
  }
}

}  // namespace stollen::tests
