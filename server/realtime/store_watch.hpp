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
///
/// While a backplane tells of all that other nodes commit, it looks less often, and only for what was lost on
/// the way: what is on the way now is given a moment to arrive.
class StoreWatch : public std::enable_shared_from_this<StoreWatch> {
 public:
  explicit StoreWatch(const NodeRef& node);
  /// Blocks: from here on signals count. Before any session is opened.
  void start();

  // Any thread:
  /// At once, whether the store's counter has grown yet or not.
  void look_now();
  /// Likewise, for signals alone.
  void look_for_signals();

 private:
  /// What the shards follow. A stream that somebody is just joining has a picture whose number is not known
  /// yet, so the round has to be repeated.
  using Heads = std::unordered_map<std::string, std::int64_t>;
  struct Round {
    std::uint64_t changes = 0;
    bool is_urgent = false;  ///< somebody said that there is something
    Heads late;              ///< what was not there when it was looked for the first time
    std::atomic<std::size_t> shards_left{0};
    std::vector<std::unordered_map<std::string, std::int64_t>> seen_by_shard;
    std::atomic<bool> has_joining{false};
    std::unordered_map<std::string, std::int64_t> seen;  ///< lowest of all shards
  };
  using RoundRef = std::shared_ptr<Round>;

  void look();
  void begin();
  void read_signals(const NodeRef& node, const RoundRef& round);
  void collect(const NodeRef& node, const RoundRef& round);
  void read(const NodeRef& node, const RoundRef& round);
  void apply(const NodeRef& node, const RoundRef& round, Transaction& transaction);
  void finish(const NodeRef& node, const RoundRef& round, std::optional<std::int64_t> signal_head,
              Heads late = {});
  void rest(bool is_done, bool was_for_signals_alone);
  void arm();

  std::weak_ptr<Node> node_;
  ShardState& state_;
  // On the shard:
  bool is_busy_ = false;  ///< a round is under way
  bool must_look_ = false;
  bool must_read_signals_ = false;
  std::uint64_t settled_changes_ = 0;
  RoundRef to_repeat_;  ///< found something late
  std::int64_t signal_head_ = 0;
  runtime::Timer timer_;
};

}  // namespace stollen::realtime
