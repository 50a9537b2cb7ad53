#pragma once

#include "server/realtime/node.hpp"

namespace stollen::realtime {

/// What has to happen after a commit: events to the hubs, rights and sessions, mail. Any thread; events of
/// one stream must come in the order of their numbers, which the one storage thread that commits sees to.
void apply_effects(const NodeRef& node, storage::Effects&& effects);

/// A volatile event to everybody who follows the stream but `except`, a place on the shard `own`.
void send_hint(const NodeRef& node, ShardState& own, std::string_view stream, const FrameRef& frame,
               Membership* except);

/// Reads events that a hub has not seen; answers by Hub::gap_closed.
void fetch_gap(const NodeRef& node, ShardState& state, const std::string& stream, std::int64_t after,
               std::int64_t up_to);

}  // namespace stollen::realtime
