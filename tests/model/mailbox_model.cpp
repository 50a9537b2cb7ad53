// Two producers and the owner of a mailbox with its bell. Checked in every interleaving:
// - a node's content is ordered before its taking (no data race on content or links), also when a node is
// pushed anew at once;
// - each producer's nodes come in the order of its pushes, none lost, none doubled;
// - no wake-up is lost (relacy reports the owner that waits for ever), and no ring is wasted: one for each
// time the
//   mailbox was found full.

#include "server/runtime/mailbox.hpp"
// The model checker's header redefines new and delete: it stays last.
#include "tests/model/model_atomics.hpp"

namespace stollen::model {
namespace {

#if defined(MUTANT_WITHOUT_RELEASE)
using Mutation = WithoutRelease;
#elif defined(MUTANT_WITHOUT_ACQUIRE)
using Mutation = WithoutAcquire;
#else
using Mutation = Faithful;
#endif

using Atomics = ModelAtomics<Mutation>;

// An eventfd: the kernel orders its readers and writers by a lock, mutant or not.
class Bell {
 public:
  void ring() {
    rings_($).fetch_add(1, rl::mo_relaxed);
    counter_($).fetch_add(1, rl::mo_acq_rel);
  }
  void silence() { counter_($).exchange(0, rl::mo_acq_rel); }
  bool is_ringing() { return counter_($).load(rl::mo_acquire) != 0; }
  int rings() { return rings_($).load(rl::mo_relaxed); }

  Bell() {
    counter_($).store(0, rl::mo_relaxed);
    rings_($).store(0, rl::mo_relaxed);
  }

 private:
  rl::atomic<int> counter_;
  rl::atomic<int> rings_;
};

using Box = runtime::BasicBelledMailbox<Atomics, Bell>;

struct Letter : Box::Node {
  rl::var<int> producer;
  rl::var<int> number;
};

Box::Node* answer(Box& box) {
#if defined(MUTANT_TAKES_BEFORE_SILENCE)
  Box::Node* const letters = box.take_all();
  box.bell().silence();
  return letters;
#else
  return box.answer_bell();
#endif
}

// What both models share: the letters are written, pushed, and read by the owner.
template <class Suite>
struct Correspondence : rl::test_suite<Suite, 3> {
  static constexpr unsigned kOwner = 2;

  Box box;
  int received[2] = {0, 0};
  int takes = 0;

  void push(Letter& letter, int producer, int number) {
    letter.producer($) = producer;
    letter.number($) = number;
    box.push(&letter);
  }

  void open(Box::Node* node) {
    if (node != nullptr) ++takes;
    while (node != nullptr) {
      Letter* const letter = static_cast<Letter*>(node);
      node = node->next;
      const int producer = letter->producer($);
      RL_ASSERT(letter->number($) == received[producer]);
      ++received[producer];
      static_cast<Suite*>(this)->was_read(producer);
    }
  }
};

// Small enough to search in full: two pushes, and an owner that answers the bell once, whether it rings or
// not.
struct MailboxAtRest : Correspondence<MailboxAtRest> {
  Letter letters[2];

  void thread(unsigned index) {
    if (index == kOwner) {
      open(answer(box));
    } else {
      push(letters[index], static_cast<int>(index), 0);
    }
  }

  void after() {
    const bool is_ringing = box.bell().is_ringing();
    Box::Node* const left = box.take_all();
    RL_ASSERT(left == nullptr || is_ringing);  // or it would lie there unheard
    open(left);
    RL_ASSERT(received[0] == 1 && received[1] == 1);
    RL_ASSERT(box.bell().rings() == takes);
  }

  void was_read(int) {}
};

// The owner sleeps until the bell rings; the first producer pushes its only letter again as soon as it was
// read, the second a chain.
struct MailboxInUse : Correspondence<MailboxInUse> {
  static constexpr int kLettersEach = 2;

  Letter reused;
  Letter fresh[kLettersEach];
  rl::atomic<int> reused_came_back;

  void before() { reused_came_back($).store(0, rl::mo_relaxed); }

  void thread(unsigned index) {
    if (index == 0) push_one_letter_again_and_again();
    if (index == 1) push_fresh_letters();
    if (index == kOwner) receive();
  }

  void after() { RL_ASSERT(box.bell().rings() == takes); }

  void push_one_letter_again_and_again() {
    for (int number = 0; number < kLettersEach; ++number) {
      while (reused_came_back($).load(rl::mo_acquire) != number) rl::yield(1, $);
      push(reused, 0, number);
    }
  }

  // In one piece: the owner finds both or none of them.
  void push_fresh_letters() {
    for (int number = 0; number < kLettersEach; ++number) {
      fresh[number].producer($) = 1;
      fresh[number].number($) = number;
      if (number > 0) fresh[number].next = &fresh[number - 1];
    }
    box.push_chain(&fresh[kLettersEach - 1], &fresh[0]);
  }

  void receive() {
    open(box.take_all());  // the owner may look without being rung for
    while (received[0] + received[1] < 2 * kLettersEach) {
      while (!box.bell().is_ringing()) rl::yield(1, $);
      open(answer(box));
    }
  }

  void was_read(int producer) {
    if (producer == 0) reused_came_back($).store(received[0], rl::mo_release);
  }
};

}  // namespace
}  // namespace stollen::model

int main() {
  using namespace stollen::model;
  return explore<MailboxAtRest>(100'000, true) + explore<MailboxInUse>(200'000, false);
}
