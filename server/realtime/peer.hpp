#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string_view>

#include "server/realtime/frame.hpp"
#include "server/realtime/frame_class.hpp"
#include "server/realtime/tail.hpp"

namespace stollen::realtime {

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

/// Whether bytes leave at once or with what else gathers in this turn of the loop.
enum class Sending : std::uint8_t { now, with_others };

/// What realtime needs of a connection. Implemented by net; all calls on the connection's shard. None of the
/// functions may destroy the session, or call it, before it has returned.
class Peer {
 public:
  virtual ~Peer() = default;
  /// Queues a frame in the outbox; never blocks, never fails visibly: a full outbox closes with `slow`.
  virtual void send(const FrameRef& frame, FrameClass frame_class) = 0;
  /// The same for frames that lie in one piece and are shared with others. They are not copied.
  virtual void send_run(const FrameRun& run, Sending sending) = 0;
  virtual void close(CloseCode code, std::string_view reason, std::chrono::milliseconds retry_after = {}) = 0;
};

}  // namespace stollen::realtime
