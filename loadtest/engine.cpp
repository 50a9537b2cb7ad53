#include "loadtest/engine.hpp"

#include <sys/epoll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <stdexcept>

namespace stollen::load {

using namespace std::chrono_literals;

Engine::Engine()
    : epoll_(epoll_create1(EPOLL_CLOEXEC)), now_(std::chrono::steady_clock::now()), busy_since_(now_) {
  if (epoll_ < 0) throw std::runtime_error("epoll_create1 failed");
}

Engine::~Engine() {
  close(epoll_);
}

void Engine::watch(int descriptor, Watched& watched) {
  epoll_event event{};
  event.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET;
  event.data.ptr = &watched;
  if (epoll_ctl(epoll_, EPOLL_CTL_ADD, descriptor, &event) != 0) throw std::runtime_error("epoll_ctl failed");
}

void Engine::unwatch(int descriptor) {
  epoll_ctl(epoll_, EPOLL_CTL_DEL, descriptor, nullptr);
}

void Engine::at(SteadyTime when, std::function<void()> work) {
  timers_.push({when, timer_order_++, std::move(work)});
}

void Engine::run_timers() {
  while (!timers_.empty() && timers_.top().when <= now_) {
    const auto work = std::move(const_cast<Timer&>(timers_.top()).work);  // the order does not look at it
    timers_.pop();
    work();
  }
}

void Engine::turn(SteadyTime deadline) {
  const SteadyTime next = timers_.empty() ? deadline : std::min(deadline, timers_.top().when);
  std::array<epoll_event, 512> events;
  const auto before = std::chrono::steady_clock::now();
  // At most 20 ms, since `is_done` may depend on nothing but time. To the nanosecond: whole milliseconds
  // would show up in the latencies of what is sent at a steady rate.
  const auto wait = std::clamp<std::chrono::nanoseconds>(next - before, 0ns, 20ms);
  const timespec timeout{.tv_sec = 0, .tv_nsec = wait.count()};
  const int count = epoll_pwait2(epoll_, events.data(), static_cast<int>(events.size()), &timeout, nullptr);
  now_ = std::chrono::steady_clock::now();
  waited_ += now_ - before;
  if (count < 0 && errno != EINTR) throw std::runtime_error("epoll_wait failed");
  for (int i = 0; i < count; ++i)
    static_cast<Watched*>(events[static_cast<std::size_t>(i)].data.ptr)
        ->on_ready(events[static_cast<std::size_t>(i)].events);
  run_timers();
}

bool Engine::run_until(const std::function<bool()>& is_done, SteadyTime deadline) {
  while (!is_done()) {
    if (now_ >= deadline) return false;
    turn(deadline);
  }
  return true;
}

double Engine::take_busy_share() {
  const auto elapsed = std::chrono::duration<double>(now_ - busy_since_).count();
  const auto waited = std::chrono::duration<double>(waited_).count();
  busy_since_ = now_;
  waited_ = {};
  return elapsed <= 0 ? 0 : std::clamp(1 - waited / elapsed, 0.0, 1.0);
}

}  // namespace stollen::load
