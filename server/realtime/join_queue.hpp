#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "protocol/generated/cpp/session.hpp"
#include "server/realtime/join_reader.hpp"
#include "server/realtime/node.hpp"

namespace stollen::realtime {

/// A session's wish to join streams, on its way through storage.
struct JoinRun {
  ShardState* state = nullptr;
  SessionTable::Key session = 0;
  Caller caller;
  runtime::SteadyClock::time_point since;
  std::vector<JoinWish> wanted;  ///< those the session has become a joining member of
  std::vector<protocol::JoinedStream> answers;
  std::uint64_t ticket = 0;  ///< marks the places in streams that this wish made
  int attempts = 0;
  bool must_read = false;   ///< what the shard had was gone when it was needed
  bool has_failed = false;  ///< its picture could not be read
};
using JoinRunRef = std::shared_ptr<JoinRun>;

/// Has the rights of those who join read, and what they missed. One snapshot at a time: who comes while one
/// is read waits for the next, and while very many come each waits for some more, so that when hundreds
/// return at once, many share each. What it read of a room's newest events the shard then keeps for a short
/// while, so a room is read once and not once for each snapshot. On the shard.
class JoinQueue final : public QuietTurn {
 public:
  JoinQueue(Node& node, runtime::Shard& shard);
  /// Has the session finish, later: with the answers, or with the reason why there are none.
  void add(JoinRunRef run);

 private:
  struct Batch;
  using BatchRef = std::shared_ptr<Batch>;

  runtime::FlushResult flush(std::uint32_t members) noexcept override;
  [[nodiscard]] bool may_read_now();
  void begin_reading();
  void choose_what_is_kept(JoinRun& run);
  static void submit(const NodeRef& node, const BatchRef& batch);
  static void read(const Node& node, Batch& batch, Transaction& transaction);
  static void read_one(JoinReader& reader, JoinRun& run);
  static void finish(const NodeRef& node, const BatchRef& batch, std::optional<Error> problem);
  void finish_here(const NodeRef& node, const Batch& batch, const std::optional<Error>& problem);
  void forget_unused();

  std::vector<JoinRunRef> waiting_;
  bool is_reading_ = false;
  std::int64_t free_reads_ = 0;
  runtime::SteadyClock::time_point freed_until_{};
  runtime::Timer gathering_;
  runtime::Timer forgetting_;
};

}  // namespace stollen::realtime
