#pragma once

#include <optional>
#include <random>
#include <string>
#include <vector>

#include "tests/feature/booking_desk.hpp"

namespace stollen::tests {

/// A day at the fair in all its features: commands of many people, sensible and not, timers and housekeeping,
/// as the seed has it and the answers allow. The same seed on another store is the same day.
class CommandMix {
 public:
  CommandMix(BookingDesk& desk, std::uint32_t seed);

  void step();
  /// Each command with its outcome, in order.
  [[nodiscard]] const std::vector<std::string>& log() const { return log_; }

 private:
  struct Meeting {
    protocol::AppointmentId id;
    Caller visitor;
  };

  void come_with_account();
  void join_team();
  void talk();
  void write_message();
  void change_message();
  void sit();
  void change_duty();
  void plan();
  void hold();
  void book();
  void change_appointment();
  void propose();
  void use_link();
  void meet();
  void wait_for_seat();
  void follow_calendar();
  void pass_time();

  std::size_t below(std::size_t end) { return random_() % end; }
  bool is_one_of(std::size_t many) { return below(many) == 0; }
  template <class List>
  const auto& any(const List& list) {
    return list[below(list.size())];
  }
  const Caller& any_visitor() { return any(visitors_); }
  const Caller& any_member() { return any(members_); }
  std::optional<protocol::SlotId> any_slot();
  void remember(const std::optional<protocol::appointment::Book::Reply>& reply, const Caller& visitor);

  template <class C>
  std::optional<typename C::Reply> tell(const Caller& caller, const C& command) {
    auto reply = desk_.ask(caller, command);
    log_.push_back(std::string(C::kName) + " " + (reply ? "ok" : std::string(reply.error().code->name)));
    if (!reply) return std::nullopt;
    return std::move(*reply);
  }

  BookingDesk& desk_;
  std::minstd_rand random_;
  std::vector<std::string> log_;
  std::vector<Caller> visitors_, members_;
  std::vector<Meeting> meetings_;
  std::vector<protocol::ConversationId> talks_;
  std::vector<protocol::MessageId> messages_;
  int newcomers_ = 0;
};

}  // namespace stollen::tests
