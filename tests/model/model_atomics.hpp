#pragma once

// The server's lock-free structures on the model checker's atomics. A model includes the structure's header,
// then this one: relacy redefines `new`, `delete` and the names of the memory orders, so nothing of ours and
// no other library may follow it.

#include <atomic>
#include <cstdint>

namespace stollen::model {

// As numbers, since the names change their meaning below.
inline constexpr int kRelaxed = static_cast<int>(std::memory_order_relaxed);
inline constexpr int kAcquire = static_cast<int>(std::memory_order_acquire);
inline constexpr int kRelease = static_cast<int>(std::memory_order_release);
inline constexpr int kAcquireRelease = static_cast<int>(std::memory_order_acq_rel);
using StdOrder = std::memory_order;

}  // namespace stollen::model

#include <relacy/relacy.hpp>

namespace stollen::model {

inline rl::memory_order model_order(int order) {
  if (order == kRelaxed) return rl::mo_relaxed;
  if (order == kAcquire) return rl::mo_acquire;
  if (order == kRelease) return rl::mo_release;
  if (order == kAcquireRelease) return rl::mo_acq_rel;
  return rl::mo_seq_cst;
}

// What a mutation changes; this one changes nothing. Mutants derive from it and hide one function.
struct Faithful {
  static rl::memory_order order(int std_order) { return model_order(std_order); }

  template <class T>
  static bool compare_exchange(rl::atomic<T>& cell, T& expected, T desired, rl::memory_order success,
                               rl::memory_order failure) {
    return cell($).compare_exchange_strong(expected, desired, success, failure);
  }

  template <class T>
  static T add_nothing(rl::atomic<T>& cell, rl::memory_order order) {
    return cell($).fetch_add(0, order);
  }
};

// A release that publishes nothing.
struct WithoutRelease : Faithful {
  static rl::memory_order order(int std_order) {
    if (std_order == kRelease) return rl::mo_relaxed;
    return std_order == kAcquireRelease ? rl::mo_acquire : model_order(std_order);
  }
};

// An acquire that waits for nothing.
struct WithoutAcquire : Faithful {
  static rl::memory_order order(int std_order) {
    if (std_order == kAcquire) return rl::mo_relaxed;
    return std_order == kAcquireRelease ? rl::mo_release : model_order(std_order);
  }
};

template <class Mutation>
struct ModelAtomics {
  template <class T>
  class Atomic {
   public:
    Atomic() { cell_($).store(T(), rl::mo_relaxed); }
    Atomic(T value) { cell_($).store(value, rl::mo_relaxed); }

    T load(StdOrder order) const { return cell_($).load(Mutation::order(static_cast<int>(order))); }
    void store(T value, StdOrder order) { cell_($).store(value, Mutation::order(static_cast<int>(order))); }
    T exchange(T value, StdOrder order) {
      return cell_($).exchange(value, Mutation::order(static_cast<int>(order)));
    }
    T fetch_add(T value, StdOrder order) {
      const rl::memory_order used = Mutation::order(static_cast<int>(order));
      return value == T() ? Mutation::add_nothing(cell_, used) : cell_($).fetch_add(value, used);
    }
    T fetch_sub(T value, StdOrder order) {
      return cell_($).fetch_sub(value, Mutation::order(static_cast<int>(order)));
    }
    bool compare_exchange_strong(T& expected, T desired, StdOrder success, StdOrder failure) {
      return Mutation::compare_exchange(cell_, expected, desired, Mutation::order(static_cast<int>(success)),
                                        Mutation::order(static_cast<int>(failure)));
    }
    bool compare_exchange_weak(T& expected, T desired, StdOrder success, StdOrder failure) {
      return cell_($).compare_exchange_weak(expected, desired, Mutation::order(static_cast<int>(success)),
                                            Mutation::order(static_cast<int>(failure)));
    }

   private:
    rl::atomic<T> cell_;
  };

  // Every access that is not ordered after the last write is reported as a data race.
  template <class T>
  class Plain {
   public:
    Plain() { value_($) = T(); }
    Plain(T value) { value_($) = value; }
    Plain& operator=(T value) {
      value_($) = value;
      return *this;
    }
    operator T() const { return value_($); }

   private:
    rl::var<T> value_;
  };
};

// Explores random interleavings, then, if asked, every interleaving (only for models without waiting loops:
// they have too many). Prints what relacy found; 0 when it found nothing.
template <class Suite>
int explore(unsigned random_interleavings, bool search_fully) {
  rl::test_params params;
  params.iteration_count = random_interleavings;
  params.search_type = rl::random_scheduler_type;
  if (!rl::simulate<Suite>(params)) return 1;
  if (!search_fully) return 0;
  params.search_type = rl::fair_full_search_scheduler_type;
  return rl::simulate<Suite>(params) ? 0 : 1;
}

}  // namespace stollen::model
