#include "server/realtime/absence.hpp"

#include "server/core/log.hpp"
#include "server/realtime/delivery.hpp"

namespace stollen::realtime {
namespace {

using storage::WriteOutcome;

// The store takes no writes now, or too many wait: the seat is freed later, not never.
void try_again(const NodeRef& node, ShardState& state, Presence::Lease lease) {
  state.shard.post([node, &state, lease] { state.leases.add(lease, node->limits.absence_grace); });
}

}  // namespace

void end_presence(const NodeRef& node, ShardState& state, Presence::Lease lease) {
  if (!node->presence.is_absent(lease)) return;
  storage::WriteUnit unit;
  unit.work = [node, lease](Transaction& transaction) {
    // Looked at on the writer: whoever came back before this line is present; whoever comes later sends
    // commands that run behind this unit.
    if (!node->presence.is_absent(lease)) return false;
    for (const auto& [feature, hook] : node->registry.absence_hooks()) hook(transaction, lease.person);
    return true;
  };
  unit.done = [node, &state, lease](WriteOutcome outcome, storage::Effects&& effects) {
    if (outcome == WriteOutcome::unavailable || outcome == WriteOutcome::unknown)
      return try_again(node, state, lease);
    if (outcome == WriteOutcome::failed) log::error("realtime.absence_failed", {{"person", lease.person}});
    if (outcome == WriteOutcome::committed) {
      log::info("realtime.person_absent", {{"person", lease.person}});
      apply_effects(node, std::move(effects));
    }
    node->presence.forget(lease);
  };
  if (!node->database.submit(std::move(unit))) try_again(node, state, lease);
}

void watch_people(const NodeRef& node) {
  std::vector<protocol::PersonId> people;
  node->database.read([&](Transaction& transaction) { people = node->registry.watched_people(transaction); });
  ShardState& state = *node->shards.front();
  state.shard.post([node, &state, people = std::move(people)] {
    for (const protocol::PersonId person : people) {
      if (const auto lease = node->presence.watch(person))
        state.leases.add(*lease, node->limits.absence_grace);
    }
  });
}

}  // namespace stollen::realtime
