#pragma once

#include <string>
#include <vector>

#include "tests/feature/booking_desk.hpp"

namespace stollen::tests {

/// A desk at which Anna has an appointment with Lea in an hour, for twenty minutes.
class MeetingDesk : public BookingDesk {
 public:
  protocol::SlotId slot_id = open_one(lea);
  protocol::Appointment made =
      get(anna, protocol::appointment::Book{.slot_id = slot_id, .reason = "Zwei Fragen.", .job_id = joiner})
          .appointment;
  protocol::AppointmentId id = made.appointment_id;

  /// The clock goes on to so many minutes after the start (before it, with a minus), and all on the way was
  /// done when it was due.
  void at_minute(int minute) {
    let_pass(made.starts_at + std::chrono::minutes(minute) - clock.now());
    fire_timers();
  }
  /// As at_minute, but the server was down on the way, or its clock jumped.
  void back_at_minute(int minute) {
    clock.move(made.starts_at + std::chrono::minutes(minute) - clock.now());
    fire_timers();
  }
  template <class C>
  std::string outcome_of(const Caller& caller) {
    return outcome(caller, C{.appointment_id = id});
  }
  void check_in(const Caller& caller) { get(caller, protocol::appointment::CheckIn{.appointment_id = id}); }

  protocol::Appointment now() { return day(anna).appointments.at(0); }
  protocol::AppointmentState state() { return now().state; }
  std::vector<std::string> steps() {
    std::vector<std::string> names;
    for (const auto& step : get(anna, protocol::appointment::GetHistory{.appointment_id = id}).steps)
      names.push_back(step.step);
    return names;
  }
  std::int64_t active_of(const Caller& person) {
    std::int64_t active = 0;
    store->read([&](Transaction& tx) {
      active = tx.one<std::int64_t>("SELECT active FROM visitor_load WHERE person_id = $1", person.person_id)
                   .value_or(0);
    });
    return active;
  }
  /// Of the meeting itself; reminders by mail have their own.
  std::int64_t timers() {
    std::int64_t count = 0;
    store->read([&](Transaction& tx) {
      count =
          tx.one<std::int64_t>(
                "SELECT COUNT(*) FROM timer WHERE subject = $1 AND kind NOT LIKE 'appointment.remind_%'", id)
              .value();
    });
    return count;
  }
  protocol::ConversationSnapshot talk(const Caller& person) {
    return *snapshot<protocol::ConversationStream>(person, now().conversation_id.value());
  }
  void say(const Caller& person, const std::string& text) {
    get(person,
        protocol::conversation::SendMessage{.conversation_id = now().conversation_id.value(), .text = text});
  }
};

}  // namespace stollen::tests
