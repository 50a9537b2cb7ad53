#include "server/runtime/timer_wheel.hpp"

#include <algorithm>
#include <bit>
#include <stdexcept>

namespace stollen::runtime {

TimerWheel::TimerWheel(SteadyClock::time_point start, SteadyClock::duration resolution)
    : start_(start), resolution_(resolution) {
  if (resolution <= SteadyClock::duration::zero())
    throw std::invalid_argument("timer_resolution must be above zero");
}

void TimerWheel::arm(Timer& timer, SteadyClock::time_point due) {
  const auto since_start = std::max(due - start_, SteadyClock::duration::zero());
  const auto whole_ticks = static_cast<std::uint64_t>(since_start / resolution_);
  const bool has_rest = since_start % resolution_ != SteadyClock::duration::zero();
  // Rounded up, so that it never runs early.
  timer.due_tick_ = std::max(whole_ticks + (has_rest ? 1 : 0), tick_ + 1);
  const std::uint64_t visit_tick = place(timer);
  if (visit_tick < announced_) {
    announced_ = visit_tick;
    if (on_earlier_wake_) on_earlier_wake_();
  }
}

std::size_t TimerWheel::advance(SteadyClock::time_point now, std::size_t limit) {
  announced_ = 0;  // nothing is earlier: the caller asks for the next wake afterwards anyway
  if (now > start_) {
    const auto target = static_cast<std::uint64_t>((now - start_) / resolution_);
    for (auto tick = next_visit(); tick <= target; tick = next_visit()) visit(tick);
    tick_ = std::max(tick_, target);
  }
  std::size_t ran = 0;
  while (ran < limit) {
    Timer* const timer = due_.pop_front();
    if (timer == nullptr) break;
    ++ran;
    timer->on_due_();
  }
  return ran;
}

std::optional<SteadyClock::time_point> TimerWheel::next_wake() const {
  announced_ = due_.empty() ? next_visit() : tick_;
  if (announced_ == kNever) return std::nullopt;
  return time_of(announced_);
}

// Puts the timer where it belongs, seen from tick_; returns the tick at which that place is visited.
std::uint64_t TimerWheel::place(Timer& timer) {
  if (timer.due_tick_ <= tick_) {
    due_.push_back(timer);
    return tick_;
  }
  const std::uint64_t reach = (std::uint64_t{1} << (kSlotBits * kLevels)) - 1;
  const std::uint64_t distance = std::min(timer.due_tick_ - tick_, reach);
  const auto level = static_cast<unsigned>(std::bit_width(distance) - 1) / kSlotBits;
  const unsigned shift = level * kSlotBits;
  const std::uint64_t place_in_level = (tick_ + distance) >> shift;
  const std::uint64_t slot = place_in_level % kSlots;
  levels_[level].slots[slot].push_back(timer);
  levels_[level].occupied |= std::uint64_t{1} << slot;
  return place_in_level << shift;
}

// Moves what is due at `tick` to due_, after spreading the coarser slots that begin there over the finer
// levels.
void TimerWheel::visit(std::uint64_t tick) {
  tick_ = tick;
  for (unsigned level = kLevels - 1; level > 0; --level) {
    const unsigned shift = level * kSlotBits;
    if (tick % (std::uint64_t{1} << shift) != 0) continue;
    RunList<Timer> coarse;
    coarse.append(levels_[level].slots[(tick >> shift) % kSlots]);
    while (Timer* const timer = coarse.pop_front()) place(*timer);
  }
  due_.append(levels_[0].slots[tick % kSlots]);
}

std::uint64_t TimerWheel::next_visit() const {
  std::uint64_t earliest = kNever;
  for (unsigned level = 0; level < kLevels; ++level) earliest = std::min(earliest, next_visit(level));
  return earliest;
}

std::uint64_t TimerWheel::next_visit(unsigned level) const {
  const Level& wheel = levels_[level];
  const unsigned shift = level * kSlotBits;
  const std::uint64_t first = (tick_ >> shift) + 1;
  while (wheel.occupied != 0) {
    const auto steps = std::countr_zero(std::rotr(wheel.occupied, static_cast<int>(first % kSlots)));
    const std::uint64_t place_in_level = first + static_cast<std::uint64_t>(steps);
    const std::uint64_t slot = place_in_level % kSlots;
    if (!wheel.slots[slot].empty()) return place_in_level << shift;
    wheel.occupied &= ~(std::uint64_t{1} << slot);
  }
  return kNever;
}

SteadyClock::time_point TimerWheel::time_of(std::uint64_t tick) const {
  return start_ + resolution_ * static_cast<SteadyClock::rep>(tick);
}

}  // namespace stollen::runtime
