#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "server/realtime/frame.hpp"
#include "server/realtime/frame_class.hpp"
#include "server/realtime/segment.hpp"

namespace stollen::realtime {

/// A frame in a segment. Its bytes end at `end` and begin where the one before ends.
struct TailFrame {
  std::int64_t n = 0;  ///< number in the stream; 0: a hint
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::uint8_t header_bytes = 0;
  FrameClass frame_class = FrameClass::durable;
};

/// Frames that lie back to back in one segment: sent as one piece, or kept in part for a peer that is slow.
struct FrameRun {
  const SegmentRef& segment;
  std::span<const TailFrame> frames;  ///< at least one

  [[nodiscard]] std::string_view wire() const {
    const std::uint32_t begin = frames.front().begin;
    return {segment->data() + begin, frames.back().end - begin};
  }
  [[nodiscard]] std::string_view wire_of(const TailFrame& frame) const {
    return {segment->data() + frame.begin, frame.end - frame.begin};
  }
  /// The JSON text alone.
  [[nodiscard]] std::string_view payload_of(const TailFrame& frame) const {
    return wire_of(frame).substr(frame.header_bytes);
  }
};

/// The newest frames of a stream on one shard, which not all of its members have yet. A frame is copied here
/// once; a member that follows has a position here and nothing else, whatever is said in the room.
///
/// Positions count all frames that were ever appended; they stay valid when older frames are forgotten.
class Tail {
 public:
  explicit Tail(SegmentPool& pool) : pool_(pool) {}

  /// Returns the frame's position.
  std::uint64_t append(const FrameRef& frame, std::int64_t n, FrameClass frame_class);

  [[nodiscard]] bool empty() const { return frames_.empty(); }
  [[nodiscard]] std::uint64_t begin() const { return forgotten_; }
  /// Behind the newest frame.
  [[nodiscard]] std::uint64_t end() const { return forgotten_ + frames_.size(); }
  /// The frames of [from, until): not empty, between begin() and end().
  [[nodiscard]] FrameRun run(std::uint64_t from, std::uint64_t until) const {
    return {segment_, std::span(frames_).subspan(from - forgotten_, until - from)};
  }
  /// Where event `n` lies; end() when it does not lie here.
  [[nodiscard]] std::uint64_t position_of(std::int64_t n) const;

  void forget_before(std::uint64_t position);
  void clear() { forget_before(end()); }

 private:
  void make_room(std::size_t bytes);

  SegmentPool& pool_;
  SegmentRef segment_;
  std::vector<TailFrame> frames_;
  std::uint64_t forgotten_ = 0;
};

}  // namespace stollen::realtime
