#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <thread>

#include "server/core/line_queue.hpp"
#include "server/core/log.hpp"

namespace stollen::log {

/// Hands lines over to a thread that writes them. Nobody waits for a log: a line is pushed without a lock,
/// and what does not fit into the bounded queue is lost, counted and told.
///
/// A line that comes alone is written at once. After a block the thread rests for a moment in which lines
/// gather, so that under load they leave by the dozen; an urgent one ends the rest.
class LogWriter {
 public:
  /// Appends to `descriptor`, which is closed at the end unless it is standard error.
  LogWriter(int descriptor, std::size_t queue_lines);
  ~LogWriter();
  LogWriter(const LogWriter&) = delete;
  LogWriter& operator=(const LogWriter&) = delete;

  /// `text` without its end. From any thread.
  void push(std::string_view text, bool is_urgent);
  /// Writes what is queued and ends the thread. Later lines are written when the writer is destroyed.
  void finish();
  /// Nothing is queued, and the thread sleeps until a line comes.
  [[nodiscard]] bool is_idle() const { return queue_.is_idle(); }

 private:
  /// Followed by its text, in one allocation.
  struct Line;
  using Queue = LineQueue<Line>;

  void run_thread();
  void rest(Queue::Sleep how);
  void ring();
  bool write_queued();
  void append(const Line& line);
  void append_loss();
  void write_block();

  const int descriptor_;
  const std::int64_t queue_lines_;
  int bell_;  // eventfd
  Queue queue_;
  std::atomic<std::int64_t> queued_{0};
  std::atomic<std::int64_t> lost_{0};
  std::atomic<bool> is_finishing_{false};
  std::string block_;
  std::thread thread_;
};

}  // namespace stollen::log
