#include "server/realtime/recent_events.hpp"

namespace stollen::realtime {

RecentEvents::RecentEvents(const StreamEnd& end, const Limits& limits, std::size_t& used_bytes)
    : limits_(limits),
      used_bytes_(used_bytes),
      epoch_(end.epoch),
      after_(end.after),
      last_use_(runtime::SteadyClock::now()) {
  for (const FrameRef& event : end.events) push(event);
}

RecentEvents::~RecentEvents() {
  used_bytes_ -= bytes_;
}

bool RecentEvents::covers(std::string_view epoch, std::int64_t last) const {
  return epoch == epoch_ && last >= after_ && last <= head();
}

std::optional<protocol::RawJson> RecentEvents::above(std::int64_t last) {
  last_use_ = runtime::SteadyClock::now();
  protocol::RawJson list{"["};
  for (auto at = events_.begin() + (last - after_); at != events_.end(); ++at) {
    if (list.text.size() > 1) list.text.push_back(',');
    list.text.append((*at)->payload());
    if (list.text.size() > limits_.bytes) return std::nullopt;
  }
  list.text.push_back(']');
  return list;
}

bool RecentEvents::append(std::int64_t n, const FrameRef& frame) {
  if (n <= head()) return true;
  if (n > head() + 1) return false;
  push(frame);
  return true;
}

// More than a replay may hold serves nobody; more than the shard's share is given up by whoever grows.
void RecentEvents::push(const FrameRef& frame) {
  const std::size_t size = frame->wire().size();
  events_.push_back(frame);
  bytes_ += size;
  used_bytes_ += size;
  while (!events_.empty() &&
         (events_.size() > limits_.events || bytes_ > limits_.bytes || used_bytes_ > limits_.shard_bytes)) {
    drop_oldest();
  }
}

void RecentEvents::drop_oldest() {
  const std::size_t size = events_.front()->wire().size();
  events_.pop_front();
  ++after_;
  bytes_ -= size;
  used_bytes_ -= size;
}

}  // namespace stollen::realtime
