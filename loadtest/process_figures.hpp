#pragma once

#include <chrono>
#include <cstdint>

namespace stollen::load {

/// What a process has used so far, from /proc.
struct ProcessFigures {
  std::chrono::nanoseconds cpu{0};   ///< user and system, all threads; in steps of the kernel's clock tick
  std::uint64_t resident_bytes = 0;  ///< RSS
};

/// Throws std::runtime_error when there is no such process.
ProcessFigures figures_of_process(int pid);
/// Of this process, exact.
std::chrono::nanoseconds own_cpu();

}  // namespace stollen::load
