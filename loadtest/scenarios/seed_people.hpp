#pragma once

#include <nlohmann/json_fwd.hpp>

#include <deque>
#include <functional>
#include <initializer_list>
#include <map>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "loadtest/histogram.hpp"
#include "loadtest/scenario.hpp"
#include "loadtest/scenarios/room_ledger.hpp"
#include "loadtest/virtual_user.hpp"
#include "protocol/generated/cpp/vocabulary.hpp"

namespace stollen::load {

/// A fair's day, as far as its people share it.
struct SeedDay {
  Engine& engine;
  const RunOptions& options;
  std::string run;
  RunFigures figures;
  Histogram ack, answer_time;  ///< of a message; from a visitor's first words to those of the booth
  Histogram delivery, delivery_to_other_node;  ///< the second: of those who are connected to another one
  std::uint64_t sent = 0, acknowledged = 0, talks = 0, takes = 0, lost_takes = 0, seats = 0, full_tables = 0;
  std::uint64_t refused = 0;
  std::string first_refusal;
  std::map<std::string, RoomLedger> ledgers;  ///< by conversation, with all that anybody saw in it
  std::minstd_rand random{20261229};

  RoomLedger& ledger(const std::string& stream) { return ledgers.try_emplace(stream, run).first->second; }
  std::chrono::nanoseconds up_to(double seconds);
};

/// What visitors and staff have in common.
class SeedPerson {
 public:
  SeedPerson(SeedDay& day, const std::string& email, std::string mark, std::uint32_t seed);
  virtual ~SeedPerson() = default;

  void start(std::function<void()> on_online);
  [[nodiscard]] bool is_level() const;
  [[nodiscard]] std::uint64_t missed() const;
  VirtualUser& user() { return user_; }

 protected:
  void follow_conversation(const protocol::ConversationId& id);
  void hear(std::string_view text);
  void speak();
  void say(const protocol::ConversationId& id);
  /// Errors of these codes are possible outcomes, not refusals.
  void expect(const Answer& answer, std::initializer_list<std::string_view> possible_errors = {});
  virtual void on_event(const std::string& stream, std::string_view text) = 0;

  SeedDay& day_;
  const std::size_t node_;
  const std::string mark_;

 private:
  VirtualUser user_;
  std::map<std::string, std::int64_t> joined_at_;  ///< conversations that it follows until the end
  std::deque<std::pair<protocol::ConversationId, SteadyTime>> unsaid_;  ///< and when each was meant to be
  bool is_speaking_ = false;
  std::uint64_t sequence_ = 0;
};

/// Comes, talks with a booth, sits in the café, says something in a room.
class SeedVisitor final : public SeedPerson {
 public:
  SeedVisitor(SeedDay& day, int number);
  void live_through(const protocol::BoothId& booth, const std::vector<protocol::TableId>& tables,
                    const protocol::ConversationId& room, double seconds);

 private:
  void talk(const protocol::BoothId& booth, double seconds);
  void have_coffee(const protocol::TableId& table, double seconds);
  void on_event(const std::string& stream, std::string_view text) override;

  std::string talk_;
  SteadyTime began_;
  bool is_answered_ = false;
};

/// Two of each booth race for who waits; the winner answers.
class SeedStaff final : public SeedPerson {
 public:
  SeedStaff(SeedDay& day, const std::string& email, const protocol::BoothId& booth, int number);
  void open_booth();

 private:
  void on_event(const std::string& stream, std::string_view text) override;
  void take(const protocol::ConversationId& id);

  const protocol::BoothId booth_;
  std::set<std::string> seen_, own_;  ///< conversations
};

}  // namespace stollen::load
