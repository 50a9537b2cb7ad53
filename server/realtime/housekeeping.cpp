#include "server/realtime/housekeeping.hpp"

#include "server/core/log.hpp"
#include "server/realtime/delivery.hpp"
#include "server/storage/prune.hpp"

namespace stollen::realtime {

Housekeeper::Housekeeper(NodeRef node, ShardState& state, Registry::Housekeeping job)
    : node_(node), state_(state), job_(std::move(job)), timer_([this] { run(); }) {}

void Housekeeper::arm() {
  state_.shard.arm(timer_, job_.interval);
}

void Housekeeper::run() {
  const NodeRef node = node_.lock();
  if (node == nullptr || node->is_draining.load(std::memory_order_relaxed)) return;
  storage::WriteUnit unit;
  unit.work = [self = shared_from_this()](Transaction& transaction) {
    try {
      self->job_.work(transaction);
    } catch (const std::exception& problem) {
      log::error("realtime.housekeeping_failed", {{"name", self->job_.name}, {"reason", problem.what()}});
      throw;
    }
    return true;
  };
  unit.done = [self = shared_from_this()](storage::WriteOutcome outcome, storage::Effects&& effects) {
    self->done(outcome, std::move(effects));
  };
  if (!node->database.submit(std::move(unit))) arm();
}

void Housekeeper::done(storage::WriteOutcome outcome, storage::Effects&& effects) {
  const NodeRef node = node_.lock();
  if (node == nullptr) return;
  if (outcome == storage::WriteOutcome::committed) apply_effects(node, std::move(effects));
  state_.shard.post([node, self = shared_from_this()] { self->arm(); });
}

std::vector<std::shared_ptr<Housekeeper>> start_housekeeping(const NodeRef& node) {
  ShardState& state = *node->shards.front();
  auto jobs = node->registry.housekeeping();
  jobs.push_back(
      {"storage.prune", std::chrono::minutes(10), [](Transaction& transaction) {
         const auto pruned = storage::prune(transaction);
         if (pruned.events + pruned.answers + pruned.signals == 0) return;
         log::info("storage.pruned",
                   {{"events", pruned.events}, {"answers", pruned.answers}, {"signals", pruned.signals}});
       }});
  std::vector<std::shared_ptr<Housekeeper>> started;
  for (auto& job : jobs) {
    auto housekeeper = std::make_shared<Housekeeper>(node, state, std::move(job));
    state.shard.post([node, housekeeper] { housekeeper->run(); });
    started.push_back(std::move(housekeeper));
  }
  return started;
}

}  // namespace stollen::realtime
