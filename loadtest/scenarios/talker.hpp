#pragma once

#include <nlohmann/json_fwd.hpp>

#include <deque>
#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "loadtest/histogram.hpp"
#include "loadtest/scenario.hpp"
#include "loadtest/scenarios/room_ledger.hpp"
#include "loadtest/scenarios/totals.hpp"
#include "loadtest/virtual_user.hpp"
#include "protocol/generated/cpp/vocabulary.hpp"

namespace stollen::load {

struct Room {
  protocol::ConversationId id;
  std::string stream;
  RoomLedger ledger;
  const RoomLedger* of_all = nullptr;  ///< what all threads of the run saw, once that is known

  [[nodiscard]] const RoomLedger& truth() const { return of_all != nullptr ? *of_all : ledger; }
};

/// One person in a room: sends its next message when the last one is acknowledged and its time has come.
class Talker {
 public:
  Talker(Engine& engine, const RunOptions& options, RunFigures& figures, Totals& totals, std::string run,
         int number);

  void start(std::function<void()> on_online);
  void enter(Room& room);
  /// Speaks in the room without following it.
  void speak_into(Room& room) { room_ = &room; }
  /// Its next message was meant to be sent then.
  void due(SteadyTime intended);
  /// Speaks now, whatever is on its way already, and once: a busy answer is final.
  void say(SteadyTime intended, std::function<void(const Answer&)> done);
  [[nodiscard]] bool is_done() const {
    return waiting_.empty() && !is_sending_ && user_.is_online() && user_.unanswered() == 0;
  }
  [[nodiscard]] bool is_level() const {
    return !is_follower_ || (user_.is_online() && user_.position(room_->stream) >= room_->ledger.head());
  }
  [[nodiscard]] bool has_entered() const { return room_ != nullptr && user_.is_live(room_->stream); }
  [[nodiscard]] std::size_t unanswered() const { return waiting_.size() + (is_sending_ ? 1 : 0); }
  /// Messages of the room that this member never saw.
  [[nodiscard]] std::uint64_t missed() const;
  /// The words of its messages, so that they are `bytes` long in all.
  void pad_with(std::string_view character, std::size_t bytes);
  /// Whether what this member receives counts in the totals' latencies.
  void is_measured(bool is_measured) { is_measured_ = is_measured; }
  VirtualUser& user() { return user_; }
  [[nodiscard]] bool is_online() const { return user_.is_online(); }

 private:
  /// A range that a member learned from history instead of events, since it was told `reset`.
  struct Gap {
    std::int64_t after = 0, up_to = 0;
    std::set<std::int64_t> seen;
  };

  void send();
  std::string next_text(SteadyTime intended);
  void saw(std::int64_t n, std::string_view frame);
  void caught_up(std::int64_t head, std::optional<std::int64_t> previous, const nlohmann::json& snapshot);
  void take_history(std::size_t gap, const nlohmann::json& page, bool has_more);

  const RunOptions& options_;
  Totals& totals_;
  const std::string run_;
  const int number_;
  VirtualUser user_;
  Room* room_ = nullptr;
  bool is_follower_ = false;
  std::deque<SteadyTime> waiting_;
  bool is_sending_ = false;
  bool is_measured_ = true;
  std::string padding_ = "x";
  std::size_t message_bytes_ = 120;
  std::uint64_t sequence_ = 0;
  std::vector<Gap> gaps_;
};

}  // namespace stollen::load
