// Three threads place sessions on two shards. Checked in every interleaving: while sessions only come, no two
// shards differ by more than one; every session that came and went is counted once each way.

#include "server/runtime/placement.hpp"
// The model checker's header redefines new and delete: it stays last.
#include "tests/model/model_atomics.hpp"

namespace stollen::model {
namespace {

// Compares, then stores, as two steps.
struct SplitCompareAndStore : Faithful {
  template <class T>
  static bool compare_exchange(rl::atomic<T>& cell, T& expected, T desired, rl::memory_order,
                               rl::memory_order) {
    const T found = cell($).load(rl::mo_seq_cst);
    if (found != expected) {
      expected = found;
      return false;
    }
    cell($).store(desired, rl::mo_seq_cst);
    return true;
  }
};

// Adds one to the shard that looked best, without looking again.
struct BlindIncrement : Faithful {
  template <class T>
  static bool compare_exchange(rl::atomic<T>& cell, T& expected, T desired, rl::memory_order success,
                               rl::memory_order) {
    cell($).fetch_add(desired - expected, success);
    return true;
  }
};

#if defined(MUTANT_SPLIT_COMPARE_AND_STORE)
using Mutation = SplitCompareAndStore;
#elif defined(MUTANT_BLIND_INCREMENT)
using Mutation = BlindIncrement;
#else
using Mutation = Faithful;
#endif

using Placement = runtime::BasicPlacement<ModelAtomics<Mutation>>;
constexpr unsigned kThreads = 3;

struct SessionsCome : rl::test_suite<SessionsCome, kThreads> {
  Placement placement{2};
  Placement::Reservation reservations[kThreads];

  void thread(unsigned index) { reservations[index] = placement.reserve(); }

  void after() {
    const int first = static_cast<int>(placement.load(0));
    const int second = static_cast<int>(placement.load(1));
    RL_ASSERT(first + second == static_cast<int>(kThreads));
    RL_ASSERT(first - second <= 1 && second - first <= 1);
  }
};

struct SessionsComeAndGo : rl::test_suite<SessionsComeAndGo, kThreads> {
  Placement placement{2};

  void thread(unsigned index) {
    for (int round = 0; round < 2; ++round) {
      const Placement::Reservation reservation = placement.reserve(index);
      const unsigned load = placement.load(reservation.shard());
      RL_ASSERT(load >= 1 && load <= kThreads);
    }
  }

  void after() { RL_ASSERT(placement.load(0) == 0 && placement.load(1) == 0); }
};

}  // namespace
}  // namespace stollen::model

int main() {
  using namespace stollen::model;
  return explore<SessionsCome>(100'000, true) + explore<SessionsComeAndGo>(100'000, false);
}
