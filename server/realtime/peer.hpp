#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string_view>

#include "server/realtime/frame.hpp"

namespace stollen::realtime {

/// Order in which an outbox may lose: hints are dropped first, durable events end the session (it
/// resumes from the store), control frames always pass.
enum class FrameClass : std::uint8_t { control, durable, hint };

/// Why the server ends a connection; RFC 6455 section 7.4.2 private range.
enum class CloseCode : std::uint16_t {
  drain = 4001,
  slow = 4008,
  no_heartbeat = 4009,
  position_lost = 4010,
  rate = 4029,
  protocol = 4500,
  log_in_again = 4501,
  removed = 4503,
  too_many_sessions = 4504,
  version = 4505,
};

/// What realtime needs of a connection. Implemented by net; all calls on the connection's shard. Neither
/// function may destroy the session, or call it, before it has returned.
class Peer {
 public:
  virtual ~Peer() = default;
  /// Queues a frame in the outbox; never blocks, never fails visibly: a full outbox closes with `slow`.
  virtual void send(const FrameRef& frame, FrameClass frame_class) = 0;
  virtual void close(CloseCode code, std::string_view reason, std::chrono::milliseconds retry_after = {}) = 0;
};

}  // namespace stollen::realtime
