#include "server/realtime/quiet_turn.hpp"

#include "server/realtime/node.hpp"

namespace stollen::realtime {

// Half the usual number of turns and no pause after expensive ones: people wait for the outcome, and what is
// gathered here goes to another thread instead of through the kernel.
QuietTurn::QuietTurn(Node& node, runtime::Shard& shard)
    : node_(node),
      shard_(shard),
      turns_(
          [this, &node, &shard](runtime::SteadyClock::time_point) {
            shard.post([this, held = node.shared_from_this()] { turns_.turn(); });
          },
          &runtime::SteadyClock::now, {.quiet_rounds = 32, .hold_share = 0}) {}

}  // namespace stollen::realtime
