#include "server/net/event_outbox.hpp"

#include <algorithm>

namespace stollen::net {
namespace {

constexpr std::string_view kData = "data: ";
constexpr std::string_view kEnd = "\n\n";

}  // namespace

// JSON as we write it has no line break, so one `data` line holds it.
std::string_view EventOutbox::Entry::part(std::size_t index) const {
  if (payload.empty()) return index == 0 ? std::string_view(own) : std::string_view();
  switch (index) {
    case 0: return own.empty() ? kData : std::string_view(own);
    case 1: return payload;
    default: return kEnd;
  }
}

std::size_t EventOutbox::Entry::size() const {
  return part(0).size() + part(1).size() + part(2).size();
}

bool EventOutbox::would_exceed(std::size_t more_bytes, std::size_t share_percent) const {
  return limits_.are_exceeded_by(bytes_ + more_bytes, entries_.size() + 1, share_percent);
}

Admission EventOutbox::push(const realtime::FrameRef& frame, realtime::FrameClass frame_class,
                            std::string_view id) {
  Entry entry{.payload = frame->payload(), .frame = frame, .frame_class = frame_class};
  if (!id.empty()) entry.own.append("id: ").append(id).append("\n").append(kData);
  return admit(std::move(entry));
}

Admission EventOutbox::push_run(const realtime::FrameRun& run, std::size_t& at) {
  for (; at < run.frames.size(); ++at) {
    const realtime::TailFrame& frame = run.frames[at];
    Entry entry{.payload = run.payload_of(frame), .segment = run.segment, .frame_class = frame.frame_class};
    if (admit(std::move(entry)) == Admission::full) return Admission::full;
  }
  return Admission::queued;
}

Admission EventOutbox::admit(Entry entry) {
  using realtime::FrameClass;
  const std::size_t size = entry.size();
  if (would_exceed(size, 50)) {
    if (entry.frame_class == FrameClass::hint) return Admission::dropped;
    keep_if([](const Entry& waiting) { return waiting.frame_class != FrameClass::hint; });
  }
  // As in Outbox: one large frame may come on top of little.
  const std::size_t share = entry.frame_class == FrameClass::control ? 200 : 100;
  if (would_exceed(0, 50) && would_exceed(size, share)) return Admission::full;
  append(std::move(entry));
  return Admission::queued;
}

void EventOutbox::push_bytes(std::string bytes) {
  append({.own = std::move(bytes)});
}

void EventOutbox::append(Entry entry) {
  bytes_ += entry.size();
  entries_.push_back(std::move(entry));
}

void EventOutbox::discard() {
  keep_if([](const Entry& entry) { return entry.payload.empty(); });
}

// What was begun must end, or the events after it are garbage.
void EventOutbox::keep_if(bool (*keeps)(const Entry&)) {
  const auto begin = entries_.begin() + (sent_of_first_ > 0 ? 1 : 0);
  const auto end = std::remove_if(begin, entries_.end(), [&](const Entry& entry) {
    if (keeps(entry)) return false;
    bytes_ -= entry.size();
    return true;
  });
  entries_.erase(end, entries_.end());
}

std::size_t EventOutbox::gather(std::span<iovec> parts) const {
  std::size_t count = 0;
  std::size_t skip = sent_of_first_;
  for (const Entry& entry : entries_) {
    if (count + kPartsPerEntry > parts.size()) break;
    for (std::size_t i = 0; i < kPartsPerEntry; ++i) {
      std::string_view part = entry.part(i);
      const std::size_t skipped = std::min(skip, part.size());
      skip -= skipped;
      part.remove_prefix(skipped);
      if (part.empty()) continue;
      parts[count++] = {const_cast<char*>(part.data()), part.size()};  // NOLINT: iovec serves reading too
    }
  }
  return count;
}

void EventOutbox::consume(std::size_t bytes) {
  bytes_ -= bytes;
  while (bytes > 0) {
    const std::size_t left = entries_.front().size() - sent_of_first_;
    if (bytes < left) {
      sent_of_first_ += bytes;
      return;
    }
    bytes -= left;
    sent_of_first_ = 0;
    entries_.pop_front();
  }
}

}  // namespace stollen::net
