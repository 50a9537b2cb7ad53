#pragma once

#include <atomic>
#include <cstddef>

namespace stollen::runtime {

// The lock-free structures of this folder are templates over the kind of atomics they use, so that the very
// code the server runs is also the code that the model checker explores (tests/model). A policy gives two
// templates:
//   Atomic<T>  the interface of std::atomic<T>;
//   Plain<T>   a variable that is not atomic: the model checker reports every unordered access to it.
struct StdAtomics {
  template <class T>
  using Atomic = std::atomic<T>;
  template <class T>
  using Plain = T;
};

// Keeps data of different threads on different cache lines. A constant and not
// std::hardware_destructive_interference_size, since that may differ between two translation units.
inline constexpr std::size_t kCacheLine = 64;

}  // namespace stollen::runtime
