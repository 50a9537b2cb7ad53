#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "server/realtime/frame.hpp"
#include "server/realtime/peer.hpp"
#include "server/runtime/interest.hpp"

namespace stollen::realtime {

class Hub;
struct HubStream;

/// What the hub needs of a session. Neither function may join, leave or destroy a membership before it has
/// returned.
class Member {
 public:
  virtual void deliver(const FrameRef& frame, FrameClass frame_class) = 0;
  /// Events are lost that cannot be had any more: the session must come back and start anew.
  virtual void lose_position() = 0;

 protected:
  ~Member() = default;
};

/// A session's place in a stream on its shard. Begins as *joining*: events are held until go_live says at
/// which number the session's own picture stands. Leaves the stream when destroyed.
class Membership {
 public:
  Membership(Hub& hub, std::string_view stream, Member& member);
  ~Membership();
  Membership(const Membership&) = delete;
  Membership& operator=(const Membership&) = delete;

  /// Sends held events above `head`, then everything that comes.
  void go_live(std::int64_t head);
  [[nodiscard]] bool is_live() const { return last_ >= 0; }
  /// Newest number that the member should have: what heartbeats tell, so that a lost event is noticed.
  [[nodiscard]] std::int64_t head() const;

 private:
  friend class Hub;
  Hub& hub_;
  Member& member_;
  std::int64_t last_ = -1;
  std::size_t index_ = 0;
  HubStream& stream_;  // behind the others: entering sets them
};

/// The streams that sessions of one shard follow. Belongs to the shard's thread, takes no lock, encodes
/// nothing.
///
/// Promise: a live member gets every event above the head of its picture once, in order. It rests on this:
/// the shard's interest in a stream is announced before the picture is read, so that an event is in the
/// picture or comes here.
class Hub {
 public:
  struct Event {
    std::string stream;
    std::int64_t n = 0;
    FrameRef frame;
  };
  /// Must have gap_closed() called on this shard, with the same `after`, with the events above it up to
  /// `up_to`.
  using FetchGap = std::function<void(const std::string& stream, std::int64_t after, std::int64_t up_to)>;

  Hub(std::uint32_t shard, runtime::Interest& interest, FetchGap fetch_gap)
      : shard_(shard), interest_(interest), fetch_gap_(std::move(fetch_gap)) {}

  void deliver(const Event& event);
  /// To all live members but one.
  void hint(std::string_view stream, const FrameRef& frame, const Member* except);
  void gap_closed(const std::string& stream, std::int64_t after, std::span<const Event> events);

  [[nodiscard]] std::size_t streams() const { return streams_.size(); }

  static std::uint64_t hash(std::string_view stream) { return std::hash<std::string_view>{}(stream); }
  /// Events kept while somebody joins. One who needs more than these has to come back.
  static constexpr std::size_t kHeldEvents = 1'024;

 private:
  friend class Membership;
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };

  HubStream& enter(Membership& membership, std::string_view stream);
  void go_live(Membership& membership, std::int64_t head);
  void leave(Membership& membership);
  HubStream* find(std::string_view stream);
  void take(HubStream& stream, std::int64_t n, const FrameRef& frame);
  static void hold(HubStream& stream, std::int64_t n, const FrameRef& frame);
  void take_live(HubStream& stream, std::int64_t n, const FrameRef& frame);
  static void fan_out(HubStream& stream, std::int64_t n, const FrameRef& frame);
  static void take_early(HubStream& stream);
  void fetch(HubStream& stream);
  static void end_joining(HubStream& stream);

  const std::uint32_t shard_;
  runtime::Interest& interest_;
  FetchGap fetch_gap_;
  std::unordered_map<std::string, std::unique_ptr<HubStream>, Hash, std::equal_to<>> streams_;
};

/// One stream on one shard. Two pictures may be read in one order and arrive in the other, so a member may
/// stand below `seen`: what it lacks is on its way then, and is given to whom it is the next for.
struct HubStream {
  std::string name;
  std::uint64_t hash = 0;
  std::vector<Membership*> members;  ///< joining ones too
  std::size_t joining = 0;
  std::int64_t seen = -1;                      ///< newest number that a live member has; -1: nobody is live
  std::map<std::int64_t, FrameRef> held;       ///< what came while somebody joins
  std::int64_t held_lost = 0;                  ///< newest number that was dropped from there
  std::map<std::int64_t, FrameRef> early;      ///< beyond a gap that is being fetched
  std::optional<std::int64_t> fetching_after;  ///< the fetch that is under way
};

}  // namespace stollen::realtime
