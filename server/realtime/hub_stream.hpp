#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "server/realtime/frame.hpp"
#include "server/realtime/peer.hpp"
#include "server/realtime/recent_events.hpp"
#include "server/realtime/tail.hpp"
#include "server/runtime/flush_scheduler.hpp"

namespace stollen::realtime {

/// What the hub needs of a session. None of the functions may join, leave or destroy a membership before it
/// has returned.
class Member {
 public:
  virtual void deliver(const FrameRef& frame, FrameClass frame_class) = 0;
  virtual void deliver_run(const FrameRun& run, Sending sending) = 0;
  /// Events are lost that cannot be had any more: the session must come back and start anew.
  virtual void lose_position() = 0;

 protected:
  ~Member() = default;
};

class Membership;

/// An event on its way to the members of one shard.
struct HubEvent {
  std::string stream;
  std::int64_t n = 0;
  FrameRef frame;
};

/// One stream on one shard: who follows it, and which frames are still to be given to them.
///
/// What comes in order is appended to the tail once; members that follow have a position there and get what
/// they lack in one piece when the shard's flush scheduler says so (or when something else must be sent
/// behind it). A member is *detached* while its position lies outside the tail: two pictures may be read in
/// one order and arrive in the other, so a member may stand below what the others have (what it lacks is on
/// its way and is given to it singly), or above (it waits until the others have caught up).
class HubStream final : public runtime::Flushable {
 public:
  /// Must have gap_closed() called, with the same `after`, with the events above it up to `up_to`.
  using FetchGap = std::function<void(const std::string& stream, std::int64_t after, std::int64_t up_to)>;
  struct Shared {
    runtime::FlushScheduler& flushes;
    SegmentPool segments;
    FetchGap fetch_gap;
    RecentEvents::Limits recent_limits{};
    std::size_t recent_bytes = 0;
  };

  HubStream(std::string name, Shared& shared)
      : name_(std::move(name)), shared_(shared), tail_(shared.segments) {}

  void enter(Membership& membership);
  /// The member leaves with everything that came before.
  void leave(Membership& membership);
  void go_live(Membership& membership, std::int64_t head);

  void take(std::int64_t n, const FrameRef& frame);
  /// To all live members but one.
  void hint(const FrameRef& frame, Membership* except);
  void gap_closed(std::int64_t after, std::span<const HubEvent> events);
  /// What a member lacks goes to its peer before anything that is sent to it afterwards.
  void hand_over(Membership& membership, Sending sending);

  /// What was read from the store since somebody here began to join; kept with what came meanwhile.
  void remember(const StreamEnd& end);
  void forget_recent() { recent_.reset(); }
  /// When it was not used since; true: it is kept.
  bool forget_recent_before(runtime::SteadyClock::time_point time);
  /// Nothing while nobody is live, or nobody came back lately. Whoever has its events up to head() may go
  /// live there, in the same turn.
  [[nodiscard]] RecentEvents* recent() { return seen_ < 0 ? nullptr : recent_.get(); }

  [[nodiscard]] const std::string& name() const { return name_; }
  /// Newest number that came in order; -1 while nobody is live.
  [[nodiscard]] std::int64_t seen() const { return seen_; }
  [[nodiscard]] bool has_joining() const { return joining_ > 0; }
  [[nodiscard]] bool is_empty() const { return members_.empty(); }
  [[nodiscard]] std::int64_t head_of(const Membership& membership) const;

  runtime::FlushResult flush(std::uint32_t members) noexcept override;

  /// Events kept while somebody joins. One who needs more than these has to come back.
  static constexpr std::size_t kHeldEvents = 1'024;
  static constexpr std::uint64_t kDetached = std::numeric_limits<std::uint64_t>::max();

 private:
  void hold(std::int64_t n, const FrameRef& frame);
  void take_live(std::int64_t n, const FrameRef& frame);
  void append(std::int64_t n, const FrameRef& frame);
  void give_late(std::int64_t n, const FrameRef& frame);
  void attach_if_level(Membership& membership);
  void attach(Membership& membership, std::uint64_t position);
  void take_early();
  void fetch();
  void end_joining();
  void begin_being_live(std::int64_t seen);
  void end_being_live();
  void remove(std::size_t index);

  const std::string name_;
  Shared& shared_;
  std::vector<Membership*> members_;  ///< joining ones too
  std::size_t joining_ = 0;
  std::size_t detached_ = 0;  ///< live members outside the tail
  std::int64_t seen_ = -1;    ///< newest number that came in order; -1: nobody is live
  Tail tail_;
  std::unique_ptr<RecentEvents> recent_;
  std::map<std::int64_t, FrameRef> held_;       ///< what came while somebody joins
  std::int64_t held_lost_ = 0;                  ///< newest number that was dropped from there
  std::map<std::int64_t, FrameRef> early_;      ///< beyond a gap that is being fetched
  std::optional<std::int64_t> fetching_after_;  ///< the fetch that is under way
  std::vector<std::pair<std::uint64_t, const Membership*>> left_out_;  ///< whose own hint lies at a position
  std::size_t next_to_flush_ = 0;  ///< between two slices of a flush: who is the next
  std::uint64_t flush_until_ = 0;  ///< what all have when the flush ends
};

}  // namespace stollen::realtime
