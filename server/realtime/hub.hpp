#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "server/realtime/hub_stream.hpp"
#include "server/runtime/interest.hpp"

namespace stollen::realtime {

class Hub;

/// A session's place in a stream on its shard. Begins as *joining*: events are held until go_live says at
/// which number the session's own picture stands. Leaves the stream when destroyed.
class Membership {
 public:
  Membership(Hub& hub, std::string_view stream, Member& member);
  ~Membership();
  Membership(const Membership&) = delete;
  Membership& operator=(const Membership&) = delete;

  /// Sends held events above `head`, then everything that comes.
  void go_live(std::int64_t head) { stream_.go_live(*this, head); }
  [[nodiscard]] bool is_live() const { return last_ >= 0; }
  /// Newest number that the member should have: what heartbeats tell, so that a lost event is noticed.
  [[nodiscard]] std::int64_t head() const { return stream_.head_of(*this); }
  /// Before something is sent that shall not overtake the stream's events.
  void hand_over() { stream_.hand_over(*this, Sending::with_others); }

 private:
  friend class Hub;
  friend class HubStream;
  Hub& hub_;
  Member& member_;
  std::int64_t last_ = -1;                         // newest number that it has
  std::uint64_t position_ = HubStream::kDetached;  // in the tail: the first frame that it has not
  std::size_t index_ = 0;
  bool has_own_hints_ = false;  // in the tail, to be left out
  HubStream& stream_;           // behind the others: entering sets them
};

/// The streams that sessions of one shard follow. Belongs to the shard's thread, takes no lock, encodes
/// nothing.
///
/// Promise: a live member gets every event above the head of its picture once, in order. It rests on this:
/// the shard's interest in a stream is announced before the picture is read, so that an event is in the
/// picture or comes here.
class Hub {
 public:
  using Event = HubEvent;
  using FetchGap = HubStream::FetchGap;
  /// The first one came to a stream here, or the last one left.
  using Followed = std::function<void(std::string_view stream, bool is_followed)>;

  Hub(
      std::uint32_t shard, runtime::Interest& interest, runtime::FlushScheduler& flushes, FetchGap fetch_gap,
      Followed followed = [](std::string_view, bool) {}, RecentEvents::Limits recent_limits = {})
      : shard_(shard),
        interest_(interest),
        followed_(std::move(followed)),
        shared_{flushes, {}, std::move(fetch_gap), recent_limits} {}

  void deliver(const Event& event);
  /// To all live members but one, which must follow this stream.
  void hint(std::string_view stream, const FrameRef& frame, Membership* except);
  void gap_closed(const std::string& stream, std::int64_t after, std::span<const Event> events);

  /// `end` was read since somebody here began to join. Dropped when texts were replaced since `forgotten`.
  void remember(const std::string& stream, const StreamEnd& end, std::uint64_t forgotten);
  /// The newest events of a stream, to go live behind them in the same turn; none: they have to be read.
  [[nodiscard]] RecentEvents* recent(std::string_view stream);
  /// Texts were replaced in the store: what is kept of them must not be shown any more.
  void forget_recent();
  /// Counts forget_recent().
  [[nodiscard]] std::uint64_t forgotten() const { return forgotten_; }
  /// True: some are left.
  bool forget_unused_since(runtime::SteadyClock::time_point time);

  [[nodiscard]] std::size_t streams() const { return streams_.size(); }
  /// visit(name, seen, has_joining) of every stream; `seen` is -1 while nobody is live.
  template <class Visit>
  void for_each_stream(Visit&& visit) const;

  static std::uint64_t hash(std::string_view stream) { return std::hash<std::string_view>{}(stream); }
  static constexpr std::size_t kHeldEvents = HubStream::kHeldEvents;

 private:
  friend class Membership;
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return Hub::hash(text); }
  };

  HubStream& enter(Membership& membership, std::string_view stream);
  void leave(Membership& membership);
  HubStream* find(std::string_view stream);

  const std::uint32_t shard_;
  runtime::Interest& interest_;
  const Followed followed_;
  HubStream::Shared shared_;
  std::uint64_t forgotten_ = 0;
  std::unordered_map<std::string, std::unique_ptr<HubStream>, Hash, std::equal_to<>> streams_;
};

template <class Visit>
void Hub::for_each_stream(Visit&& visit) const {
  for (const auto& [name, stream] : streams_) visit(name, stream->seen(), stream->has_joining());
}

}  // namespace stollen::realtime
