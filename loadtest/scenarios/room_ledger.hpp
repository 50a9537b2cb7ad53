#pragma once

#include <nlohmann/json_fwd.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace stollen::load {

/// A word of a message that is made of words, counted from 0: "RUN USER SEQUENCE SENT …".
std::string_view word_of(std::string_view text, int index);
/// From the time that stands there as nanoseconds of the steady clock until now.
std::chrono::nanoseconds time_since(std::string_view word);

/// The truth about one room, put together from what its members see and what was acknowledged. Every member
/// must have seen the same thing under the same number, each acknowledged message once.
class RoomLedger {
 public:
  /// Marks a message of this run; others in the room are compared too but not counted.
  explicit RoomLedger(std::string run) : run_(std::move(run)) {}

  /// A member saw event `n`. Returns the message's own text when it is one of this run, else nothing.
  std::string_view saw(std::int64_t n, std::string_view frame_text);
  /// A member saw a message in a snapshot or a page of history.
  void saw_in_history(const nlohmann::json& message);
  void acknowledged(const std::string& text, std::int64_t n);
  /// What was seen and acknowledged in another thread of the same run.
  void add(const RoomLedger& other);
  /// In another thread of the same run there is an event with this number.
  void reaches(std::int64_t n) { reached_ = std::max(reached_, n); }

  struct Verdict {
    std::uint64_t messages = 0;  ///< of this run
    std::uint64_t acknowledged = 0;
    std::uint64_t lost = 0;          ///< acknowledged, but nobody saw it under its number
    std::uint64_t doubled = 0;       ///< the same message under two numbers
    std::uint64_t out_of_order = 0;  ///< one sender's messages not in the order of sending
    std::uint64_t different = 0;     ///< two members saw different things under one number
  };
  [[nodiscard]] Verdict judge() const;
  /// Numbers of this room's messages in (after, up_to].
  [[nodiscard]] std::vector<std::int64_t> messages_between(std::int64_t after, std::int64_t up_to) const;
  [[nodiscard]] std::int64_t head() const {
    return std::max(reached_, events_.empty() ? 0 : events_.rbegin()->first);
  }

 private:
  struct Event {
    std::string frame;       ///< the first frame seen, for the quick comparison
    std::string message_id;  ///< empty: no message
    std::string text;
  };
  Event& learn(std::int64_t n, Event event);

  std::string run_;
  std::map<std::int64_t, Event> events_;
  std::unordered_map<std::string, std::int64_t> acknowledged_;
  std::uint64_t different_ = 0;
  std::int64_t reached_ = 0;
};

}  // namespace stollen::load
