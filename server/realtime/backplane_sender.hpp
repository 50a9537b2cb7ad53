#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "server/realtime/delivery.hpp"
#include "server/realtime/node_message.hpp"
#include "server/redis/link.hpp"
#include "server/runtime/budget.hpp"

namespace stollen::realtime {

/// Who speaks, and where: what all messages of a node have in common.
struct NodeName {
  std::string origin;
  std::string epoch;

  /// All nodes hear it. Channels are those of one store: two fairs may share a Redis.
  [[nodiscard]] std::string channel_of_nodes() const { return "stollen:" + epoch + ":nodes"; }
  /// Those hear it on whose node somebody follows the stream. Written over what `channel` was.
  void name_channel(std::string& channel, std::string_view stream) const {
    channel.assign("stollen:").append(epoch).append(":stream:").append(stream);
  }
};

/// Tells other nodes what this one has committed. What cannot be sent now is dropped: the store has it, and
/// the others are told to look there as soon as they can be told. Belongs to the backplane's thread.
class BackplaneSender {
 public:
  BackplaneSender(NodeName name, const storage::NodeKey& key, redis::Link& link);

  /// One write for all of it. `flags` as in a bell.
  void tell(const Batch& events, std::uint8_t flags);
  void hint(std::string_view stream, const FrameRef& frame);
  void link_is_up();

 private:
  void add(NodeMessage message);
  void add_bell(int flags);
  void send();

  const NodeName name_;
  const std::string all_nodes_;
  MessageSeal seal_;
  redis::Link& link_;
  runtime::TokenBucket hints_;
  std::uint64_t sequence_ = 0;
  bool has_dropped_ = false;
  // Of what is being put together; kept for their memory.
  std::uint64_t count_ = 0;
  std::string commands_;
  std::string payload_;
  std::string channel_;
};

}  // namespace stollen::realtime
