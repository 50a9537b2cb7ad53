#pragma once

#include "server/runtime/flush_scheduler.hpp"
#include "server/runtime/shard.hpp"

namespace stollen::realtime {

struct Node;

/// Work of a shard that is done when a turn of its loop brought no more of it, so that what comes together
/// goes together: its flush() is called then. On the shard; the node is held while a turn is on its way.
class QuietTurn : public runtime::Flushable {
 protected:
  QuietTurn(Node& node, runtime::Shard& shard);
  /// There is something (more) to do.
  void has_come() { turns_.mark(*this); }

  Node& node_;
  runtime::Shard& shard_;

 private:
  runtime::FlushScheduler turns_;
};

}  // namespace stollen::realtime
