#include "server/realtime/timer_runner.hpp"

#include <algorithm>
#include <atomic>
#include <stdexcept>
#include <utility>

#include "server/core/log.hpp"
#include "server/core/metrics.hpp"
#include "server/realtime/delivery.hpp"

namespace stollen::realtime {
namespace {

using storage::WriteOutcome;
using namespace std::chrono_literals;

constexpr std::size_t kTimersAtOnce = 32;
constexpr std::chrono::milliseconds kFirstWait = 5s;  ///< after a try that failed; doubled after each
constexpr std::chrono::milliseconds kLongestWait = 15min;
constexpr auto kLongestTrust = 60s;  ///< then the store is read again, whatever is known

metrics::Counter& counter(std::string_view outcome) {
  return metrics::counter("stollen_realtime_timers_total", "Durable timers that were due.",
                          {{"outcome", outcome}});
}

std::chrono::milliseconds wait_after(std::int64_t tries) {
  return std::min(kLongestWait, kFirstWait * (std::int64_t{1} << std::min<std::int64_t>(tries, 16)));
}

std::optional<protocol::Timestamp> earlier(std::optional<protocol::Timestamp> one,
                                           std::optional<protocol::Timestamp> other) {
  if (!one || !other) return one ? one : other;
  return std::min(*one, *other);
}

}  // namespace

struct TimerRunner::Round {
  std::atomic<std::size_t> left{0};
  std::atomic<bool> is_settled{true};  ///< none of its timers is as it was before
};

struct TimerRunner::Firing {
  RoundRef round;
  storage::TimerName name;
  // Of the last run of the unit; the writer may run it again.
  std::optional<storage::ClaimedTimer> claimed{};
  std::string trouble{};
};

TimerRunner::TimerRunner(const NodeRef& node)
    : node_(node), state_(*node->shards.front()), timer_([this] { look(); }) {}

void TimerRunner::start() {
  state_.shard.post([self = shared_from_this()] { self->look(); });
}

void TimerRunner::tell(protocol::Timestamp due) {
  state_.shard.post([self = shared_from_this(), due] { self->hear(due); });
}

void TimerRunner::hear(protocol::Timestamp due) {
  heard_ = earlier(heard_, due);
  next_due_ = earlier(next_due_, due);
  const NodeRef node = node_.lock();
  if (node != nullptr) arm(*node);
}

void TimerRunner::arm(const Node& node) {
  if (is_busy_) return;
  std::chrono::milliseconds wait = node.limits.store_watch;
  if (next_due_) wait = std::clamp(*next_due_ - node.clock.now(), 0ms, wait);
  state_.shard.arm(timer_, wait);
}

void TimerRunner::look() {
  const NodeRef node = node_.lock();
  if (node == nullptr || is_busy_) return;
  const bool is_due = next_due_ && *next_due_ <= node->clock.now();
  const bool is_old = runtime::SteadyClock::now() - read_at_ > kLongestTrust;
  if (is_due || is_old || must_read_ || node->database.foreign_changes() != changes_) return read(node);
  arm(*node);
}

void TimerRunner::read(const NodeRef& node) {
  if (node->is_draining.load(std::memory_order_relaxed)) return;
  is_busy_ = true;
  must_read_ = false;
  heard_.reset();
  // Asked for before anything is read: a commit that comes later is looked for at the next look.
  changes_ = node->database.foreign_changes();
  read_at_ = runtime::SteadyClock::now();
  storage::ReadUnit unit;
  unit.work = [node, self = shared_from_this()](Transaction& transaction) {
    self->state_.shard.post(
        [node, self, timers = storage::due_timers(transaction, kTimersAtOnce)] { self->run(node, timers); });
  };
  unit.failed = [self = shared_from_this()](std::string_view what) {
    log::error("realtime.timers_unread", {{"reason", what}});
    self->state_.shard.post([self] { self->rest(); });
  };
  if (!node->database.submit(std::move(unit))) rest();
}

void TimerRunner::run(const NodeRef& node, const storage::DueTimers& timers) {
  next_due_ = earlier(timers.next, heard_);
  if (timers.due.empty()) {
    is_busy_ = false;
    return arm(*node);
  }
  const auto round = std::make_shared<Round>();
  round->left = timers.due.size();
  for (const storage::TimerName& name : timers.due) {
    fire(node, std::make_shared<Firing>(round, name));
  }
  node->database.wake_writer();
}

void TimerRunner::fire(const NodeRef& node, const FiringRef& firing) {
  storage::WriteUnit unit;
  unit.work = [node, firing](Transaction& transaction) {
    firing->trouble.clear();
    firing->claimed = storage::claim_timer(transaction, firing->name);
    if (!firing->claimed) return false;
    try {
      const auto* on_due = node->registry.find_timer(firing->name.kind);
      if (on_due == nullptr) throw std::runtime_error("nobody handles timers of this kind");
      (*on_due)(transaction, firing->name.subject);
    } catch (const std::exception& problem) {
      firing->trouble = problem.what();
      throw;
    }
    return true;
  };
  unit.done = [node, firing, self = shared_from_this()](WriteOutcome outcome, storage::Effects&& effects) {
    self->fired(node, firing, outcome, std::move(effects));
  };
  if (!node->database.submit_quietly(std::move(unit))) end(node, firing, false);
}

void TimerRunner::fired(const NodeRef& node, const FiringRef& firing, WriteOutcome outcome,
                        storage::Effects&& effects) {
  static metrics::Counter& done = counter("done");
  static metrics::Counter& failed = counter("failed");
  switch (outcome) {
    case WriteOutcome::committed:
      done.add();
      apply_effects(node, std::move(effects));
      return end(node, firing, true);
    case WriteOutcome::refused:  // taken by another node, moved or cancelled
      return end(node, firing, true);
    case WriteOutcome::unavailable:
    case WriteOutcome::unknown: return end(node, firing, false);
    case WriteOutcome::failed: break;
  }
  failed.add();
  log::error("realtime.timer_failed", {{"kind", firing->name.kind},
                                       {"subject", firing->name.subject},
                                       {"tries", firing->claimed ? firing->claimed->tries + 1 : 0},
                                       {"reason", firing->trouble}});
  if (!firing->claimed) return end(node, firing, false);
  postpone(node, firing);
}

void TimerRunner::postpone(const NodeRef& node, const FiringRef& firing) {
  storage::WriteUnit unit;
  unit.work = [firing](Transaction& transaction) {
    storage::postpone_timer(transaction, firing->name, *firing->claimed, wait_after(firing->claimed->tries));
    return true;
  };
  unit.done = [node, firing, self = shared_from_this()](WriteOutcome outcome, storage::Effects&& effects) {
    if (outcome == WriteOutcome::committed) apply_effects(node, std::move(effects));
    self->end(node, firing, outcome == WriteOutcome::committed);
  };
  if (!node->database.submit(std::move(unit))) end(node, firing, false);
}

void TimerRunner::end(const NodeRef& node, const FiringRef& firing, bool is_settled) {
  Round& round = *firing->round;
  if (!is_settled) round.is_settled = false;
  if (round.left.fetch_sub(1) > 1) return;
  state_.shard.post([node, round = firing->round, self = shared_from_this()] {
    // More may be due by now; timers that could not be run wait for the store to take writes again.
    round->is_settled ? self->read(node) : self->rest();
  });
}

void TimerRunner::rest() {
  const NodeRef node = node_.lock();
  if (node == nullptr) return;
  is_busy_ = false;
  must_read_ = true;
  next_due_.reset();
  arm(*node);
}

}  // namespace stollen::realtime
