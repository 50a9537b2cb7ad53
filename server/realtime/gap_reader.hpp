#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "server/realtime/delivery.hpp"

namespace stollen::realtime {

/// Reads the events that hubs miss. When a message between nodes is lost, all shards that follow the stream
/// miss the same at the same moment: it is read once for all of them. Belongs to the first shard.
class GapReader {
 public:
  void read(const NodeRef& node, ShardState& state, const std::string& stream, std::int64_t after,
            std::int64_t up_to);

 private:
  using Gap = std::pair<std::string, std::int64_t>;  // stream, after

  void answer(const NodeRef& node, const Gap& gap, std::shared_ptr<const Batch> found);

  std::map<Gap, std::vector<ShardState*>> waiting_;
};

}  // namespace stollen::realtime
