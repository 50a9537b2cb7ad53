#pragma once
// A calendar as one would explain it to somebody: lists, loops and a clock, no store, no transaction, no
// cells. A hold that has run out is simply not there any more. While people wait, what is due must be done at
// once, in the order of its time: `move_clock` does, and so must who compares.

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "protocol/generated/cpp/appointment.hpp"

namespace stollen::tests {

class BookingModel {
 public:
  using SlotId = protocol::SlotId;
  using PersonId = protocol::PersonId;
  using AppointmentId = protocol::AppointmentId;
  using Ms = std::int64_t;

  enum class SeatState { free, held, offered, booked };
  struct Seat {
    SeatState state = SeatState::free;
    PersonId owner;
    std::int64_t generation = 0;
    Ms until = 0;
    int extensions = 0;
  };
  struct Slot {
    PersonId member;
    Ms from = 0, to = 0;
    protocol::SlotState state = protocol::SlotState::open;
    Ms opens_at = 0;
    bool is_released = false;  ///< those who wait were asked when it could be booked
    std::int64_t generation = 0;
    std::vector<Seat> seats;
    [[nodiscard]] bool has_guests() const;
    [[nodiscard]] std::int64_t count(SeatState wanted) const;
  };
  struct Appointment {
    PersonId visitor;
    SlotId slot;
    std::size_t seat = 0;
    bool is_cancelled = false;
    std::int64_t sequence = 0;
  };
  struct Offer {
    SlotId slot;
    std::size_t seat = 0;
    Ms until = 0;
  };
  /// In the order of joining.
  struct Waiter {
    PersonId person;
    std::optional<PersonId> member;
    bool short_notice = false;
    std::set<SlotId> passed;
    int unanswered = 0;
    std::optional<Offer> offer;
  };
  /// `ok` with what matters of the answer, or the error's name.
  using Answer = std::string;

  void move_clock(Ms now);
  void add(SlotId id, Slot slot);
  /// Whether the member has another slot at that time.
  [[nodiscard]] bool is_busy(PersonId member, Ms from, Ms to, SlotId except = {}) const;

  Answer hold(PersonId person, SlotId id, bool is_any_member);
  Answer extend(PersonId person, SlotId id, std::int64_t generation);
  Answer release(PersonId person, SlotId id, std::int64_t generation);
  /// On success the caller names the appointment with `made`.
  Answer book(PersonId person, SlotId id, std::int64_t generation);
  void made(AppointmentId id) { appointments.emplace(id, made_); }
  Answer move(PersonId person, AppointmentId id, SlotId to);
  Answer cancel(PersonId person, AppointmentId id, bool is_staff);
  Answer reassign(AppointmentId id, PersonId member);
  Answer block(const std::vector<SlotId>& ids);
  Answer unblock(SlotId id);
  Answer withdraw(const std::vector<SlotId>& ids);
  Answer move_slot(SlotId id, Ms from, PersonId member);

  Answer join(PersonId person, std::optional<PersonId> member, bool short_notice);
  Answer leave(PersonId person);
  Answer decline(PersonId person, SlotId id);
  [[nodiscard]] const Waiter* waiter(PersonId person) const;

  /// The person's hold and where it is; no seat: there is none.
  struct Held {
    const Seat* seat = nullptr;
    SlotId slot;
  };
  [[nodiscard]] Held hold_of(PersonId person) const;
  [[nodiscard]] int active(PersonId person) const;

  Ms now = 0;
  std::map<SlotId, Slot> slots;
  std::map<AppointmentId, Appointment> appointments;
  std::vector<Waiter> waiting;

 private:
  [[nodiscard]] bool is_bookable(const Slot& slot) const;
  /// Whether the person is somewhere then, other than on this seat.
  [[nodiscard]] bool is_elsewhere(PersonId person, Ms from, Ms to, const Seat* except = nullptr) const;
  /// The person's hold in the slot, under the generation if one is given.
  Seat* own_hold(PersonId person, SlotId slot, std::int64_t generation = 0);
  Seat* free_seat(Slot& slot);
  /// Books a seat; empty: done.
  Answer take(PersonId person, SlotId id, std::int64_t generation, const Seat* given_up);
  Answer held(const Seat& seat) const;

  // What a command changes before it may be refused.
  struct Before {
    std::map<SlotId, Slot> slots;
    std::vector<Waiter> waiting;
    std::optional<Ms> seen_at;
  };
  [[nodiscard]] Before before() const { return {slots, waiting, seen_at_}; }
  void undo(Before before);

  void end_holds();
  void release_slots();
  /// Seats of the slot can be had by anybody who does not come behind those who wait.
  void freed(SlotId id);
  std::vector<Waiter>::iterator find(PersonId person);
  std::vector<Waiter>::iterator next(const Slot& slot, SlotId id);
  /// After the slot was given to another member.
  void follow(SlotId id);
  void end_offers();
  void look();
  /// Takes the offer away; the seat is free, but nobody was asked yet.
  SlotId drop_offer(Waiter& waiter);
  [[nodiscard]] bool fits(const Waiter& waiter, const Slot& slot) const;
  [[nodiscard]] bool has_free_slot(const Waiter& waiter) const;

  Appointment made_;
  std::optional<Ms> seen_at_;  ///< when open offers were last looked at
};

}  // namespace stollen::tests
