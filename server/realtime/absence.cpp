#include "server/realtime/absence.hpp"

#include "server/core/log.hpp"
#include "server/realtime/delivery.hpp"
#include "server/realtime/node_lease.hpp"

namespace stollen::realtime {
namespace {

using storage::WriteOutcome;

enum class Finding {
  present,    ///< came back here meanwhile
  elsewhere,  ///< at another node, or waited for by it: here nothing is to be done
  absent,
  unknown,  ///< the store does not have what this node knows: the others could not have asked
};

// Looked at on the writer: whoever came back before this is present; whoever comes later sends commands that
// run behind this unit.
Finding look(Node& node, Transaction& transaction, const Presence::Lease& lease) {
  if (!node.lease) return node.presence.is_absent(lease) ? Finding::absent : Finding::present;
  if (!node.lease->is_settled()) return Finding::unknown;
  if (!node.presence.begin_end(lease)) return Finding::present;
  const auto departure = node.lease->depart(transaction, lease.person);
  return departure == storage::Departure::absent ? Finding::absent : Finding::elsewhere;
}

// The store takes no writes now, too many wait, or a feature failed: the seat is freed later, not never.
void try_again(const NodeRef& node, ShardState& state, Presence::Lease lease) {
  node->presence.take_end_back(lease);
  state.shard.post([node, &state, lease] { state.leases.add(lease, node->limits.absence_grace); });
}

}  // namespace

void end_presence(const NodeRef& node, ShardState& state, Presence::Lease lease) {
  if (!node->presence.is_absent(lease)) return;
  const auto finding = std::make_shared<Finding>(Finding::present);  // of the last run of the unit
  storage::WriteUnit unit;
  unit.work = [node, lease, finding](Transaction& transaction) {
    *finding = look(*node, transaction, lease);
    if (*finding == Finding::absent) {
      for (const auto& [feature, hook] : node->registry.absence_hooks()) hook(transaction, lease.person);
    }
    return *finding == Finding::absent || *finding == Finding::elsewhere;
  };
  unit.done = [node, &state, lease, finding](WriteOutcome outcome, storage::Effects&& effects) {
    const bool is_decided = outcome == WriteOutcome::committed || outcome == WriteOutcome::refused;
    if (outcome == WriteOutcome::failed) log::error("realtime.absence_failed", {{"person", lease.person}});
    if (!is_decided || *finding == Finding::unknown) return try_again(node, state, lease);
    if (*finding == Finding::absent) {
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
