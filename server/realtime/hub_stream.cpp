#include "server/realtime/hub_stream.hpp"

#include <algorithm>

#include "server/core/metrics.hpp"
#include "server/realtime/hub.hpp"

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

void HubStream::enter(Membership& membership) {
  membership.index_ = members_.size();
  members_.push_back(&membership);
  ++joining_;
}

void HubStream::leave(Membership& membership) {
  hand_over(membership, Sending::with_others);
  if (membership.has_own_hints_) {
    std::erase_if(left_out_, [&](const auto& entry) { return entry.second == &membership; });
  }
  if (!membership.is_live()) {
    end_joining();
  } else if (membership.position_ == kDetached) {
    --detached_;
  }
  remove(membership.index_);
  if (members_.size() == joining_) end_being_live();
}

// The last one takes the free place. While a flush is between two slices, those before the cursor have had
// their turn and those behind it have not: a place before the cursor is filled from before the cursor.
void HubStream::remove(std::size_t index) {
  const auto move = [this](std::size_t from, std::size_t to) {
    members_[to] = members_[from];
    members_[to]->index_ = to;
  };
  std::size_t free = index;
  if (free < next_to_flush_) {
    --next_to_flush_;
    move(next_to_flush_, free);
    free = next_to_flush_;
  }
  move(members_.size() - 1, free);
  members_.pop_back();
}

void HubStream::end_being_live() {
  seen_ = -1;
  recent_.reset();
  tail_.clear();
  left_out_.clear();
  early_.clear();
  fetching_after_.reset();
}

void HubStream::begin_being_live(std::int64_t seen) {
  seen_ = seen;
  // Who was to be the first when it was read has left, and what came since was taken by nobody.
  if (recent_ && recent_->head() != seen) recent_.reset();
}

// What came since the first one here began to join is held: so much more is known than was read.
void HubStream::remember(const StreamEnd& end) {
  recent_.reset();
  if (end.head() < held_lost_) return;
  auto recent = std::make_unique<RecentEvents>(end, shared_.recent_limits, shared_.recent_bytes);
  for (const auto& [n, frame] : held_) {
    if (!recent->append(n, frame)) break;  // beyond a gap that is being fetched
  }
  if (recent->head() >= seen_) recent_ = std::move(recent);
}

bool HubStream::forget_recent_before(runtime::SteadyClock::time_point time) {
  if (recent_ && recent_->last_use() < time) recent_.reset();
  return recent_ != nullptr;
}

void HubStream::end_joining() {
  if (--joining_ > 0) return;
  held_.clear();
  held_lost_ = 0;
}

void HubStream::go_live(Membership& membership, std::int64_t head) {
  membership.last_ = head;
  std::vector<std::pair<std::int64_t, FrameRef>> beyond_gap;
  for (const auto& [n, frame] : held_) {
    if (n == membership.last_ + 1) {
      membership.last_ = n;
      membership.member_.deliver(frame, FrameClass::durable);
    } else if (n > membership.last_) {
      beyond_gap.emplace_back(n, frame);
    }
  }
  const bool is_lost = membership.last_ < held_lost_;  // more came during the join than is held
  end_joining();
  if (seen_ < 0) begin_being_live(membership.last_);
  ++detached_;
  attach_if_level(membership);
  if (is_lost) {
    figures().lost.add();
    membership.member_.lose_position();
    return;
  }
  for (const auto& [n, frame] : beyond_gap) take_live(n, frame);
}

void HubStream::take(std::int64_t n, const FrameRef& frame) {
  if (joining_ > 0) hold(n, frame);
  take_live(n, frame);
}

void HubStream::hold(std::int64_t n, const FrameRef& frame) {
  held_.emplace(n, frame);
  if (held_.size() <= kHeldEvents) return;
  held_lost_ = held_.begin()->first;
  held_.erase(held_.begin());
}

void HubStream::take_live(std::int64_t n, const FrameRef& frame) {
  if (seen_ < 0) return;  // nobody is live
  if (n <= seen_) {
    if (detached_ > 0) give_late(n, frame);
  } else if (n == seen_ + 1) {
    append(n, frame);
    take_early();
  } else {
    early_.emplace(n, frame);
    if (!fetching_after_) fetch();
  }
}

void HubStream::append(std::int64_t n, const FrameRef& frame) {
  seen_ = n;
  if (recent_ && !recent_->append(n, frame)) recent_.reset();
  const std::uint64_t position = tail_.append(frame, n, FrameClass::durable);
  if (detached_ > 0) {
    for (Membership* membership : members_) {
      const bool is_next = membership->position_ == kDetached && membership->last_ == n - 1;
      if (is_next) attach(*membership, position);
    }
  }
  shared_.flushes.mark(*this);
}

void HubStream::give_late(std::int64_t n, const FrameRef& frame) {
  for (Membership* membership : members_) {
    if (membership->position_ != kDetached || membership->last_ != n - 1) continue;
    membership->last_ = n;
    membership->member_.deliver(frame, FrameClass::durable);
    attach_if_level(*membership);
  }
}

void HubStream::attach_if_level(Membership& membership) {
  if (membership.last_ > seen_) return;  // the others are behind it
  if (membership.last_ == seen_) return attach(membership, tail_.end());
  const std::uint64_t position = tail_.position_of(membership.last_ + 1);
  if (position == tail_.end()) return;
  attach(membership, position);
  // At once, since a flush that is under way may have passed its place, and forgets what lay there.
  hand_over(membership, Sending::with_others);
}

void HubStream::attach(Membership& membership, std::uint64_t position) {
  membership.position_ = position;
  --detached_;
}

void HubStream::fetch() {
  fetching_after_ = seen_;
  figures().gaps.add();
  shared_.fetch_gap(name_, seen_, early_.begin()->first - 1);
}

void HubStream::take_early() {
  while (!early_.empty() && early_.begin()->first <= seen_ + 1) {
    const auto oldest = early_.extract(early_.begin());
    if (oldest.key() > seen_) append(oldest.key(), oldest.mapped());
  }
}

void HubStream::hint(const FrameRef& frame, Membership* except) {
  if (members_.size() == joining_) return;
  const std::uint64_t position = tail_.append(frame, 0, FrameClass::hint);
  if (except != nullptr && except->position_ <= position) {
    except->has_own_hints_ = true;
    left_out_.emplace_back(position, except);
  }
  shared_.flushes.mark(*this);
}

void HubStream::hand_over(Membership& membership, Sending sending) {
  const std::uint64_t end = tail_.end();
  if (membership.position_ >= end) return;  // also the detached
  std::uint64_t from = std::exchange(membership.position_, end);
  membership.last_ = seen_;
  if (std::exchange(membership.has_own_hints_, false)) {
    for (const auto& [position, whose] : left_out_) {
      if (whose != &membership || position < from) continue;
      if (position > from) membership.member_.deliver_run(tail_.run(from, position), sending);
      from = position + 1;
    }
  }
  if (from < end) membership.member_.deliver_run(tail_.run(from, end), sending);
}

runtime::FlushResult HubStream::flush(std::uint32_t members) noexcept {
  if (next_to_flush_ == 0) flush_until_ = tail_.end();
  const std::size_t begin = next_to_flush_;
  const std::size_t end = std::min(members_.size(), begin + members);
  for (; next_to_flush_ < end; ++next_to_flush_) hand_over(*members_[next_to_flush_], Sending::now);
  const auto reached = static_cast<std::uint32_t>(end - begin);
  if (next_to_flush_ < members_.size()) return {reached, true};
  next_to_flush_ = 0;
  tail_.forget_before(flush_until_);
  std::erase_if(left_out_, [this](const auto& entry) { return entry.first < tail_.begin(); });
  if (!tail_.empty()) shared_.flushes.mark(*this);  // it came between two slices
  return {reached, false};
}

void HubStream::gap_closed(std::int64_t after, std::span<const HubEvent> events) {
  if (fetching_after_ != after) return;  // everybody had left, perhaps others came
  fetching_after_.reset();
  for (const HubEvent& event : events) {
    if (event.n <= seen_ + 1) take(event.n, event.frame);
  }
  if (early_.empty()) return;
  // Another gap behind the first, which what was read has filled, or what came meanwhile.
  if (seen_ > after) return fetch();
  // The store no longer has what is missing.
  early_.clear();
  std::vector<Member*> stranded;
  for (const Membership* membership : members_) {
    if (membership->is_live()) stranded.push_back(&membership->member_);
  }
  figures().lost.add(stranded.size());
  for (Member* member : stranded) member->lose_position();
}

std::int64_t HubStream::head_of(const Membership& membership) const {
  // What lies in the tail is on its way to a member that follows.
  return membership.position_ == kDetached ? std::max(membership.last_, seen_) : membership.last_;
}

}  // namespace stollen::realtime
