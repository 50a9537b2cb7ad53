#pragma once

#include <map>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "protocol/generated/cpp/session.hpp"
#include "server/realtime/node.hpp"

namespace stollen::realtime {

/// Reads what sessions need to join streams, in one snapshot of the store. What many of them need is read
/// once: where a stream stands, and what was missed after a number. Rights are looked at for each of them.
class JoinReader {
 public:
  JoinReader(const Node& node, Transaction& transaction) : node_(node), transaction_(transaction) {}

  /// In the order of `wanted`; denied where the stream is none, or not for this caller.
  std::vector<protocol::JoinedStream> read(const Caller& caller,
                                           const std::vector<protocol::JoinStream>& wanted);

 private:
  struct Extent {
    std::int64_t head = 0;
    std::int64_t first = 1;  ///< oldest number that is still stored
  };
  using Missed = std::optional<protocol::RawJson>;  ///< none: more than a replay may hold

  protocol::JoinedStream read_stream(const Caller& caller, const protocol::JoinStream& wanted);
  const Extent& extent_of(const std::string& stream);
  bool can_replay(const protocol::JoinStream& wanted, const Extent& extent);
  const Missed& missed(const std::string& stream, std::int64_t after, std::int64_t up_to);

  const Node& node_;
  Transaction& transaction_;
  std::unordered_map<std::string, Extent> extents_;
  std::map<std::pair<std::string, std::int64_t>, Missed> missed_;
};

}  // namespace stollen::realtime
