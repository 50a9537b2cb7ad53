#pragma once

#include "server/runtime/atomics.hpp"

namespace stollen::runtime {

// What lies in a mailbox. The node belongs to the mailbox from push() until take_all() returned it.
template <class Atomics>
struct BasicMailboxNode {
  typename Atomics::template Plain<BasicMailboxNode*> next{nullptr};
};

// Many threads push, one thread takes. Lock-free, unbounded (whoever pushes bounds what it pushes), allocates
// nothing.
//
// A stack that is only ever emptied as a whole: since no single node is popped, a head that changed to
// another node and back (ABA) is still a head whose chain is right, so that nodes may be reused at once.
// Promise: nodes pushed by one thread come out in the order in which that thread pushed them.
template <class Atomics>
class BasicMailbox {
 public:
  using Node = BasicMailboxNode<Atomics>;

  BasicMailbox() = default;
  BasicMailbox(const BasicMailbox&) = delete;
  BasicMailbox& operator=(const BasicMailbox&) = delete;

  // Any thread. True on the step from empty to non-empty: the one push that has to wake the owner.
  bool push(Node* node) { return push_chain(node, node); }

  // Any thread. Nodes that the caller has linked by `next`, from the newest to the oldest; the owner takes
  // them together. True as above.
  bool push_chain(Node* newest, Node* oldest) {
    // relaxed: the value is only a guess that the exchange below verifies; nothing is read through it.
    Node* head = head_.load(std::memory_order_relaxed);
    do {
      oldest->next = head;
      // release: publishes oldest->next and all that the pusher wrote before. A push on top of it is a
      // read-modify-write and so continues this release sequence: the owner, who reads only the topmost head,
      // is ordered after all of them. relaxed on failure: again only a guess.
    } while (
        !head_.compare_exchange_weak(head, newest, std::memory_order_release, std::memory_order_relaxed));
    return head == nullptr;
  }

  // The owner only. The nodes in the order of their pushes, linked by `next`; nullptr when there are none.
  [[nodiscard]] Node* take_all() {
    // acquire: pairs with the releases in push(), for the links and for the content. Nothing is published by
    // emptying.
    Node* newest_first = head_.exchange(nullptr, std::memory_order_acquire);
    Node* oldest_first = nullptr;
    while (newest_first != nullptr) {
      Node* const older = newest_first->next;
      newest_first->next = oldest_first;
      oldest_first = newest_first;
      newest_first = older;
    }
    return oldest_first;
  }

 private:
  alignas(kCacheLine) typename Atomics::template Atomic<Node*> head_{nullptr};
};

// A mailbox whose owner sleeps until a bell rings. Bell: ring() from any thread, silence() by the owner; both
// must order memory (an eventfd does: the kernel takes a lock of its own around its counter).
//
// No wake-up is lost: when a node lies in the mailbox, the push that made it non-empty has rung or is about
// to. The owner silences the bell BEFORE it takes. If the silencing swallowed a ring, that ring's push came
// before it, and the taking sees the node. The reverse (take, then silence) would swallow the ring of a push
// that fell in between.
template <class Atomics, class Bell>
class BasicBelledMailbox {
 public:
  using Node = BasicMailboxNode<Atomics>;

  // Any thread.
  void push(Node* node) { push_chain(node, node); }
  void push_chain(Node* newest, Node* oldest) {
    if (box_.push_chain(newest, oldest)) bell_.ring();
  }

  // The owner, after the bell rang.
  [[nodiscard]] Node* answer_bell() {
    bell_.silence();
    return box_.take_all();
  }

  // The owner, at any time, without the bell. A ring that is still under way then finds an empty mailbox:
  // harmless.
  [[nodiscard]] Node* take_all() { return box_.take_all(); }

  Bell& bell() { return bell_; }

 private:
  BasicMailbox<Atomics> box_;
  Bell bell_;
};

using MailboxNode = BasicMailboxNode<StdAtomics>;
using Mailbox = BasicMailbox<StdAtomics>;

}  // namespace stollen::runtime
