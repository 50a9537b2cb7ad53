#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/cpp/raw_json.hpp"
#include "server/realtime/frame.hpp"
#include "server/runtime/timer_wheel.hpp"

namespace stollen::realtime {

/// The newest events of a stream as they were read from the store, without a hole.
struct StreamEnd {
  std::string epoch;
  std::int64_t after = 0;  ///< the events are those above this number
  std::vector<FrameRef> events;

  [[nodiscard]] std::int64_t head() const { return after + static_cast<std::int64_t>(events.size()); }
};

/// The newest events of a stream that a shard follows, kept for a short while after somebody came back to it:
/// when a network fails, hundreds come back, and the store is to be asked once and not for each of them.
///
/// What is kept here was true when it was read; an event whose text is replaced later must be forgotten.
class RecentEvents {
 public:
  struct Limits {
    std::size_t events = 500;
    std::size_t bytes = 256 * 1024;             ///< of one stream
    std::size_t shard_bytes = 8 * 1024 * 1024;  ///< of all streams of a shard
  };

  /// `used_bytes` is what all streams of the shard keep; this one adds and takes its part.
  RecentEvents(const StreamEnd& end, const Limits& limits, std::size_t& used_bytes);
  ~RecentEvents();
  RecentEvents(const RecentEvents&) = delete;
  RecentEvents& operator=(const RecentEvents&) = delete;

  [[nodiscard]] std::int64_t head() const { return after_ + static_cast<std::int64_t>(events_.size()); }
  [[nodiscard]] bool covers(std::string_view epoch, std::int64_t last) const;
  [[nodiscard]] const std::string& epoch() const { return epoch_; }
  /// A JSON list of the events above `last`, which must be covered; nothing when that is more than a replay
  /// may hold.
  [[nodiscard]] std::optional<protocol::RawJson> above(std::int64_t last);
  /// The event behind head(); older ones are here already. False: there is a hole, so this is of no more use.
  [[nodiscard]] bool append(std::int64_t n, const FrameRef& frame);
  [[nodiscard]] runtime::SteadyClock::time_point last_use() const { return last_use_; }

 private:
  void push(const FrameRef& frame);
  void drop_oldest();

  const Limits& limits_;
  std::size_t& used_bytes_;
  std::string epoch_;
  std::int64_t after_;
  std::deque<FrameRef> events_;
  std::size_t bytes_ = 0;
  runtime::SteadyClock::time_point last_use_;
};

}  // namespace stollen::realtime
