#pragma once

#include <sys/uio.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "server/net/outbox_limits.hpp"
#include "server/realtime/frame.hpp"
#include "server/realtime/peer.hpp"
#include "server/realtime/tail.hpp"

namespace stollen::net {

/// What waits to be sent to one peer, in the order in which it will be sent: shared frames and Beast's own
/// bytes. Bounded: whoever reads slowly costs this much and no more; only a single frame may be larger.
class Outbox {
 public:
  static constexpr std::size_t kPartsPerWrite = 64;

  explicit Outbox(OutboxLimits limits) : limits_(limits) {}

  /// At half of the limits new hints are refused and waiting ones are given up.
  Admission push(const realtime::FrameRef& frame, realtime::FrameClass frame_class);
  /// The frames of a run from the one in which byte `at` lies, which must be the first here if it was
  /// begun. What is refused as full is refused with all that follows, and `at` is where that begins.
  Admission push_run(const realtime::FrameRun& run, std::size_t& at);
  /// Bytes that must pass in this place (handshake, pong, close): only beyond twice the limits refused.
  Admission push_bytes(std::string_view bytes);

  /// Gives up everything that the peer has not begun to see. What was begun must end, or the frames after it
  /// are garbage.
  void discard();

  /// Fills `parts` with what is to be sent next; how many of them.
  std::size_t gather(std::span<iovec> parts) const;
  /// The first `bytes` of what gather() showed are sent.
  void consume(std::size_t bytes);

  [[nodiscard]] bool empty() const { return first_ == entries_.size(); }
  [[nodiscard]] std::size_t bytes() const { return bytes_; }
  [[nodiscard]] std::size_t frames() const { return entries_.size() - first_; }
  /// Hints dropped since the last time.
  std::uint64_t take_dropped_hints() { return std::exchange(dropped_hints_, 0); }

 private:
  struct Entry {
    std::string_view bytes;  // held by one of the three
    realtime::FrameRef frame;
    realtime::SegmentRef segment;
    std::unique_ptr<char[]> own;
    realtime::FrameClass frame_class = realtime::FrameClass::control;
  };

  [[nodiscard]] bool would_exceed(std::size_t more_bytes, std::size_t share_percent) const;
  void drop_waiting_hints();
  void keep_if(bool (*keeps)(const Entry&));
  Admission admit(std::size_t size, realtime::FrameClass frame_class);
  void append(Entry entry);

  const OutboxLimits limits_;
  std::vector<Entry> entries_;  // what was sent is cut off from time to time
  std::size_t first_ = 0;
  std::size_t sent_of_first_ = 0;
  std::size_t bytes_ = 0;
  std::uint64_t dropped_hints_ = 0;
};

}  // namespace stollen::net
