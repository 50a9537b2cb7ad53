#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "tests/feature/booking_desk.hpp"

namespace stollen::tests {

/// A desk at which people wait. Its clock goes on as under a running server.
class WaitingDesk : public BookingDesk {
 public:
  WaitingDesk() = default;
  ~WaitingDesk() { store = &**store_owner; }
  WaitingDesk(const WaitingDesk&) = delete;
  WaitingDesk& operator=(const WaitingDesk&) = delete;

  struct Taken {
    protocol::SlotId slot_id;
    protocol::AppointmentId appointment_id;
    Caller guest;
  };
  /// A slot that a guest has booked; before anybody waits, who would get it.
  Taken taken(const Caller& member, int begins_in = 4 * 60, int minutes = 20) {
    const auto slot = open(member, {.begins_in = begins_in, .minutes = minutes}).at(0);
    const Caller guest = visitor("Gast " + std::to_string(guests_++));
    return {slot, book(guest, slot).appointment_id, guest};
  }
  void cancel(const Taken& taken) {
    get(taken.guest, protocol::appointment::Cancel{.appointment_id = taken.appointment_id});
  }

  struct WaitFor {
    std::optional<protocol::PersonId> member{};
    bool short_notice = false;
  };
  protocol::waitlist::Join::Reply wait(const Caller& person, WaitFor wish) {
    return get(person,
               protocol::waitlist::Join{
                   .booth_id = holzwerk, .person_id = wish.member, .short_notice = wish.short_notice});
  }
  protocol::waitlist::Join::Reply wait(const Caller& person) { return wait(person, WaitFor{}); }
  std::string wait_outcome(const Caller& person, bool short_notice = false) {
    return outcome(person, protocol::waitlist::Join{.booth_id = holzwerk, .short_notice = short_notice});
  }
  void leave(const Caller& person) { get(person, protocol::waitlist::Leave{.booth_id = holzwerk}); }
  std::string decline(const Caller& person, protocol::SlotId slot) {
    return outcome(person, protocol::waitlist::Decline{.booth_id = holzwerk, .slot_id = slot});
  }

  bool is_waiting(const Caller& person) { return !day(person).waiting.empty(); }
  std::optional<protocol::SlotOffer> offer(const Caller& person) {
    for (const auto& entry : day(person).waiting) {
      if (entry.offer) return entry.offer;
    }
    return std::nullopt;
  }
  bool is_offered(const Caller& person, protocol::SlotId slot) {
    const auto open = offer(person);
    return open && open->slot.slot_id == slot;
  }
  /// As everybody sees it.
  std::int64_t free_seats(protocol::SlotId id) {
    for (const auto& shown : calendar()) {
      if (shown.slot_id == id) return shown.free_seats;
    }
    return -1;
  }
  std::int64_t waiting() { return get(lea, protocol::waitlist::Count{.booth_id = holzwerk}).waiting; }

  /// Time passes under a running server.
  void pass(std::chrono::milliseconds span) {
    using namespace std::chrono_literals;
    while (span > 0ms) {
      const auto step = std::min<std::chrono::milliseconds>(span, 20s);
      clock.move(step);
      span -= step;
      look();
    }
  }
  /// What a running server does by itself.
  void look() {
    sweep();
    housekeeping("waitlist.sweep");
    fire_timers();
  }
  /// The store is closed and opened again, as by a restart.
  void restart() {
    store->stop();
    reopened_.push_back(storage::open_database(store_owner->address(), {}, clock));
    store = reopened_.back().get();
  }

 private:
  std::vector<std::unique_ptr<storage::Database>> reopened_;
  int guests_ = 0;
};

}  // namespace stollen::tests
