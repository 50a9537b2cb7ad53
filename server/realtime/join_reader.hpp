#pragma once

#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "protocol/generated/cpp/session.hpp"
#include "server/realtime/node.hpp"
#include "server/realtime/recent_events.hpp"

namespace stollen::realtime {

/// A stream that a session wants to join.
struct JoinWish {
  protocol::JoinStream stream;
  bool is_kept_here = false;  ///< its shard has what was missed: only the right has to be read
};

/// Reads what sessions need to join streams, in one snapshot of the store. What many of them need is read
/// once: the newest events of a stream. Rights are looked at for each of them.
class JoinReader {
 public:
  JoinReader(const Node& node, Transaction& transaction) : node_(node), transaction_(transaction) {}

  /// Somebody will ask for what came after `last`: before the first read, so that one is enough for all.
  void expect(const protocol::JoinStream& wanted);
  /// In the order of `wishes`; denied where the stream is none, or not for this caller. What the shard has
  /// itself is answered as replayed, without head and events.
  std::vector<protocol::JoinedStream> read(const Caller& caller, const std::vector<JoinWish>& wishes);
  /// The ends of streams that were read for those who return.
  std::unordered_map<std::string, StreamEnd> take_ends();

 private:
  struct Extent {
    std::int64_t head = 0;
    std::int64_t first = 1;  ///< oldest number that is still stored
  };
  using Missed = std::optional<protocol::RawJson>;  ///< none: more than a replay may hold

  protocol::JoinedStream read_stream(const Caller& caller, const JoinWish& wish);
  const Extent& extent_of(const std::string& stream);
  bool can_replay(const protocol::JoinStream& wanted, const Extent& extent);
  const StreamEnd& end_of(const std::string& stream, const Extent& extent, std::int64_t last);
  const Missed& missed(const std::string& stream, std::int64_t after, const StreamEnd& end);

  const Node& node_;
  Transaction& transaction_;
  std::unordered_map<std::string, std::set<std::int64_t>> expected_;  ///< positions that are asked for
  std::unordered_map<std::string, Extent> extents_;
  std::unordered_map<std::string, StreamEnd> ends_;
  std::map<std::pair<std::string, std::int64_t>, Missed> missed_;
};

}  // namespace stollen::realtime
