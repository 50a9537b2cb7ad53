#pragma once

#include <memory>
#include <vector>

#include "server/realtime/node.hpp"

namespace stollen::realtime {

/// One repeated write unit; its timer lives on a shard. Never more than one of a kind is under way.
class Housekeeper : public std::enable_shared_from_this<Housekeeper> {
 public:
  Housekeeper(NodeRef node, ShardState& state, Registry::Housekeeping job);
  /// On the shard.
  void run();

 private:
  void arm();
  void done(storage::WriteOutcome outcome, storage::Effects&& effects);
  std::weak_ptr<Node> node_;
  ShardState& state_;
  const Registry::Housekeeping job_;
  runtime::Timer timer_;
};

/// Those of the registry, and the store's own pruning. They run once at once.
std::vector<std::shared_ptr<Housekeeper>> start_housekeeping(const NodeRef& node);

}  // namespace stollen::realtime
