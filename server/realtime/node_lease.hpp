#pragma once

#include <atomic>
#include <memory>
#include <vector>

#include "server/realtime/beat_watch.hpp"
#include "server/realtime/node.hpp"
#include "server/storage/attendance.hpp"

namespace stollen::realtime {

/// What a node that shares its store tells the others: that it lives, and who is present here. And what it
/// hears of them: of a node that has gone, or whose beat stood still for RealtimeLimits::node_lease by the
/// clock of this one, exactly one other takes the people over and gives each the usual grace to come back.
///
/// One kind of write unit does it all. It stands in the writer's queue before any command of those who have
/// come, so nobody can lose by a late absence what they got after their return; all who come while it waits
/// are told in one. After a unit that was not stored, and after others have taken the node for dead, the
/// next one tells the store everything anew. docs/decisions/0019 says what can go wrong.
class NodeLease : public std::enable_shared_from_this<NodeLease> {
 public:
  explicit NodeLease(const NodeRef& node);
  /// Before any session is opened.
  void start();
  /// Somebody has come of whom the store has to be told (Presence::Arrival::untold). On the session's shard.
  void tell_soon(ShardState& state);
  /// Whether what the store has of this node is right as far as this node knows. Until it is, nobody is
  /// absent.
  [[nodiscard]] bool is_settled() const { return is_settled_.load(std::memory_order_acquire); }
  /// In the write unit of an absence.
  [[nodiscard]] storage::Departure depart(Transaction& transaction, protocol::PersonId person) const;
  /// Leaves everybody to the other nodes. Blocks; when nothing more is expected of this one.
  void give_back();

 private:
  struct Round;
  using RoundRef = std::shared_ptr<Round>;

  // On the first shard:
  void beat();
  void hurry();
  void take_over(const NodeRef& node, const storage::NodeBeat& dead);
  void watch(const NodeRef& node, const std::vector<protocol::PersonId>& people);
  // On shards and storage threads:
  storage::WriteUnit unit_of_round(const NodeRef& node);
  bool write(Node& node, Round& round, Transaction& transaction);
  void repair(Node& node, Round& round, Transaction& transaction) const;
  void written(const NodeRef& node, const RoundRef& round, storage::WriteOutcome outcome);

  std::weak_ptr<Node> node_;
  ShardState& state_;
  std::atomic<bool> is_queued_{false};   ///< a unit waits that has not yet looked who came
  std::atomic<bool> is_settled_{false};  ///< false at first: the first unit tells everything
  std::atomic<bool> is_over_{false};
  // On the first shard:
  runtime::Timer timer_;
  BeatWatch others_;
};

}  // namespace stollen::realtime
