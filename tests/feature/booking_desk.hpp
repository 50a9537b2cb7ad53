#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "server/core/new_id.hpp"
#include "tests/feature/house.hpp"

namespace stollen::tests {

/// A house in which the Holzwerk takes appointments: Lea leads, Tom talks, Hanna takes hand-overs; the
/// Klinikum's Otto is a neighbour. Slots are of twenty minutes and begin in an hour.
class BookingDesk : public House {
 public:
  using House::House;

  Caller lea = staff("Lea Lang", holzwerk, protocol::BoothRole::lead);
  Caller tom = staff("Tom Thiel", holzwerk);
  Caller hanna = staff("Hanna Holz", holzwerk, protocol::BoothRole::handover);
  Caller otto = staff("Otto Ost", klinikum);
  Caller olga = organiser("Olga Organisa");
  Caller anna = visitor("Anna Weber");
  Caller berta = visitor("Berta Kunz");

  [[nodiscard]] protocol::Timestamp in(int minutes) const {
    return clock.now() + std::chrono::minutes(minutes);
  }

  struct Wish {
    int begins_in = 60;
    int minutes = 20;
    int seats = 1;
    int count = 1;
  };
  /// Slots of a member, one behind the other.
  std::vector<protocol::SlotId> open(const Caller& member, Wish wish) {
    const auto before = calendar();
    get(lea, protocol::slot::Open{.booth_id = holzwerk,
                                  .person_id = member.person_id,
                                  .windows = {{.from = in(wish.begins_in),
                                               .to = in(wish.begins_in + wish.minutes * wish.count)}},
                                  .minutes = wish.minutes,
                                  .seats = wish.seats});
    std::vector<protocol::SlotId> opened;
    for (const auto& slot : calendar()) {
      if (std::ranges::find(before, slot) == before.end()) opened.push_back(slot.slot_id);
    }
    return opened;
  }
  protocol::SlotId open_one(const Caller& member) { return open(member, {}).at(0); }
  protocol::SlotId open_one(const Caller& member, int begins_in) {
    return open(member, {.begins_in = begins_in}).at(0);
  }

  std::vector<protocol::Slot> calendar() {
    return get({}, protocol::slot::List{.booth_id = holzwerk}).slots_;
  }
  protocol::StaffSlot slot(protocol::SlotId id) {
    for (const auto& one : staff_calendar().slots_) {
      if (one.slot.slot_id == id) return one;
    }
    throw std::runtime_error("no such slot");
  }
  protocol::StaffCalendarSnapshot staff_calendar() {
    return *snapshot<protocol::CalendarStaffStream>(lea, holzwerk);
  }
  protocol::DaySnapshot day(const Caller& person) {
    return *snapshot<protocol::DayStream>(person, person.person_id);
  }

  protocol::Hold hold(const Caller& person, protocol::SlotId slot) {
    return get(person, protocol::slot::Hold{.slot_id = slot}).hold;
  }
  std::string hold_outcome(const Caller& person, protocol::SlotId slot) {
    return outcome(person, protocol::slot::Hold{.slot_id = slot});
  }
  protocol::Appointment book(const Caller& person, protocol::SlotId slot) {
    return get(person, protocol::appointment::Book{.slot_id = slot}).appointment;
  }
  std::string book_outcome(const Caller& person, protocol::SlotId slot,
                           std::optional<std::int64_t> generation = {}) {
    return outcome(person, protocol::appointment::Book{.slot_id = slot, .generation = generation});
  }
  void sweep() { housekeeping("slot.sweep"); }
};

}  // namespace stollen::tests
