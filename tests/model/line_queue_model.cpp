// Two threads that log and the one that writes, which takes what is there and lies down. Checked in every
// interleaving that is tried:
// - a line's content is ordered before its taking, none is lost, none doubled;
// - whatever is left lies there with a bell that rings, unless the sleep ends by itself and the line is not
//   urgent.

#include "server/core/line_queue.hpp"
// The model checker's header redefines new and delete: it stays last.
#include "tests/model/model_atomics.hpp"

namespace stollen::model {
namespace {

#if defined(MUTANT_WITHOUT_ONE_ORDER)
// Each location by itself is in order, two of them are not.
struct Mutation : Faithful {
  static rl::memory_order order(int std_order) {
    const rl::memory_order meant = model_order(std_order);
    return meant == rl::mo_seq_cst ? rl::mo_acq_rel : meant;
  }
};
#elif defined(MUTANT_WITHOUT_RELEASE)
struct Mutation : Faithful {
  static rl::memory_order order(int std_order) {
    const rl::memory_order meant = model_order(std_order);
    return meant == rl::mo_seq_cst ? rl::mo_acquire : meant;
  }
};
#elif defined(MUTANT_WITHOUT_ACQUIRE)
struct Mutation : Faithful {
  static rl::memory_order order(int std_order) {
    const rl::memory_order meant = model_order(std_order);
    return meant == rl::mo_seq_cst ? rl::mo_release : meant;
  }
};
#else
using Mutation = Faithful;
#endif

using Atomics = ModelAtomics<Mutation>;

struct Line {
  Atomics::Plain<Line*> older;
  Atomics::Plain<int> content;
};

template <int How>
struct Logging : rl::test_suite<Logging<How>, 3> {
  using Queue = log::LineQueue<Line, Atomics::template Atomic>;
  static constexpr unsigned kWriter = 2;
  static constexpr unsigned kUrgent = 1;

  Queue queue;
  Line lines[2];
  int read_times[2] = {0, 0};
  int rings[2] = {0, 0};
  bool is_asleep = false;

  void thread(unsigned index) {
    if (index == kWriter) {
      read(queue.take());
      is_asleep = queue.falls_asleep(static_cast<typename Queue::Sleep>(How));
    } else {
      lines[index].content = static_cast<int>(index) + 1;
      if (queue.push(&lines[index], index == kUrgent)) ++rings[index];
    }
  }

  void after() {
    const bool is_left[2] = {read_times[0] == 0, read_times[1] == 0};
    const bool is_rung = rings[0] + rings[1] > 0;
    const bool waits_for_bell = How == Queue::until_a_line ? is_left[0] || is_left[1] : is_left[kUrgent];
    RL_ASSERT(!is_asleep || !waits_for_bell || is_rung);
    RL_ASSERT(rings[0] + rings[1] <= 1);
    read(queue.take());
    RL_ASSERT(read_times[0] == 1 && read_times[1] == 1);
  }

  void read(Line* line) {
    while (line != nullptr) {
      ++read_times[line->content - 1];
      line = line->older;
    }
  }
};

}  // namespace
}  // namespace stollen::model

int main() {
  using namespace stollen::model;
  using Queue = stollen::log::LineQueue<Line, Atomics::Atomic>;
  return explore<Logging<Queue::until_a_line>>(200'000, false) +
         explore<Logging<Queue::for_a_moment>>(200'000, false);
}
