#include "server/realtime/tail.hpp"

#include <algorithm>

namespace stollen::realtime {

std::uint64_t Tail::append(const FrameRef& frame, std::int64_t n, FrameClass frame_class) {
  const std::string_view wire = frame->wire();
  if (!segment_ || segment_->room() < wire.size()) make_room(wire.size());
  const auto begin = static_cast<std::uint32_t>(segment_->size());
  segment_->append(wire);
  frames_.push_back({.n = n,
                     .begin = begin,
                     .end = begin + static_cast<std::uint32_t>(wire.size()),
                     .header_bytes = static_cast<std::uint8_t>(wire.size() - frame->payload().size()),
                     .frame_class = frame_class});
  return end() - 1;
}

// Runs are contiguous, so what is still wanted moves along. Doubling keeps that rare.
void Tail::make_room(std::size_t bytes) {
  const std::size_t used = frames_.empty() ? 0 : frames_.back().end - frames_.front().begin;
  SegmentRef larger = pool_.take((used + bytes) * 2);
  if (used > 0) larger->append({segment_->data() + frames_.front().begin, used});
  const std::uint32_t moved_by = frames_.empty() ? 0 : frames_.front().begin;
  for (TailFrame& frame : frames_) {
    frame.begin -= moved_by;
    frame.end -= moved_by;
  }
  if (segment_) pool_.give_back(std::move(segment_));
  segment_ = std::move(larger);
}

std::uint64_t Tail::position_of(std::int64_t n) const {
  const auto found = std::ranges::find(frames_, n, &TailFrame::n);
  return forgotten_ + static_cast<std::uint64_t>(found - frames_.begin());
}

void Tail::forget_before(std::uint64_t position) {
  if (position <= forgotten_) return;
  const auto count = static_cast<std::ptrdiff_t>(std::min(position, end()) - forgotten_);
  frames_.erase(frames_.begin(), frames_.begin() + count);
  forgotten_ += static_cast<std::uint64_t>(count);
  if (frames_.empty() && segment_) pool_.give_back(std::move(segment_));
}

}  // namespace stollen::realtime
