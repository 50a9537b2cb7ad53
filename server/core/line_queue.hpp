#pragma once

#include <atomic>

namespace stollen::log {

/// Lines on their way to the thread that writes them, and whether that thread sleeps. Lock-free: many push,
/// one takes. A Line has `older`, a link that is the queue's.
///
/// "Push, then look whether it sleeps" here and "say that it sleeps, then look for lines" there must have one
/// order for both, or a line would lie unheard: hence sequential consistency. A template over its atomics, so
/// that the model checker explores this very code.
template <class Line, template <class> class Atomic = std::atomic>
class LineQueue {
 public:
  enum Sleep : int { awake, until_a_line, for_a_moment };

  /// True: the taker has to be woken, by the caller. A rest for a moment is ended by an urgent line alone.
  bool push(Line* line, bool is_urgent) {
    Line* newest = newest_.load(std::memory_order_relaxed);
    do {
      line->older = newest;
    } while (
        !newest_.compare_exchange_weak(newest, line, std::memory_order_seq_cst, std::memory_order_relaxed));
    if (is_urgent) urgent_.store(1, std::memory_order_seq_cst);  // behind its line, or take() would forget it
    int sleep = sleep_.load(std::memory_order_seq_cst);
    if (sleep == awake || (sleep == for_a_moment && !is_urgent)) return false;
    return sleep_.compare_exchange_strong(sleep, awake, std::memory_order_seq_cst, std::memory_order_relaxed);
  }

  /// The oldest; `older` leads to the next newer one.
  Line* take() {
    urgent_.store(0, std::memory_order_seq_cst);  // first, or one that comes meanwhile would be forgotten
    Line* line = newest_.exchange(nullptr, std::memory_order_seq_cst);
    Line* oldest = nullptr;
    while (line != nullptr) {
      Line* const next = line->older;
      line->older = oldest;
      oldest = line;
      line = next;
    }
    return oldest;
  }

  /// False: something came that does not wait so long. Awake again by wake(), or by the push that wakes.
  bool falls_asleep(Sleep how) {
    sleep_.store(how, std::memory_order_seq_cst);
    const bool has_come = how == until_a_line ? newest_.load(std::memory_order_seq_cst) != nullptr
                                              : urgent_.load(std::memory_order_seq_cst) != 0;
    if (has_come) wake();
    return !has_come;
  }
  void wake() { sleep_.store(awake, std::memory_order_seq_cst); }

  [[nodiscard]] bool is_idle() const { return sleep_.load(std::memory_order_seq_cst) == until_a_line; }

 private:
  Atomic<Line*> newest_{nullptr};
  Atomic<int> sleep_{awake};
  Atomic<int> urgent_{0};
};

}  // namespace stollen::log
