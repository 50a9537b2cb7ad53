#pragma once

#include <cstdint>
#include <expected>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/cpp/json_reader.hpp"
#include "protocol/generated/cpp/session.hpp"

namespace stollen::net {

/// Streams with the positions of a client, as one line: `hall@k7:12,cafe@k7:3`; `hall` alone has no position
/// yet. It stands in the address of an event stream and, as its id, in what the server sends on it.
std::expected<std::vector<protocol::JoinStream>, protocol::FieldError> parse_positions(std::string_view line);

/// The positions that a client has once it has read everything that was sent to it.
class StreamPositions {
 public:
  /// Learns from a frame about the connection itself: the answer to a join, a heartbeat, a stream that was
  /// left. False: it says nothing about positions.
  bool learn(std::string_view frame);
  [[nodiscard]] std::string line() const;

 private:
  struct Position {
    std::string epoch;
    std::int64_t last = 0;
  };
  std::map<std::string, Position, std::less<>> streams_;
};

}  // namespace stollen::net
