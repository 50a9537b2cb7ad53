#include "server/realtime/beat_watch.hpp"

#include <algorithm>
#include <utility>

namespace stollen::realtime {

std::vector<storage::NodeBeat> BeatWatch::to_be_taken_over(const std::vector<storage::NodeBeat>& others,
                                                           Time now) {
  // Whoever has not looked for a while, since the store was away for instance, cannot say how long a beat
  // stood still: the others may not have been able to raise theirs either.
  if (now - std::exchange(looked_at_, now) > lease_ / 2) marks_.clear();
  std::erase_if(marks_, [&](const auto& known) {
    return std::ranges::find(others, known.first, &storage::NodeBeat::origin) == others.end();
  });
  std::vector<storage::NodeBeat> overdue;
  for (const storage::NodeBeat& other : others) {
    Mark& mark = marks_.try_emplace(other.origin, Mark{other.beat, now}).first->second;
    if (mark.beat != other.beat) mark = {other.beat, now};
    if (other.has_gone() || now - mark.since >= lease_) overdue.push_back(other);
  }
  return overdue;
}

}  // namespace stollen::realtime
