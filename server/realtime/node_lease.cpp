#include "server/realtime/node_lease.hpp"

#include <algorithm>
#include <exception>
#include <optional>
#include <utility>

#include "server/core/log.hpp"
#include "server/core/metrics.hpp"

namespace stollen::realtime {
namespace {

using protocol::PersonId;
using storage::WriteOutcome;

constexpr int kHurry = 10;  ///< after a unit that was not stored the next comes so much sooner

metrics::Counter& taken_over_counter() {
  static metrics::Counter& counter = metrics::counter("stollen_realtime_nodes_taken_over_total",
                                                      "Nodes that had gone or died, whose people came here.");
  return counter;
}

metrics::Counter& lapsed_counter() {
  static metrics::Counter& counter =
      metrics::counter("stollen_realtime_leases_lapsed_total", "Times that others took this node for dead.");
  return counter;
}

bool is_stored(WriteOutcome outcome) {
  return outcome == WriteOutcome::committed;
}

}  // namespace

struct NodeLease::Round {
  std::vector<PersonId> came;    ///< told in this round, over all runs of its unit
  bool was_alive = false;        ///< the others had not taken this node for dead
  bool is_repair = false;        ///< the store was told everything
  std::vector<PersonId> strays;  ///< of the store's people here those whom nobody waits for
  std::vector<storage::NodeBeat> others;
};

NodeLease::NodeLease(const NodeRef& node)
    : node_(node),
      state_(*node->shards.front()),
      timer_([this] { beat(); }),
      others_(node->limits.node_lease) {}

void NodeLease::start() {
  state_.shard.post([self = shared_from_this()] { self->beat(); });
}

// ---- Telling ----

void NodeLease::beat() {
  const NodeRef node = node_.lock();
  if (node == nullptr || is_over_.load()) return;
  state_.shard.arm(timer_, node->limits.node_beat);
  if (is_queued_.exchange(true)) return;
  if (node->database.submit(unit_of_round(node))) return;
  is_queued_.exchange(false);
  hurry();
}

void NodeLease::hurry() {
  const NodeRef node = node_.lock();
  if (node == nullptr || is_over_.load()) return;
  state_.shard.arm(timer_, node->limits.node_beat / kHurry);
}

void NodeLease::tell_soon(ShardState& state) {
  const NodeRef node = node_.lock();
  // Whoever waits in the queue already will look who came.
  if (node == nullptr || is_queued_.exchange(true)) return;
  if (node->database.submit_quietly(unit_of_round(node))) return state.writer_bell.unit_came();
  is_queued_.exchange(false);
  state_.shard.post([self = shared_from_this()] { self->hurry(); });
}

storage::WriteUnit NodeLease::unit_of_round(const NodeRef& node) {
  const auto round = std::make_shared<Round>();
  storage::WriteUnit unit;
  // A node that has too much to do is not dead, and who comes to it is not absent.
  unit.is_vital = true;
  unit.work = [node, round, self = shared_from_this()](Transaction& transaction) {
    return self->write(*node, *round, transaction);
  };
  unit.done = [node, round, self = shared_from_this()](WriteOutcome outcome, storage::Effects&&) {
    self->written(node, round, outcome);
  };
  return unit;
}

bool NodeLease::write(Node& node, Round& round, Transaction& transaction) {
  // First this, then whoever came: those who come behind it have a unit of their own.
  is_queued_.exchange(false);
  const auto came = node.presence.take_untold();
  round.came.insert(round.came.end(), came.begin(), came.end());
  if (is_over_.load()) return false;
  const std::string& origin = node.database.origin();
  round.was_alive = storage::raise_beat(transaction, origin);
  round.is_repair = !round.was_alive || !is_settled();
  if (round.is_repair) {
    repair(node, round, transaction);
  } else {
    storage::note_present(transaction, round.came, origin);
  }
  round.others = storage::other_nodes(transaction, origin);
  return true;
}

void NodeLease::repair(Node& node, Round& round, Transaction& transaction) const {
  const std::string& origin = node.database.origin();
  storage::enter_node(transaction, origin);
  const std::vector<PersonId> here = node.presence.everybody();
  storage::note_present(transaction, here, origin);
  round.strays.clear();
  std::ranges::set_difference(storage::people_at(transaction, origin), here,
                              std::back_inserter(round.strays));
  // Whose seat or duty nobody answers for, such as after the end of a server that had nobody beside it.
  const auto anywhere = storage::people_anywhere(transaction);
  auto unwatched = node.registry.watched_people(transaction);
  std::erase_if(unwatched, [&](PersonId person) { return anywhere.contains(person); });
  storage::note_present(transaction, unwatched, origin);
  round.strays.insert(round.strays.end(), unwatched.begin(), unwatched.end());
}

void NodeLease::written(const NodeRef& node, const RoundRef& round, WriteOutcome outcome) {
  if (is_over_.load()) return;
  if (!is_stored(outcome)) {
    is_queued_.exchange(false);  // a store that takes no writes has not run the unit at all
    is_settled_.store(false, std::memory_order_release);
    state_.shard.post([self = shared_from_this()] { self->hurry(); });
    return;
  }
  const bool has_lapsed = round->is_repair && !round->was_alive && is_settled();
  if (has_lapsed) {
    lapsed_counter().add();
    log::warn("realtime.lease_lapsed", {{"people", node->presence.people()}});
  }
  is_settled_.store(true, std::memory_order_release);
  state_.shard.post([node, round, self = shared_from_this()] {
    self->watch(node, round->strays);
    for (const auto& dead : self->others_.to_be_taken_over(round->others, node->clock.steady_now()))
      self->take_over(node, dead);
  });
}

// ---- Hearing ----

void NodeLease::take_over(const NodeRef& node, const storage::NodeBeat& dead) {
  const auto people = std::make_shared<std::optional<std::vector<PersonId>>>();
  storage::WriteUnit unit;
  unit.work = [node, dead, people, self = shared_from_this()](Transaction& transaction) {
    const std::string& origin = node->database.origin();
    // One that is dead itself, or does not know what the store has of it, would take people into its grave.
    if (self->is_over_.load() || !self->is_settled() || !storage::is_living(transaction, origin))
      return false;
    *people = storage::take_over(transaction, dead, origin);
    return people->has_value();
  };
  unit.done = [node, dead, people, self = shared_from_this()](WriteOutcome outcome, storage::Effects&&) {
    // It may have happened all the same: then the people stand here in the store, and the repair finds them.
    if (outcome == WriteOutcome::unknown) self->is_settled_.store(false, std::memory_order_release);
    if (!is_stored(outcome)) return;
    taken_over_counter().add();
    log::info("realtime.node_taken_over",
              {{"node", dead.origin}, {"has_gone", dead.has_gone()}, {"people", (*people)->size()}});
    self->state_.shard.post([node, people, self] { self->watch(node, **people); });
  };
  // Refused, since too many wait: whoever sees it next tries again.
  static_cast<void>(node->database.submit(std::move(unit)));
}

void NodeLease::watch(const NodeRef& node, const std::vector<PersonId>& people) {
  for (const PersonId person : people) {
    if (const auto lease = node->presence.watch(person))
      state_.leases.add(*lease, node->limits.absence_grace);
  }
}

storage::Departure NodeLease::depart(Transaction& transaction, PersonId person) const {
  return storage::depart(transaction, person, node_.lock()->database.origin());
}

void NodeLease::give_back() {
  is_over_.store(true);
  is_settled_.store(false, std::memory_order_release);
  const NodeRef node = node_.lock();
  if (node == nullptr) return;
  try {
    node->database.write(
        [&](Transaction& transaction) { storage::leave_node(transaction, node->database.origin()); });
    log::info("realtime.lease_given_back");
  } catch (const std::exception& problem) {
    // The others notice by themselves, later.
    log::warn("realtime.lease_kept", {{"reason", problem.what()}});
  }
}

}  // namespace stollen::realtime
