#pragma once

#include <cstdint>
#include <expected>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "server/realtime/backplane_figures.hpp"
#include "server/realtime/backplane_sender.hpp"

namespace stollen::realtime {

/// Hears what other nodes tell. Whoever can write to Redis may have written it, so nothing is believed that
/// has no sound tag, and nothing twice. Belongs to the backplane's thread.
class BackplaneReceiver {
 public:
  BackplaneReceiver(const NodeRef& node, NodeName name, const storage::NodeKey& key);

  void take(std::string_view bytes);
  /// What was taken goes to the shards, in one post to each.
  void input_was_read();
  /// Streams that are heard from now on. The newest event of each is taken from the store as if it had just
  /// been told: what came before it and is missing here, the hubs will notice.
  void begin_to_hear(const std::vector<std::string>& streams);

 private:
  using Place = std::pair<std::string, std::int64_t>;  // stream and n

  [[nodiscard]] std::expected<NodeMessage, BackplaneFigures::Drop> check(std::string_view bytes);
  [[nodiscard]] bool is_old(const NodeMessage& message);
  void drop(BackplaneFigures::Drop why);
  void ring(std::uint8_t flags);
  void deliver();
  void read_texts();

  const std::weak_ptr<Node> node_;
  const NodeName name_;
  MessageSeal seal_;
  std::unordered_map<std::string, std::uint64_t> heard_;  // newest sequence of each origin
  Batch batch_;
  std::vector<Place> without_text_;
  runtime::SteadyClock::time_point looked_at_;
};

}  // namespace stollen::realtime
