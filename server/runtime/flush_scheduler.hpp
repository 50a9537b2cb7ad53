#pragma once

#include <chrono>
#include <cstdint>
#include <functional>

#include "server/runtime/run_list.hpp"

namespace stollen::runtime {

struct FlushResult {
  std::uint32_t members = 1;  // how many peers were written to: what a slice is measured by
  bool has_more = false;      // call again in a later slice
};

// Something with pending output: a session with its outbox, or a room that writes to all its members.
// Of one shard; leaves the run list when destroyed (also inside its own flush()).
class Flushable : public ListHook<Flushable> {
 public:
  // Sends what is pending, to at most `members` peers. A room keeps a cursor and says has_more.
  virtual FlushResult flush(std::uint32_t members) noexcept = 0;

 protected:
  virtual ~Flushable() = default;

 private:
  friend class FlushScheduler;
  std::uint32_t flushed_in_run_ = 0;
};

struct FlushLimits {
  // Turns of the loop that may bring news, one after the other, before output is sent all the same.
  std::uint32_t quiet_rounds = 64;
  // Peers written to between two looks at the input: about a millisecond of system calls.
  std::uint32_t slice_members = 128;
  // After a run of flushes that took longer than `hold_above`, the next one waits this share of that time.
  double hold_share = 0.1;
  std::chrono::nanoseconds hold_above = std::chrono::microseconds(50);
  std::chrono::nanoseconds longest_hold = std::chrono::milliseconds(5);
  // While more output is known to be on its way, it waits for that as long as the run took, at most this
  // long.
  std::chrono::nanoseconds longest_wait_for_more = std::chrono::milliseconds(2);
};

// Decides when pending output of a shard is sent: each member once, when a whole turn of the loop brought
// nothing new, so that as many frames as possible share one system call: nearly all the cost of sending is
// per call, in the kernel. An idle server answers at once (after one turn without news).
//
// A *run* sends everything that was marked, in slices; between two slices the loop looks at its input. What
// is marked for the first time while a run goes on is sent in its next slice, before the rest of a large
// room; what has had its turn in the run and is marked again waits for the next run, which begins when it is
// quiet again.
class FlushScheduler {
 public:
  using Now = std::move_only_function<std::chrono::steady_clock::time_point()>;
  // Has turn() called once: at the end of the loop's queue, after the loop has looked at its input, or, when
  // `not_before` is a time, at that time. The loop sleeps or works meanwhile: it shares its processor. Asked
  // again before that time it brings the call forward; it stays one call.
  using RequestTurn = std::move_only_function<void(std::chrono::steady_clock::time_point not_before)>;

  FlushScheduler(RequestTurn request_turn, Now now, FlushLimits limits = {});

  // There is something (more) to send. Also to be called when `item` is marked already: it is how news are
  // noticed.
  void mark(Flushable& item);

  // Output is on its way that will be marked soon, and has come (or will not come). Groups of messages that
  // are stored one behind the other would be sent one behind the other for ever, each at the price of all.
  void expect() { ++expected_; }
  void arrived();

  // The loop calls this, once for each request_turn.
  void turn();

  // Sends everything now, in one go: the end of a shard. Bounded: what marks itself again is left.
  void flush_all();

  bool is_idle() const { return phase_ == Phase::idle; }

 private:
  enum class Phase : std::uint8_t { idle, gathering, running };

  bool has_news();
  [[nodiscard]] bool is_held(std::chrono::steady_clock::time_point until);
  void begin_run();
  void run_slice();
  void flush_one(Flushable& item, std::uint32_t& budget);
  void end_run();

  RequestTurn request_turn_;
  Now now_;
  const FlushLimits limits_;

  RunList<Flushable> pending_;  // to be sent in this run (or the next, while none is under way)
  RunList<Flushable>
      unfinished_;           // has more to send, goes to the end of pending_ after the next look at the input
  RunList<Flushable> next_;  // had its turn in this run, was marked again
  RunList<Flushable> current_;  // the one whose flush() is on the stack; empty afterwards if it was destroyed

  Phase phase_ = Phase::idle;
  bool current_marked_ = false;
  std::uint32_t run_ = 1;
  std::uint64_t news_ = 0;
  std::uint64_t news_seen_ = 0;
  std::uint32_t rounds_ = 0;
  std::chrono::nanoseconds run_cost_{0};
  std::chrono::steady_clock::time_point hold_until_{};
  std::chrono::steady_clock::time_point wait_for_more_until_{};
  std::uint64_t expected_ = 0;
  bool is_waiting_for_more_ = false;
};

}  // namespace stollen::runtime
