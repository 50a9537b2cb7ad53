#pragma once

#include <sys/uio.h>

#include <cstddef>
#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <string_view>

#include "server/net/outbox_limits.hpp"
#include "server/realtime/frame.hpp"
#include "server/realtime/peer.hpp"

namespace stollen::net {

/// What waits to be sent as Server-Sent Events. A frame's payload is shared with all WebSockets that get it:
/// around it go a constant `data: ` and an empty line, gathered in the same system call. Same limits and
/// classes as Outbox.
class EventOutbox {
 public:
  static constexpr std::size_t kPartsPerEntry = 3;
  static constexpr std::size_t kPartsPerWrite = 22 * kPartsPerEntry;

  explicit EventOutbox(OutboxLimits limits) : limits_(limits) {}

  /// `id` empty: none.
  Admission push(const realtime::FrameRef& frame, realtime::FrameClass frame_class, std::string_view id = {});
  /// The frames of a run from frame `at`. What is refused as full is refused with all that follows, and `at`
  /// is the frame where that begins.
  Admission push_run(const realtime::FrameRun& run, std::size_t& at);
  /// Bytes that must pass as they are: the head, the farewell.
  void push_bytes(std::string bytes);
  /// Gives up everything that the peer has not begun to see.
  void discard();

  /// Fills `parts`, whole events only; how many of them are used.
  std::size_t gather(std::span<iovec> parts) const;
  void consume(std::size_t bytes);

  [[nodiscard]] bool empty() const { return bytes_ == 0; }
  [[nodiscard]] std::size_t bytes() const { return bytes_; }

 private:
  struct Entry {
    std::string_view payload;  ///< held by one of the next two; empty: bytes as they are
    realtime::FrameRef frame;
    realtime::SegmentRef segment;
    std::string own;  ///< before the payload, or all there is
    realtime::FrameClass frame_class = realtime::FrameClass::control;

    [[nodiscard]] std::string_view part(std::size_t index) const;
    [[nodiscard]] std::size_t size() const;
  };
  [[nodiscard]] bool would_exceed(std::size_t more_bytes, std::size_t share_percent) const;
  void keep_if(bool (*keeps)(const Entry&));
  Admission admit(Entry entry);
  void append(Entry entry);

  const OutboxLimits limits_;
  std::deque<Entry> entries_;
  std::size_t sent_of_first_ = 0;
  std::size_t bytes_ = 0;
};

}  // namespace stollen::net
