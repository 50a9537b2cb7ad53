#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "loadtest/engine.hpp"
#include "loadtest/histogram.hpp"

namespace stollen::load::broadcast {

/// What is spoken with the server.
enum class Mode : std::uint8_t {
  bare,    ///< with limit_probe: what is sent comes back to all as it is
  hint,    ///< `conversation.type`, not stored, to all others; needs a server with one shard
  durable  ///< `conversation.send_message`, stored and numbered, acknowledged, to all
};

/// Figures of the members of one group of rooms; begun anew when the measuring begins.
struct Tally {
  Histogram delivery, ack;
  std::uint64_t deliveries = 0, messages = 0, reads = 0, frame_bytes = 0, events = 0, busy_answers = 0;
};

/// Faults of a run. The first is told.
struct Faults {
  std::uint64_t count = 0;
  std::string first;
  void add(std::string text) {
    if (count++ == 0) first = std::move(text);
  }
};

/// The one true sequence of a room's messages, put together from whoever sees one first. Each further
/// member's frame is compared with it octet by octet: no parsing, no search, no allocation for a delivery.
class Room {
 public:
  using Position = std::uint64_t;  ///< in the room's sequence since the run began
  struct Seen {
    std::string frame;  ///< empty: so far only its sender knows of it
    std::uint32_t sender = 0;
    std::uint32_t receipts = 0;
    SteadyTime sent;
  };

  Room(Mode mode, std::string run, int number, std::size_t members, Tally& tally, Faults& faults);

  /// Called when all members have a message, with the time.
  std::function<void(SteadyTime)> on_complete;

  void sends(std::uint32_t sender, std::uint64_t sequence, SteadyTime intended);
  /// The sequence's number of the position 0, as the first joined member learned it; all must agree.
  void starts_after(std::int64_t head);
  void knows_person(std::uint32_t member, std::string person_id);

  /// True: `bytes` begin with the frame of this position, which is counted as received.
  bool take_known(Position position, std::string_view bytes, SteadyTime now, std::size_t& size) {
    if (position >= end_) return false;
    Seen& seen = ring_[position & mask_];
    size = seen.frame.size();
    if (size == 0 || bytes.size() < size || bytes.substr(0, size) != seen.frame) return false;
    receive(seen, now);
    return true;
  }
  /// The first look at a position's frame, or one that differs, which is a fault.
  void take_new(Position position, std::string_view frame, std::string_view text, SteadyTime now);
  /// A hint's own sender learns its place by the answer alone.
  void take_own(Position position, std::uint32_t sender, SteadyTime now);
  /// The server had no time for this message; it is sent again later and may be overtaken by its sender's
  /// next.
  void is_delayed(std::uint32_t sender, std::uint64_t sequence);
  /// The server says that this message has number `n` (durable).
  void acknowledged(std::uint32_t sender, std::uint64_t sequence, std::int64_t n, SteadyTime now);

  [[nodiscard]] std::size_t in_flight() const { return in_flight_; }
  [[nodiscard]] std::size_t unanswered() const { return unanswered_; }
  [[nodiscard]] Position end() const { return end_; }
  [[nodiscard]] Tally& tally() { return tally_; }
  /// Beginning of the ids of this room's commands.
  [[nodiscard]] const std::string& id_prefix() const { return id_prefix_; }
  /// The payload of one message: who, in which order, padded to `size`.
  [[nodiscard]] std::string payload(std::uint32_t sender, std::uint64_t sequence, std::size_t size) const;

 private:
  struct Sent {
    std::uint64_t sequence;
    SteadyTime intended;
    std::optional<std::int64_t> acknowledged_n, seen_n;
    bool is_delayed = false;
  };
  struct Sender {
    std::vector<Sent> open;  ///< oldest first; a handful at most
    std::string person_id;
  };

  void receive(Seen& seen, SteadyTime now) {
    tally_.delivery.record(now - seen.sent);
    ++tally_.deliveries;
    if (++seen.receipts == members_) complete(now);
  }
  void complete(SteadyTime now);
  Seen& append(std::uint32_t sender, std::string_view frame);
  /// The message that this text is, when its sender's turn is right.
  Sent* find_sent(std::uint32_t& sender, std::string_view text);
  Sent* oldest_unseen(std::uint32_t sender);
  Sent* next_unseen(std::uint32_t sender, std::uint64_t sequence);
  bool is_number_right(Position position, std::string_view text);
  void settle(std::uint32_t sender);
  void fault(std::string text);

  const Mode mode_;
  const std::string marker_, id_prefix_;
  const std::size_t members_;
  Tally& tally_;
  Faults& faults_;
  std::vector<Seen> ring_;
  Position mask_;
  Position first_ = 0, end_ = 0;  ///< of what not all have yet
  std::vector<Sender> senders_;
  std::optional<std::int64_t> head_;
  std::size_t in_flight_ = 0, unanswered_ = 0;
};

}  // namespace stollen::load::broadcast
