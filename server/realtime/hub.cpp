#include "server/realtime/hub.hpp"

#include <algorithm>
#include <span>
#include <utility>
#include <vector>

#include "server/core/metrics.hpp"

namespace stollen::realtime {
namespace {

struct Figures {
  metrics::Counter& gaps =
      metrics::counter("stollen_realtime_gaps_total", "Gaps in a stream that were read from the store.");
  metrics::Counter& lost = metrics::counter("stollen_realtime_positions_lost_total",
                                            "Sessions that have to come back since events could not be had.");
};
Figures& figures() {
  static Figures own;
  return own;
}

}  // namespace

Membership::Membership(Hub& hub, std::string_view stream, Member& member)
    : hub_(hub), member_(member), stream_(hub.enter(*this, stream)) {}
Membership::~Membership() {
  hub_.leave(*this);
}
void Membership::go_live(std::int64_t head) {
  hub_.go_live(*this, head);
}

std::int64_t Membership::head() const {
  return std::max(last_, stream_.seen);
}

HubStream* Hub::find(std::string_view stream) {
  const auto found = streams_.find(stream);
  return found == streams_.end() ? nullptr : found->second.get();
}

HubStream& Hub::enter(Membership& membership, std::string_view name) {
  HubStream* stream = find(name);
  if (stream == nullptr) {
    auto made = std::make_unique<HubStream>();
    made->name = name;
    made->hash = hash(name);
    stream = streams_.emplace(std::string(name), std::move(made)).first->second.get();
  }
  interest_.add(shard_, stream->hash);
  membership.index_ = stream->members.size();
  stream->members.push_back(&membership);
  ++stream->joining;
  return *stream;
}

void Hub::leave(Membership& membership) {
  HubStream& stream = membership.stream_;
  stream.members.back()->index_ = membership.index_;
  std::swap(stream.members[membership.index_], stream.members.back());
  stream.members.pop_back();
  interest_.remove(shard_, stream.hash);
  if (!membership.is_live()) end_joining(stream);
  if (stream.members.empty()) {
    streams_.erase(streams_.find(stream.name));
  } else if (stream.members.size() == stream.joining) {
    stream.seen = -1;
    stream.early.clear();
    stream.fetching_after.reset();
  }
}

void Hub::end_joining(HubStream& stream) {
  if (--stream.joining > 0) return;
  stream.held.clear();
  stream.held_lost = 0;
}

void Hub::go_live(Membership& membership, std::int64_t head) {
  HubStream& stream = membership.stream_;
  membership.last_ = head;
  std::vector<std::pair<std::int64_t, FrameRef>> beyond_gap;
  for (const auto& [n, frame] : stream.held) {
    if (n == membership.last_ + 1) {
      membership.last_ = n;
      membership.member_.deliver(frame, FrameClass::durable);
    } else if (n > membership.last_) {
      beyond_gap.emplace_back(n, frame);
    }
  }
  const bool is_lost = membership.last_ < stream.held_lost;  // more came during the join than is held
  end_joining(stream);
  if (stream.seen < 0) stream.seen = membership.last_;  // the first who is live
  if (is_lost) {
    figures().lost.add();
    membership.member_.lose_position();
    return;
  }
  for (const auto& [n, frame] : beyond_gap) take_live(stream, n, frame);
}

void Hub::deliver(const Event& event) {
  HubStream* stream = find(event.stream);
  if (stream == nullptr)
    return;  // another stream shares the interest's slot, or the last member has just left
  take(*stream, event.n, event.frame);
}

void Hub::take(HubStream& stream, std::int64_t n, const FrameRef& frame) {
  if (stream.joining > 0) hold(stream, n, frame);
  take_live(stream, n, frame);
}

void Hub::hold(HubStream& stream, std::int64_t n, const FrameRef& frame) {
  stream.held.emplace(n, frame);
  if (stream.held.size() <= kHeldEvents) return;
  stream.held_lost = stream.held.begin()->first;
  stream.held.erase(stream.held.begin());
}

void Hub::take_live(HubStream& stream, std::int64_t n, const FrameRef& frame) {
  if (stream.seen < 0) return;  // nobody is live
  if (n <= stream.seen + 1) {
    fan_out(stream, n, frame);
    take_early(stream);
    return;
  }
  stream.early.emplace(n, frame);
  if (!stream.fetching_after) fetch(stream);
}

void Hub::fetch(HubStream& stream) {
  stream.fetching_after = stream.seen;
  figures().gaps.add();
  fetch_gap_(stream.name, stream.seen, stream.early.begin()->first - 1);
}

void Hub::take_early(HubStream& stream) {
  while (!stream.early.empty() && stream.early.begin()->first <= stream.seen + 1) {
    const auto oldest = stream.early.extract(stream.early.begin());
    fan_out(stream, oldest.key(), oldest.mapped());
  }
}

void Hub::fan_out(HubStream& stream, std::int64_t n, const FrameRef& frame) {
  stream.seen = std::max(stream.seen, n);
  for (Membership* membership : stream.members) {
    if (membership->last_ != n - 1) continue;  // joining, or it has the event
    membership->last_ = n;
    membership->member_.deliver(frame, FrameClass::durable);
  }
}

void Hub::hint(std::string_view name, const FrameRef& frame, const Member* except) {
  const HubStream* stream = find(name);
  if (stream == nullptr) return;
  for (Membership* membership : stream->members) {
    if (membership->is_live() && &membership->member_ != except)
      membership->member_.deliver(frame, FrameClass::hint);
  }
}

void Hub::gap_closed(const std::string& name, std::int64_t after, std::span<const Event> events) {
  HubStream* stream = find(name);
  if (stream == nullptr || stream->fetching_after != after)
    return;  // everybody had left, perhaps others came
  stream->fetching_after.reset();
  const std::int64_t seen_before = stream->seen;
  for (const Event& event : events) {
    if (event.n <= stream->seen + 1) take(*stream, event.n, event.frame);
  }
  if (stream->early.empty()) return;
  if (stream->seen > seen_before) return fetch(*stream);  // another gap behind the first
  // The store no longer has what is missing.
  stream->early.clear();
  std::vector<Member*> stranded;
  for (const Membership* membership : stream->members) {
    if (membership->is_live()) stranded.push_back(&membership->member_);
  }
  figures().lost.add(stranded.size());
  for (Member* member : stranded) member->lose_position();
}

}  // namespace stollen::realtime
