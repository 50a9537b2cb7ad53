#include "server/realtime/node.hpp"

#include <algorithm>

#include "protocol/generated/cpp/session.hpp"
#include "server/realtime/absence.hpp"
#include "server/realtime/backplane.hpp"
#include "server/realtime/delivery.hpp"
#include "server/realtime/join_queue.hpp"
#include "server/realtime/socket_session.hpp"

namespace stollen::realtime {

std::vector<SocketSession*> SessionTable::all() const {
  std::vector<SocketSession*> found;
  found.reserve(sessions_.size());
  for (const auto& [key, session] : sessions_) found.push_back(session);
  return found;
}

// Few events concern a person rather than a stream, so there is no index to keep up.
std::vector<SocketSession*> SessionTable::of_person(protocol::PersonId person) const {
  auto found = all();
  std::erase_if(found,
                [person](const SocketSession* session) { return session->caller().person_id != person; });
  return found;
}

std::vector<SocketSession*> SessionTable::of_log_in(protocol::SessionId log_in) const {
  auto found = all();
  std::erase_if(found,
                [log_in](const SocketSession* session) { return session->caller().session_id != log_in; });
  return found;
}

LeaseQueue::LeaseQueue(runtime::Shard& shard, OnEnd on_end)
    : shard_(shard), on_end_(std::move(on_end)), timer_([this] { end_due(); }) {}

void LeaseQueue::add(Presence::Lease lease, std::chrono::milliseconds after) {
  leases_.emplace_back(runtime::SteadyClock::now() + after, lease);
  if (!timer_.is_armed()) shard_.timers().arm(timer_, leases_.front().first);
}

void LeaseQueue::end_due() {
  const auto now = runtime::SteadyClock::now();
  while (!leases_.empty() && leases_.front().first <= now) {
    const Presence::Lease lease = leases_.front().second;
    leases_.pop_front();
    on_end_(lease);
  }
  if (!leases_.empty()) shard_.timers().arm(timer_, leases_.front().first);
}

runtime::FlushResult WriterBell::flush(std::uint32_t /*members*/) noexcept {
  node_.database.wake_writer();
  return {};
}

ShardState::ShardState(Node& node, runtime::Shard& own_shard)
    : shard(own_shard),
      hub(
          own_shard.id(), node.interest, own_shard.flushes(),
          [&node, this](const std::string& stream, std::int64_t after, std::int64_t up_to) {
            fetch_gap(node.shared_from_this(), *this, stream, after, up_to);
          },
          [&node](std::string_view stream, bool is_followed) {
            if (node.backplane == nullptr) return;
            is_followed ? node.backplane->follow(stream) : node.backplane->unfollow(stream);
          },
          {.events = node.limits.replay_events, .bytes = node.limits.replay_bytes}),
      leases(own_shard,
             [&node, this](Presence::Lease lease) { end_presence(node.shared_from_this(), *this, lease); }),
      writer_bell(node, own_shard),
      joins(std::make_unique<JoinQueue>(node, own_shard)) {}
ShardState::~ShardState() = default;

Node::Node(const Registry& own_registry, storage::Database& own_database, runtime::Scheduler& own_scheduler,
           runtime::WorkerPool& own_pool, const Clock& own_clock, RealtimeLimits own_limits)
    : registry(own_registry),
      database(own_database),
      scheduler(own_scheduler),
      pool(own_pool),
      clock(own_clock),
      limits(std::move(own_limits)),
      http_rates(limits.commands_per_second, limits.commands_burst),
      interest(own_scheduler.size()),
      presence(own_database.is_shared()),
      session_count(metrics::gauge("stollen_sessions", "Open sessions.")) {
  own_scheduler.for_each_shard(
      [this](runtime::Shard& shard) { shards.push_back(std::make_unique<ShardState>(*this, shard)); });
  for (const auto& [name, handler] : registry.all_commands()) {
    figures.emplace(name, std::make_unique<CommandFigures>(name));
  }
  for (const std::string_view name : {protocol::session::Join::kName, protocol::session::Leave::kName}) {
    figures.emplace(name, std::make_unique<CommandFigures>(name));
  }
}

CommandFigures& Node::figures_of(std::string_view command) const {
  return *figures.at(command);
}

}  // namespace stollen::realtime
