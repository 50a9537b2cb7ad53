#include "server/runtime/flush_scheduler.hpp"

#include <algorithm>
#include <utility>

namespace stollen::runtime {

FlushScheduler::FlushScheduler(RequestTurn request_turn, Now now, FlushLimits limits)
    : request_turn_(std::move(request_turn)), now_(std::move(now)), limits_(limits) {}

void FlushScheduler::mark(Flushable& item) {
  ++news_;
  if (!current_.empty() && &current_.front() == &item) {
    current_marked_ = true;
    return;
  }
  if (!item.is_linked()) {
    const bool had_its_turn = phase_ == Phase::running && item.flushed_in_run_ == run_;
    (had_its_turn ? next_ : pending_).push_back(item);
  }
  if (phase_ == Phase::idle) {
    phase_ = Phase::gathering;
    rounds_ = 0;
    request_turn_({});
  }
}

void FlushScheduler::arrived() {
  if (--expected_ == 0 && std::exchange(is_waiting_for_more_, false)) request_turn_({});
}

void FlushScheduler::turn() {
  if (phase_ == Phase::idle) return;
  if (phase_ == Phase::gathering) {
    if (has_news()) return request_turn_({});
    if (is_held(hold_until_)) return request_turn_(hold_until_);
    is_waiting_for_more_ = expected_ > 0 && is_held(wait_for_more_until_);
    if (is_waiting_for_more_) return request_turn_(wait_for_more_until_);
    begin_run();
  }
  run_slice();
  if (pending_.empty() && unfinished_.empty()) end_run();
  if (phase_ != Phase::idle) request_turn_({});
}

// While turns bring news, output gathers.
bool FlushScheduler::has_news() {
  if (news_ == news_seen_ || rounds_ >= limits_.quiet_rounds) return false;
  news_seen_ = news_;
  ++rounds_;
  return true;
}

// After an expensive run it gathers a little longer, since the peers it woke are answering.
bool FlushScheduler::is_held(std::chrono::steady_clock::time_point until) {
  return until != std::chrono::steady_clock::time_point{} && now_() < until;
}

void FlushScheduler::begin_run() {
  phase_ = Phase::running;
  ++run_;
  run_cost_ = std::chrono::nanoseconds::zero();
}

void FlushScheduler::run_slice() {
  // Behind what came in meanwhile: a conversation of two does not wait for a hall of ten thousand.
  pending_.append(unfinished_);
  const auto begin = now_();
  std::uint32_t budget = limits_.slice_members;
  while (budget > 0) {
    Flushable* const item = pending_.pop_front();
    if (item == nullptr) break;
    flush_one(*item, budget);
  }
  run_cost_ += now_() - begin;
}

void FlushScheduler::flush_one(Flushable& item, std::uint32_t& budget) {
  item.flushed_in_run_ = run_;
  current_.push_back(item);
  current_marked_ = false;
  const FlushResult result = item.flush(budget);
  budget -= std::min(budget, std::max(result.members, 1U));
  if (current_.empty()) return;  // it destroyed itself
  item.unlink();
  if (result.has_more) {
    unfinished_.push_back(item);
  } else if (current_marked_) {
    next_.push_back(item);
  }
}

void FlushScheduler::end_run() {
  hold_until_ = wait_for_more_until_ = {};
  if (run_cost_ > limits_.hold_above) {
    const auto now = now_();
    const auto hold = std::chrono::duration_cast<std::chrono::nanoseconds>(run_cost_ * limits_.hold_share);
    hold_until_ = now + std::min(hold, limits_.longest_hold);
    wait_for_more_until_ = now + std::min(run_cost_, limits_.longest_wait_for_more);
  }
  rounds_ = 0;
  pending_.append(next_);
  phase_ = pending_.empty() ? Phase::idle : Phase::gathering;
}

void FlushScheduler::flush_all() {
  pending_.append(next_);
  begin_run();
  do run_slice();
  while (!pending_.empty() || !unfinished_.empty());
  next_.clear();
  end_run();
}

}  // namespace stollen::runtime
