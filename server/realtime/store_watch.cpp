#include "server/realtime/store_watch.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <tuple>
#include <utility>

#include "server/core/log.hpp"
#include "server/core/metrics.hpp"
#include "server/realtime/backplane.hpp"
#include "server/realtime/delivery.hpp"
#include "server/storage/signals.hpp"

namespace stollen::realtime {
namespace {

using Seen = std::unordered_map<std::string, std::int64_t>;

metrics::Counter& look_counter() {
  static metrics::Counter& counter =
      metrics::counter("stollen_realtime_store_looks_total", "Looks for what another process has committed.");
  return counter;
}

metrics::Counter& found_counter() {
  static metrics::Counter& counter = metrics::counter(
      "stollen_realtime_foreign_events_total", "Events that were read since another process had committed.");
  return counter;
}

metrics::Counter& find_counter() {
  static metrics::Counter& counter =
      metrics::counter("stollen_realtime_head_poll_finds_total",
                       "Events that no message of another node had told of, while all were heard.");
  return counter;
}

// A message that takes longer than this is as good as lost. Short beside the interval of looks.
constexpr std::chrono::milliseconds kOnTheWay{100};

std::chrono::milliseconds interval(const Node& node) {
  if (node.backplane == nullptr) return node.limits.store_watch;
  return node.backplane->is_up() ? node.limits.store_watch_with_bell : node.limits.store_watch_without_bell;
}

// A list in one statement that both databases take: a full row of places, the last ones repeated.
constexpr std::size_t kNamesAtOnce = 16;
using Names = std::array<std::string, kNamesAtOnce>;

void read_heads(Transaction& transaction, const Names& names, Seen& heads) {
  const auto query = [&](const auto&... name) {
    return transaction.all<std::string, std::int64_t>(
        "SELECT name, head FROM stream WHERE name IN "
        "($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)",
        name...);
  };
  for (auto& [name, head] : std::apply(query, names)) heads.insert_or_assign(std::move(name), head);
}

Seen heads_of(Transaction& transaction, const Seen& streams) {
  Seen heads;
  Names names;
  std::size_t count = 0;
  for (const auto& [name, seen] : streams) {
    names.at(count++) = name;
    if (count < kNamesAtOnce) continue;
    read_heads(transaction, names, heads);
    count = 0;
  }
  if (count == 0) return heads;
  std::fill(names.begin() + static_cast<std::ptrdiff_t>(count), names.end(), names.front());
  read_heads(transaction, names, heads);
  return heads;
}

}  // namespace

StoreWatch::StoreWatch(const NodeRef& node)
    : node_(node), state_(*node->shards.front()), timer_([this] { look(); }) {}

void StoreWatch::start() {
  const NodeRef node = node_.lock();
  if (node->backplane != nullptr) find_counter();  // so that a zero is seen
  settled_changes_ = node->database.foreign_changes();
  node->database.read([this](Transaction& transaction) { signal_head_ = storage::signal_head(transaction); });
  state_.shard.post([node, self = shared_from_this()] { self->arm(); });
}

void StoreWatch::look_now() {
  state_.shard.post([self = shared_from_this()] {
    self->must_look_ = true;
    self->look();
  });
}

void StoreWatch::look_for_signals() {
  state_.shard.post([self = shared_from_this()] {
    self->must_read_signals_ = true;
    self->look();
  });
}

void StoreWatch::arm() {
  const NodeRef node = node_.lock();
  if (node != nullptr) state_.shard.arm(timer_, to_repeat_ ? kOnTheWay : interval(*node));
}

void StoreWatch::look() {
  if (!is_busy_) begin();
}

void StoreWatch::begin() {
  const NodeRef node = node_.lock();
  if (node == nullptr || node->is_draining.load(std::memory_order_relaxed)) return;
  const bool is_due = !timer_.is_armed();
  auto round = std::make_shared<Round>();
  // Asked for before anything is read: a commit that comes later is the next round's.
  round->changes = node->database.foreign_changes();
  const bool must_read_signals = std::exchange(must_read_signals_, false);  // each round does
  if (std::exchange(must_look_, false)) {
    round->is_urgent = true;
    to_repeat_.reset();  // all of it is looked for now
  } else if (is_due && to_repeat_) {
    round->changes = to_repeat_->changes;
    round->late = std::move(std::exchange(to_repeat_, nullptr)->late);
  } else if (!is_due || round->changes == settled_changes_) {
    if (must_read_signals) return read_signals(node, round);
    return is_due ? arm() : void();
  }
  is_busy_ = true;
  collect(node, round);
}

void StoreWatch::read_signals(const NodeRef& node, const RoundRef& round) {
  round->is_urgent = true;
  round->changes = settled_changes_;  // of streams nothing is known afterwards
  is_busy_ = true;
  read(node, round);
}

void StoreWatch::collect(const NodeRef& node, const RoundRef& round) {
  round->shards_left = node->shards.size();
  round->seen_by_shard.resize(node->shards.size());
  post_to_all(node, [node, round, self = shared_from_this()](ShardState& state) {
    Seen& seen = round->seen_by_shard.at(state.shard.id());
    if (round->late.empty()) state.hub.forget_recent();  // the other may have replaced texts
    state.hub.for_each_stream([&](const std::string& name, std::int64_t last, bool has_joining) {
      if (has_joining) round->has_joining = true;
      if (last >= 0) seen.emplace(name, last);
    });
    if (round->shards_left.fetch_sub(1) == 1) self->read(node, round);
  });
}

// On the shard that was the last to say what it follows.
void StoreWatch::read(const NodeRef& node, const RoundRef& round) {
  for (const Seen& of_shard : round->seen_by_shard) {
    for (const auto& [name, seen] : of_shard) {
      const auto [place, is_new] = round->seen.emplace(name, seen);
      if (!is_new) place->second = std::min(place->second, seen);
    }
  }
  storage::ReadUnit unit;
  unit.work = [node, round, self = shared_from_this()](Transaction& transaction) {
    self->apply(node, round, transaction);
  };
  unit.failed = [node, round, self = shared_from_this()](std::string_view what) {
    log::error("realtime.store_watch_failed", {{"reason", what}});
    self->finish(node, round, std::nullopt);
  };
  if (!node->database.submit(std::move(unit))) finish(node, round, std::nullopt);
}

// On a storage thread.
void StoreWatch::apply(const NodeRef& node, const RoundRef& round, Transaction& transaction) {
  auto signals = storage::read_signals(transaction, signal_head_, node->database.origin());
  auto& events = signals.effects.events;
  Heads late;
  const bool is_second = !round->late.empty();
  const bool may_be_on_the_way =
      !round->is_urgent && !is_second && node->backplane && node->backplane->is_up();
  for (const auto& [stream, head] : is_second ? round->late : heads_of(transaction, round->seen)) {
    const auto seen = round->seen.find(stream);
    if (seen == round->seen.end() || head <= seen->second) continue;
    if (may_be_on_the_way) {
      late.emplace(stream, head);
    } else {
      std::ranges::move(transaction.events_between(stream, seen->second, head), std::back_inserter(events));
    }
  }
  found_counter().add(events.size());
  if (is_second) find_counter().add(events.size());
  apply_foreign_effects(node, std::move(signals.effects));
  finish(node, round, signals.head, std::move(late));
}

void StoreWatch::finish(const NodeRef& node, const RoundRef& round, std::optional<std::int64_t> signal_head,
                        Heads late) {
  state_.shard.post([node, round, signal_head, late = std::move(late), self = shared_from_this()]() mutable {
    if (signal_head) {
      self->signal_head_ = *signal_head;
      look_counter().add();
      if (!late.empty()) {
        round->late = std::move(late);
        self->to_repeat_ = round;
      } else if (!round->has_joining) {
        self->settled_changes_ = round->changes;
      }
    }
    const bool is_done = signal_head.has_value() || !round->is_urgent;
    self->rest(is_done, round->seen_by_shard.empty());
  });
}

void StoreWatch::rest(bool is_done, bool was_for_signals_alone) {
  is_busy_ = false;
  if (is_done && (must_look_ || must_read_signals_)) return begin();
  must_look_ |= !is_done;  // the store does not answer: in a while
  // Many signals must not put off the looks at streams.
  if (!was_for_signals_alone || !timer_.is_armed()) arm();
}

}  // namespace stollen::realtime
