#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "server/runtime/failure.hpp"

namespace stollen::runtime {

// Threads for work that is too expensive for a shard: password hashing, image decoding, exports. One pool a
// kind of work, so that none waits behind another. Bounded: when the queue is full or the wait would be too
// long, the caller hears so at once and answers `busy`. Its threads take only what the others leave of the
// processors: who is in the fair comes before who is at its door. Results go back by Shard::post(). A mutex
// serves here, since no message passes this way.
class WorkerPool {
 public:
  using Work = std::move_only_function<void()>;

  struct Options {
    std::string name = "worker";  // of the threads (the first 12 characters) and in failure messages
    std::uint32_t threads = 1;
    std::size_t queue_limit = 64;  // waiting, not counting what is being worked on
    std::chrono::milliseconds longest_wait{
        0};  // expected waiting above which work is refused; 0: only the queue's limit
    FailureHook on_failure{};
  };

  struct Figures {
    std::uint64_t accepted = 0;
    std::uint64_t refused = 0;
    std::uint64_t finished = 0;
    std::size_t waiting = 0;                    // now
    std::chrono::nanoseconds total_waiting{0};  // of all that were started: from try_submit to the start
    std::chrono::nanoseconds longest_waiting{0};
    std::chrono::nanoseconds total_working{0};
  };

  // Starts the threads. Throws std::invalid_argument, naming the field, when threads or queue_limit is zero.
  explicit WorkerPool(Options options);
  ~WorkerPool();
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  // Any thread. False, and `work` is destroyed without having run: queue full, wait too long, or stopped.
  [[nodiscard]] bool try_submit(Work work);

  // Finishes everything accepted, then ends the threads. Idempotent.
  void stop();

  Figures figures() const;

 private:
  struct Job {
    Work work;
    std::chrono::steady_clock::time_point submitted;
  };

  void run_thread();
  void run_job(Job job);
  bool is_too_long_a_wait() const;

  const Options options_;
  mutable std::mutex mutex_;
  std::condition_variable work_arrived_;
  std::deque<Job> queue_;
  Figures figures_;
  std::chrono::nanoseconds usual_work_{0};  // moving average of one job
  std::uint32_t working_ = 0;               // threads that have a job
  bool is_stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace stollen::runtime
