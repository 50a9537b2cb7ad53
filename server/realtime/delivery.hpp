#pragma once

#include <memory>
#include <vector>

#include "server/realtime/node.hpp"

namespace stollen::realtime {

/// What has to happen after a commit of this node: events to the hubs, rights and sessions, mail; other
/// nodes are told. Any thread; events of one stream must come in the order of their numbers, which the one
/// storage thread that commits sees to.
void apply_effects(const NodeRef& node, storage::Effects&& effects);

/// Likewise, for what another process has committed: nobody is told of it again.
void apply_foreign_effects(const NodeRef& node, storage::Effects&& effects);

using Batch = std::vector<HubEvent>;  ///< those whose n is 0 are hints

/// To every shard that has a member of one of the streams, in one post. Any thread.
void deliver_batch(const NodeRef& node, const std::shared_ptr<const Batch>& batch);

/// Copies of stored texts that are kept on the shards go.
void forget_texts(const NodeRef& node);

/// A volatile event to everybody who follows the stream but `except`, a place on the shard `own`.
void send_hint(const NodeRef& node, ShardState& own, std::string_view stream, const FrameRef& frame,
               Membership* except);

/// Reads events that a hub has not seen; answers by Hub::gap_closed. What several shards miss is read once.
void fetch_gap(const NodeRef& node, ShardState& state, const std::string& stream, std::int64_t after,
               std::int64_t up_to);

}  // namespace stollen::realtime
