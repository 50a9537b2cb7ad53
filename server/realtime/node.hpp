#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <memory>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "server/core/clock.hpp"
#include "server/realtime/command_figures.hpp"
#include "server/realtime/http_rates.hpp"
#include "server/realtime/hub.hpp"
#include "server/realtime/presence.hpp"
#include "server/realtime/quiet_turn.hpp"
#include "server/realtime/realtime.hpp"
#include "server/realtime/registry.hpp"
#include "server/runtime/scheduler.hpp"
#include "server/runtime/worker_pool.hpp"
#include "server/storage/database.hpp"

namespace stollen::realtime {

class Backplane;
class GapReader;
class JoinQueue;
class NodeLease;
class SocketSession;
class StoreWatch;
class TimerRunner;
struct Node;

/// What runs later, on this or another thread, holds the node itself: it may outlive Realtime during a stop.
using NodeRef = std::shared_ptr<Node>;

/// The sessions of a shard. Answers that come back from storage look their session up by key: it may be gone.
class SessionTable {
 public:
  using Key = std::uint64_t;

  Key add(SocketSession& session) {
    sessions_.emplace(++last_key_, &session);
    return last_key_;
  }
  void remove(Key key) { sessions_.erase(key); }
  [[nodiscard]] SocketSession* find(Key key) const {
    const auto found = sessions_.find(key);
    return found == sessions_.end() ? nullptr : found->second;
  }
  /// A copy, since what is done with a session may end it.
  [[nodiscard]] std::vector<SocketSession*> all() const;
  [[nodiscard]] std::vector<SocketSession*> of_person(protocol::PersonId person) const;
  [[nodiscard]] std::vector<SocketSession*> of_log_in(protocol::SessionId session) const;

 private:
  std::unordered_map<Key, SocketSession*> sessions_;
  Key last_key_ = 0;
};

/// Leases of one shard, all of the same length: a queue and one timer.
class LeaseQueue {
 public:
  using OnEnd = std::function<void(Presence::Lease)>;
  LeaseQueue(runtime::Shard& shard, OnEnd on_end);
  /// On the shard. `after` must not be shorter than that of leases which began before.
  void add(Presence::Lease lease, std::chrono::milliseconds after);

 private:
  void end_due();
  runtime::Shard& shard_;
  OnEnd on_end_;
  std::deque<std::pair<runtime::SteadyClock::time_point, Presence::Lease>> leases_;
  runtime::Timer timer_;
};

/// Wakes the writer when a turn of the shard's loop brought no further commands, so that what came together
/// is committed together.
class WriterBell final : public QuietTurn {
 public:
  WriterBell(Node& node, runtime::Shard& shard) : QuietTurn(node, shard) {}
  /// After a quiet submission.
  void unit_came() { has_come(); }

 private:
  runtime::FlushResult flush(std::uint32_t members) noexcept override;
};

/// Realtime's part on one shard; touched by the shard's thread only.
struct ShardState {
  ShardState(Node& node, runtime::Shard& shard);
  ~ShardState();
  ShardState(const ShardState&) = delete;
  ShardState& operator=(const ShardState&) = delete;
  runtime::Shard& shard;
  Hub hub;
  SessionTable sessions;
  LeaseQueue leases;
  WriterBell writer_bell;
  std::unique_ptr<JoinQueue> joins;
};

/// What all of realtime works with.
struct Node : std::enable_shared_from_this<Node> {
  Node(const Registry& own_registry, storage::Database& own_database, runtime::Scheduler& own_scheduler,
       runtime::WorkerPool& own_pool, const Clock& own_clock, RealtimeLimits own_limits);

  [[nodiscard]] ShardState& on(const runtime::Shard& shard) const { return *shards[shard.id()]; }
  [[nodiscard]] CommandFigures& figures_of(std::string_view command) const;

  const Registry& registry;
  storage::Database& database;
  runtime::Scheduler& scheduler;
  runtime::WorkerPool& pool;
  const Clock& clock;
  const RealtimeLimits limits;

  HttpRates http_rates;
  runtime::Interest interest;
  Presence presence;
  std::vector<std::unique_ptr<ShardState>> shards;
  std::unordered_map<std::string_view, std::unique_ptr<CommandFigures>> figures;
  // Set before anything runs:
  std::shared_ptr<TimerRunner> timers;
  std::shared_ptr<NodeLease> lease;  ///< none unless nodes share the store
  std::shared_ptr<StoreWatch> watch;
  std::shared_ptr<GapReader> gaps;
  std::shared_ptr<Backplane> backplane;  ///< none: no other node is told
  std::atomic<bool> is_draining{false};
  std::atomic<std::uint64_t> running_commands{0};
  metrics::Gauge& session_count;
};

/// Runs `work(ShardState&)` on every shard.
template <class Work>
void post_to_all(const NodeRef& node, const Work& work) {
  for (const auto& state : node->shards) {
    state->shard.post([node, &own = *state, work] { work(own); });
  }
}

}  // namespace stollen::realtime
