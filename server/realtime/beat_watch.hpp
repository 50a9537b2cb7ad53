#pragma once

#include <chrono>
#include <string>
#include <unordered_map>
#include <vector>

#include "server/storage/attendance.hpp"

namespace stollen::realtime {

/// Tells which of the other nodes are to be taken over: those that have gone, and those whose beat stood
/// still for as long as a lease by this node's own clock.
class BeatWatch {
 public:
  using Time = std::chrono::steady_clock::time_point;

  explicit BeatWatch(std::chrono::milliseconds lease) : lease_(lease) {}

  /// With the beats of all others, as often as they are read.
  [[nodiscard]] std::vector<storage::NodeBeat> to_be_taken_over(const std::vector<storage::NodeBeat>& others,
                                                                Time now);

 private:
  struct Mark {
    std::int64_t beat = 0;
    Time since;
  };
  const std::chrono::milliseconds lease_;
  std::unordered_map<std::string, Mark> marks_;
  Time looked_at_;
};

}  // namespace stollen::realtime
