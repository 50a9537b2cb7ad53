#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "server/realtime/node.hpp"
#include "server/storage/timers.hpp"

namespace stollen::realtime {

/// Runs the store's timers that are due, each in a write unit of its own: the unit that takes the row away
/// also does what it is for, so each is done once, whoever else runs timers of the same store. A few at a
/// time, those due first in front, so that commands find their way between them.
///
/// Between rounds it knows the next due time, and looks at the wall clock each RealtimeLimits::store_watch,
/// since that may jump. It reads the store again when something is due, was set here or may have been set by
/// another process.
class TimerRunner : public std::enable_shared_from_this<TimerRunner> {
 public:
  explicit TimerRunner(const NodeRef& node);
  void start();
  /// A timer was set. From any thread, after the commit.
  void tell(protocol::Timestamp due);

 private:
  struct Round;
  struct Firing;
  using RoundRef = std::shared_ptr<Round>;
  using FiringRef = std::shared_ptr<Firing>;

  // On the shard:
  void hear(protocol::Timestamp due);
  void look();
  void read(const NodeRef& node);
  void run(const NodeRef& node, const storage::DueTimers& timers);
  void rest();
  void arm(const Node& node);
  // On storage threads, where `fire` is also called on the shard:
  void fire(const NodeRef& node, const FiringRef& firing);
  void fired(const NodeRef& node, const FiringRef& firing, storage::WriteOutcome outcome,
             storage::Effects&& effects);
  void postpone(const NodeRef& node, const FiringRef& firing);
  void end(const NodeRef& node, const FiringRef& firing, bool is_settled);

  std::weak_ptr<Node> node_;
  ShardState& state_;
  // On the shard:
  runtime::Timer timer_;
  bool is_busy_ = false;       ///< a round is under way
  bool must_read_ = true;      ///< at the next look, whatever is known
  std::uint64_t changes_ = 0;  ///< Database::foreign_changes before the last reading
  runtime::SteadyClock::time_point read_at_;
  std::optional<protocol::Timestamp> next_due_;
  std::optional<protocol::Timestamp> heard_;  ///< earliest that was told since the last reading began
};

}  // namespace stollen::realtime
