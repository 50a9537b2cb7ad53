#include "server/realtime/store_watch.hpp"

#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

#include "server/core/log.hpp"
#include "server/core/metrics.hpp"
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

void read_missed(Transaction& transaction, const std::string& stream, std::int64_t after, std::int64_t up_to,
                 std::vector<storage::PublishedEvent>& events) {
  for (auto& [n, text] : transaction.all<std::int64_t, std::string>(
           "SELECT n, text FROM event WHERE stream = $1 AND n > $2 AND n <= $3 ORDER BY n", stream, after,
           up_to)) {
    events.push_back({stream, n, std::move(text)});
  }
}

}  // namespace

StoreWatch::StoreWatch(const NodeRef& node)
    : node_(node), state_(*node->shards.front()), timer_([this] { look(); }) {}

void StoreWatch::start() {
  const NodeRef node = node_.lock();
  settled_changes_ = node->database.foreign_changes();
  node->database.read([this](Transaction& transaction) { signal_head_ = storage::signal_head(transaction); });
  state_.shard.post([node, self = shared_from_this()] { self->arm(); });
}

void StoreWatch::arm() {
  const NodeRef node = node_.lock();
  if (node != nullptr) state_.shard.arm(timer_, node->limits.store_watch);
}

void StoreWatch::look() {
  const NodeRef node = node_.lock();
  if (node == nullptr || node->is_draining.load(std::memory_order_relaxed)) return;
  // Asked for before anything is read: a commit that comes later is the next round's.
  const std::uint64_t changes = node->database.foreign_changes();
  if (changes == settled_changes_) return arm();
  auto round = std::make_shared<Round>();
  round->changes = changes;
  collect(node, round);
}

void StoreWatch::collect(const NodeRef& node, const RoundRef& round) {
  round->shards_left = node->shards.size();
  round->seen_by_shard.resize(node->shards.size());
  post_to_all(node, [node, round, self = shared_from_this()](ShardState& state) {
    Seen& seen = round->seen_by_shard.at(state.shard.id());
    state.hub.forget_recent();  // the other may have replaced texts
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
  for (const auto& [stream, head] : heads_of(transaction, round->seen)) {
    const std::int64_t seen = round->seen.at(stream);
    if (head > seen) read_missed(transaction, stream, seen, head, events);
  }
  found_counter().add(events.size());
  apply_effects(node, std::move(signals.effects));
  finish(node, round, signals.head);
}

void StoreWatch::finish(const NodeRef& node, const RoundRef& round, std::optional<std::int64_t> signal_head) {
  state_.shard.post([node, round, signal_head, self = shared_from_this()] {
    if (signal_head) {
      self->signal_head_ = *signal_head;
      if (!round->has_joining) self->settled_changes_ = round->changes;
      look_counter().add();
    }
    self->arm();
  });
}

}  // namespace stollen::realtime
