// A subscriber joins a stream while two publishers commit events, and a third thread comes and goes on the
// same slot. Checked in every interleaving: of each event, the publisher sees the subscriber or the
// subscriber's snapshot holds the event. The store is as weak as a store may be: what was committed before is
// seen, and nothing else is promised.

#include "server/runtime/interest.hpp"
// The model checker's header redefines new and delete: it stays last.
#include "tests/model/model_atomics.hpp"

namespace stollen::model {
namespace {

// Everything sequentially consistent, but the publisher's look is a load. It does not do, since the store is
// weaker.
struct LookByLoad : Faithful {
  static rl::memory_order order(int) { return rl::mo_seq_cst; }

  template <class T>
  static T add_nothing(rl::atomic<T>& cell, rl::memory_order order) {
    return cell($).load(order);
  }
};

#if defined(MUTANT_LOOK_BY_LOAD)
using Mutation = LookByLoad;
#elif defined(MUTANT_WITHOUT_RELEASE)
using Mutation = WithoutRelease;
#elif defined(MUTANT_WITHOUT_ACQUIRE)
using Mutation = WithoutAcquire;
#else
using Mutation = Faithful;
#endif

using Interest = runtime::BasicInterest<ModelAtomics<Mutation>>;

template <unsigned kPublishers, bool kHasPasserBy>
struct InterestModel
    : rl::test_suite<InterestModel<kPublishers, kHasPasserBy>, kPublishers + 1 + kHasPasserBy> {
  static constexpr unsigned kSubscriber = kPublishers;
  static constexpr unsigned kPasserBy = kPublishers + 1;
  static constexpr unsigned kShard = 0;
  static constexpr unsigned kStream = 17;

  Interest interest{1, 1};
  rl::atomic<int> committed[kPublishers];
  bool publisher_saw_subscriber[kPublishers] = {};
  bool snapshot_has_event[kPublishers] = {};

  void before() {
    for (auto& event : committed) event($).store(0, rl::mo_relaxed);
  }

  void thread(unsigned index) {
    if (index < kPublishers) publish(index);
    if (index == kSubscriber) join();
    if (index == kPasserBy) {
      interest.add(kShard, kStream);
      interest.remove(kShard, kStream);
    }
  }

  void after() {
    for (unsigned event = 0; event < kPublishers; ++event) {
      RL_ASSERT(publisher_saw_subscriber[event] || snapshot_has_event[event]);
    }
  }

  void publish(unsigned event) {
#if defined(MUTANT_LOOKS_BEFORE_COMMIT)
    publisher_saw_subscriber[event] = interest.is_interested(kShard, kStream);
    committed[event]($).store(1, rl::mo_release);
#else
    committed[event]($).store(1, rl::mo_release);
    publisher_saw_subscriber[event] = interest.is_interested(kShard, kStream);
#endif
  }

  void join() {
#if defined(MUTANT_SNAPSHOT_BEFORE_ADD)
    read_snapshot();
    interest.add(kShard, kStream);
#else
    interest.add(kShard, kStream);
    read_snapshot();
#endif
  }

  void read_snapshot() {
    for (unsigned event = 0; event < kPublishers; ++event) {
      snapshot_has_event[event] = committed[event]($).load(rl::mo_acquire) == 1;
    }
  }
};

}  // namespace
}  // namespace stollen::model

int main() {
  using namespace stollen::model;
  return explore<InterestModel<1, true>>(100'000, true) + explore<InterestModel<2, true>>(200'000, false);
}
