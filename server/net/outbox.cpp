#include "server/net/outbox.hpp"

#include <algorithm>
#include <cstring>
#include <iterator>
#include <utility>

namespace stollen::net {

namespace {

constexpr std::size_t kCutAfter = 64;     // entries sent that may lie in front
constexpr std::size_t kKeptCapacity = 8;  // entries of an idle connection

}  // namespace

bool Outbox::would_exceed(std::size_t more_bytes, std::size_t share_percent) const {
  return limits_.are_exceeded_by(bytes_ + more_bytes, frames() + 1, share_percent);
}

Admission Outbox::admit(std::size_t size, realtime::FrameClass frame_class) {
  using realtime::FrameClass;
  if (would_exceed(size, 50)) {
    if (frame_class == FrameClass::hint) {
      ++dropped_hints_;
      return Admission::dropped;
    }
    drop_waiting_hints();
  }
  // One large frame may come on top of little: who resumes must get what it came for, whatever its size.
  if (!would_exceed(0, 50)) return Admission::queued;
  // Control frames pass where durable ones do not, but not without end.
  return would_exceed(size, frame_class == FrameClass::control ? 200 : 100) ? Admission::full
                                                                            : Admission::queued;
}

Admission Outbox::push(const realtime::FrameRef& frame, realtime::FrameClass frame_class) {
  const Admission admission = admit(frame->wire().size(), frame_class);
  if (admission == Admission::queued)
    append({.bytes = frame->wire(), .frame = frame, .frame_class = frame_class});
  return admission;
}

Admission Outbox::push_run(const realtime::FrameRun& run, std::size_t& at) {
  std::size_t begin = 0;
  for (const realtime::TailFrame& frame : run.frames) {
    const std::string_view bytes = run.wire_of(frame);
    const std::size_t end = begin + bytes.size();
    const std::size_t sent = at > begin ? at - begin : 0;
    begin = end;
    if (at >= end) continue;
    const Admission admission = sent > 0 ? Admission::queued : admit(bytes.size(), frame.frame_class);
    if (admission == Admission::full) return admission;
    at = end;
    if (admission == Admission::dropped) continue;
    append({.bytes = bytes, .segment = run.segment, .frame_class = frame.frame_class});
    if (sent == 0) continue;
    sent_of_first_ = sent;
    bytes_ -= sent;
  }
  return Admission::queued;
}

Admission Outbox::push_bytes(std::string_view bytes) {
  if (would_exceed(bytes.size(), 200)) return Admission::full;
  Entry entry{.own = std::make_unique_for_overwrite<char[]>(bytes.size())};
  std::memcpy(entry.own.get(), bytes.data(), bytes.size());
  entry.bytes = {entry.own.get(), bytes.size()};
  append(std::move(entry));
  return Admission::queued;
}

void Outbox::append(Entry entry) {
  bytes_ += entry.bytes.size();
  entries_.push_back(std::move(entry));
}

void Outbox::drop_waiting_hints() {
  const std::size_t before = frames();
  keep_if([](const Entry& entry) { return entry.frame_class != realtime::FrameClass::hint; });
  dropped_hints_ += before - frames();
}

void Outbox::discard() {
  keep_if([](const Entry& entry) { return entry.own != nullptr; });
}

void Outbox::keep_if(bool (*keeps)(const Entry&)) {
  const std::size_t untouched = first_ + (sent_of_first_ > 0 ? 1 : 0);
  const auto begin = entries_.begin() + static_cast<std::ptrdiff_t>(untouched);
  const auto end = std::remove_if(begin, entries_.end(), [&](const Entry& entry) {
    if (keeps(entry)) return false;
    bytes_ -= entry.bytes.size();
    return true;
  });
  entries_.erase(end, entries_.end());
}

std::size_t Outbox::gather(std::span<iovec> parts) const {
  const std::size_t count = std::min(parts.size(), frames());
  for (std::size_t i = 0; i < count; ++i) {
    std::string_view view = entries_[first_ + i].bytes;
    if (i == 0) view.remove_prefix(sent_of_first_);
    parts[i] = {const_cast<char*>(view.data()), view.size()};  // NOLINT: iovec serves reading too
  }
  return count;
}

void Outbox::consume(std::size_t bytes) {
  bytes_ -= bytes;
  while (bytes > 0) {
    const std::size_t left = entries_[first_].bytes.size() - sent_of_first_;
    if (bytes < left) {
      sent_of_first_ += bytes;
      break;
    }
    bytes -= left;
    entries_[first_] = {};
    ++first_;
    sent_of_first_ = 0;
  }
  if (first_ == entries_.size()) {
    entries_.clear();
    if (entries_.capacity() > kKeptCapacity) std::vector<Entry>().swap(entries_);
    first_ = 0;
  } else if (first_ >= kCutAfter) {
    entries_.erase(entries_.begin(), entries_.begin() + static_cast<std::ptrdiff_t>(first_));
    first_ = 0;
  }
}

}  // namespace stollen::net
