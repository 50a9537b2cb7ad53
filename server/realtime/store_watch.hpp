#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>

#include "server/realtime/node.hpp"

namespace stollen::realtime {

/// Notices what other processes commit to the same store: another node, `stollen import`, `stollen user`.
/// Their events go to the sessions here, their signals (rights, ended log-ins, media) take effect here. One
/// query for all streams in use; what is missing is read once per stream, however many shards follow it.
class StoreWatch : public std::enable_shared_from_this<StoreWatch> {
 public:
  explicit StoreWatch(const NodeRef& node);
  /// Blocks: from here on signals count. Before any session is opened.
  void start();

 private:
  /// What the shards follow. A stream that somebody is just joining has a picture whose number is not known
  /// yet, so the round has to be repeated.
  struct Round {
    std::uint64_t changes = 0;
    std::atomic<std::size_t> shards_left{0};
    std::vector<std::unordered_map<std::string, std::int64_t>> seen_by_shard;
    std::atomic<bool> has_joining{false};
    std::unordered_map<std::string, std::int64_t> seen;  ///< lowest of all shards
  };
  using RoundRef = std::shared_ptr<Round>;

  void look();
  void collect(const NodeRef& node, const RoundRef& round);
  void read(const NodeRef& node, const RoundRef& round);
  void apply(const NodeRef& node, const RoundRef& round, Transaction& transaction);
  void finish(const NodeRef& node, const RoundRef& round, std::optional<std::int64_t> signal_head);
  void arm();

  std::weak_ptr<Node> node_;
  ShardState& state_;
  // On the shard:
  std::uint64_t settled_changes_ = 0;
  std::int64_t signal_head_ = 0;
  runtime::Timer timer_;
};

}  // namespace stollen::realtime
