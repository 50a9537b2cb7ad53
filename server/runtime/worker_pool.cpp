#include "server/runtime/worker_pool.hpp"

#include <sched.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "server/runtime/thread_start.hpp"

namespace stollen::runtime {

namespace {

// The calling thread runs where nobody else of this process wants to, and stops as soon as somebody does. A
// high niceness is not enough: a slice that has begun goes on to its end, and a message wakes three threads
// one after the other. No right is needed; where it is refused all the same, things stay as they were.
void give_way() {
  const sched_param none{};
  sched_setscheduler(0, SCHED_IDLE, &none);
}

}  // namespace

WorkerPool::WorkerPool(Options options) : options_(std::move(options)) {
  if (options_.threads == 0) throw std::invalid_argument("threads of a worker pool must be at least 1");
  if (options_.queue_limit == 0)
    throw std::invalid_argument("queue_limit of a worker pool must be at least 1");
  try {
    for (std::uint32_t i = 0; i < options_.threads; ++i) {
      const std::string name = options_.name.substr(0, 12) + "-" + std::to_string(i);
      threads_.push_back(start_thread(name, std::nullopt, [this] {
        give_way();
        run_thread();
      }));
    }
  } catch (...) {
    stop();
    throw;
  }
}

WorkerPool::~WorkerPool() {
  stop();
}

bool WorkerPool::try_submit(Work work) {
  {
    const std::lock_guard lock(mutex_);
    if (is_stopping_ || queue_.size() >= options_.queue_limit || is_too_long_a_wait()) {
      ++figures_.refused;
      return false;
    }
    ++figures_.accepted;
    queue_.push_back({std::move(work), std::chrono::steady_clock::now()});
  }
  work_arrived_.notify_one();
  return true;
}

// Only while all threads are busy: an idle pool takes work however long the last piece took.
bool WorkerPool::is_too_long_a_wait() const {
  if (options_.longest_wait <= std::chrono::milliseconds::zero() || working_ < options_.threads) return false;
  return usual_work_ * static_cast<std::int64_t>(queue_.size() + 1) / options_.threads >
         options_.longest_wait;
}

void WorkerPool::stop() {
  {
    const std::lock_guard lock(mutex_);
    is_stopping_ = true;
  }
  work_arrived_.notify_all();
  for (auto& thread : threads_) {
    if (thread.joinable()) thread.join();
  }
}

WorkerPool::Figures WorkerPool::figures() const {
  const std::lock_guard lock(mutex_);
  Figures figures = figures_;
  figures.waiting = queue_.size();
  return figures;
}

void WorkerPool::run_thread() {
  std::unique_lock lock(mutex_);
  for (;;) {
    work_arrived_.wait(lock, [this] { return is_stopping_ || !queue_.empty(); });
    if (queue_.empty()) return;
    Job job = std::move(queue_.front());
    queue_.pop_front();
    ++working_;
    lock.unlock();
    run_job(std::move(job));
    lock.lock();
    --working_;
  }
}

void WorkerPool::run_job(Job job) {
  const auto start = std::chrono::steady_clock::now();
  const std::chrono::nanoseconds waited = start - job.submitted;
  try {
    job.work();
    job.work = nullptr;  // what it holds is freed as part of the work, not under the lock
  } catch (...) {
    end_process_after_exception(options_.on_failure, "worker pool " + options_.name);
  }
  const std::chrono::nanoseconds worked = std::chrono::steady_clock::now() - start;

  const std::lock_guard lock(mutex_);
  ++figures_.finished;
  figures_.total_waiting += waited;
  figures_.longest_waiting = std::max(figures_.longest_waiting, waited);
  figures_.total_working += worked;
  usual_work_ += (worked - usual_work_) / 8;
}

}  // namespace stollen::runtime
