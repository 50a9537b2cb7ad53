#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <future>
#include <thread>
#include <vector>

namespace stollen::test {

// How long each stress test runs: STOLLEN_STRESS_SECONDS, 1 without it.
inline std::chrono::milliseconds stress_time() {
  const char* const seconds = std::getenv("STOLLEN_STRESS_SECONDS");
  return std::chrono::milliseconds(static_cast<int>((seconds == nullptr ? 1.0 : std::atof(seconds)) * 1000));
}

// Waits for an event that a test knows must come. The limit only turns a hang into a failure; valgrind needs
// much of it.
template <class T>
[[nodiscard]] bool has_come(std::future<T>& event) {
  return event.wait_for(std::chrono::seconds(120)) == std::future_status::ready;
}

// Joins its threads when the test ends, also by a failed check.
class Threads {
 public:
  ~Threads() { join(); }
  template <class Body>
  void start(Body body) {
    threads_.emplace_back(std::move(body));
  }
  void join() {
    for (auto& thread : threads_) {
      if (thread.joinable()) thread.join();
    }
  }

 private:
  std::vector<std::thread> threads_;
};

// Two threads step by step side by side, so that they meet in the few nanoseconds that matter.
class InStep {
 public:
  void enter(std::size_t self, std::uint64_t step) {
    steps_[self].at.store(step + 1, std::memory_order_release);
    for (int tries = 0; steps_[1 - self].at.load(std::memory_order_acquire) <= step; ++tries) {
      if (tries > 1000) std::this_thread::yield();
    }
  }

 private:
  struct alignas(64) Step {
    std::atomic<std::uint64_t> at{0};
  };
  std::array<Step, 2> steps_;
};

}  // namespace stollen::test
