#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "protocol/generated/cpp/session.hpp"
#include "server/realtime/node.hpp"

namespace stollen::realtime {

class JoinReader;

/// A session's wish to join streams, on its way through storage.
struct JoinRun {
  ShardState* state = nullptr;
  SessionTable::Key session = 0;
  Caller caller;
  runtime::SteadyClock::time_point since;
  std::vector<protocol::JoinStream> wanted;  ///< those the session has become a joining member of
  std::vector<protocol::JoinedStream> answers;
  std::uint64_t ticket = 0;  ///< marks the places in streams that this wish made
  int attempts = 0;
  bool has_failed = false;  ///< its picture could not be read
};
using JoinRunRef = std::shared_ptr<JoinRun>;

/// Wishes that come in one turn of a shard's loop are read in one snapshot: when hundreds return at once,
/// each room is read once and not once for each of its members. On the shard.
class JoinQueue final : public runtime::Flushable {
 public:
  JoinQueue(Node& node, runtime::Shard& shard);
  /// Has the session finish, later: with the answers, or with the reason why there are none.
  void add(JoinRunRef run);

 private:
  runtime::FlushResult flush(std::uint32_t members) noexcept override;
  using Runs = std::shared_ptr<const std::vector<JoinRunRef>>;
  static void read_together(const NodeRef& node, const Runs& runs);
  static void read_one(JoinReader& reader, JoinRun& run);

  Node& node_;
  std::vector<JoinRunRef> waiting_;
  runtime::FlushScheduler turns_;
};

}  // namespace stollen::realtime
