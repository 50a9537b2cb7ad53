#include "server/realtime/hub.hpp"

namespace stollen::realtime {

Membership::Membership(Hub& hub, std::string_view stream, Member& member)
    : hub_(hub), member_(member), stream_(hub.enter(*this, stream)) {}
Membership::~Membership() {
  hub_.leave(*this);
}

HubStream* Hub::find(std::string_view stream) {
  const auto found = streams_.find(stream);
  return found == streams_.end() ? nullptr : found->second.get();
}

HubStream& Hub::enter(Membership& membership, std::string_view name) {
  HubStream* stream = find(name);
  if (stream == nullptr) {
    stream = streams_.emplace(std::string(name), std::make_unique<HubStream>(std::string(name), shared_))
                 .first->second.get();
    followed_(name, true);
  }
  interest_.add(shard_, hash(name));
  stream->enter(membership);
  return *stream;
}

void Hub::leave(Membership& membership) {
  HubStream& stream = membership.stream_;
  stream.leave(membership);
  interest_.remove(shard_, hash(stream.name()));
  if (!stream.is_empty()) return;
  followed_(stream.name(), false);
  streams_.erase(streams_.find(stream.name()));
}

void Hub::deliver(const Event& event) {
  // None: another stream shares the interest's slot, or the last member has just left.
  if (HubStream* stream = find(event.stream)) stream->take(event.n, event.frame);
}

void Hub::hint(std::string_view name, const FrameRef& frame, Membership* except) {
  if (HubStream* stream = find(name)) stream->hint(frame, except);
}

void Hub::gap_closed(const std::string& name, std::int64_t after, std::span<const Event> events) {
  if (HubStream* stream = find(name)) stream->gap_closed(after, events);
}

void Hub::remember(const std::string& name, const StreamEnd& end, std::uint64_t forgotten) {
  HubStream* stream = find(name);
  if (stream != nullptr && forgotten == forgotten_) stream->remember(end);
}

RecentEvents* Hub::recent(std::string_view name) {
  HubStream* stream = find(name);
  return stream == nullptr ? nullptr : stream->recent();
}

void Hub::forget_recent() {
  ++forgotten_;
  for (const auto& [name, stream] : streams_) stream->forget_recent();
}

bool Hub::forget_unused_since(runtime::SteadyClock::time_point time) {
  bool has_left = false;
  for (const auto& [name, stream] : streams_) has_left |= stream->forget_recent_before(time);
  return has_left;
}

}  // namespace stollen::realtime
