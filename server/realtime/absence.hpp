#pragma once

#include "server/realtime/node.hpp"

namespace stollen::realtime {

/// The lease of a person has run out: tells the features in one write unit, unless the person is back.
void end_presence(const NodeRef& node, ShardState& state, Presence::Lease lease);

/// Begins leases for all whom the store believes present. Blocks; at start.
void watch_people(const NodeRef& node);

}  // namespace stollen::realtime
