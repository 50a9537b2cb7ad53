#include "tests/feature/booking_model.hpp"

#include <algorithm>

namespace stollen::tests {

namespace {

constexpr BookingModel::Ms kHold = 120'000;
const std::string kNotFound = "session.not_found";

}  // namespace

bool BookingModel::Slot::has_guests() const {
  return count(SeatState::free) < static_cast<std::int64_t>(seats.size());
}

std::int64_t BookingModel::Slot::count(SeatState wanted) const {
  return std::ranges::count(seats, wanted, &Seat::state);
}

void BookingModel::move_clock(Ms to) {
  now = to;
  end_holds();
  release_slots();
  const auto has_offer = [](const Waiter& one) { return one.offer.has_value(); };
  if (std::ranges::any_of(waiting, has_offer)) look();
  end_offers();
}

bool BookingModel::is_busy(PersonId member, Ms from, Ms to, SlotId except) const {
  return std::ranges::any_of(slots, [&](const auto& entry) {
    const auto& [id, slot] = entry;
    return id != except && slot.member == member && slot.from < to && from < slot.to;
  });
}

bool BookingModel::is_elsewhere(PersonId person, Ms from, Ms to, const Seat* except) const {
  for (const auto& [id, slot] : slots) {
    if (slot.from >= to || from >= slot.to) continue;
    for (const Seat& seat : slot.seats) {
      if (&seat != except && seat.state != SeatState::free && seat.owner == person) return true;
    }
  }
  return false;
}

BookingModel::Held BookingModel::hold_of(PersonId person) const {
  for (const auto& [id, slot] : slots) {
    for (const Seat& seat : slot.seats) {
      if (seat.state == SeatState::held && seat.owner == person) return {.seat = &seat, .slot = id};
    }
  }
  return {};
}

BookingModel::Seat* BookingModel::own_hold(PersonId person, SlotId slot, std::int64_t generation) {
  const auto found = std::ranges::find_if(slots.at(slot).seats, [&](const Seat& seat) {
    return seat.state == SeatState::held && seat.owner == person &&
           (generation == 0 || seat.generation == generation);
  });
  return found == slots.at(slot).seats.end() ? nullptr : &*found;
}

BookingModel::Seat* BookingModel::free_seat(Slot& slot) {
  const auto found = std::ranges::find(slot.seats, SeatState::free, &Seat::state);
  return found == slot.seats.end() ? nullptr : &*found;
}

int BookingModel::active(PersonId person) const {
  return static_cast<int>(std::ranges::count_if(appointments, [&](const auto& entry) {
    return entry.second.visitor == person && !entry.second.is_cancelled;
  }));
}

bool BookingModel::is_bookable(const Slot& slot) const {
  return slot.state == protocol::SlotState::open && slot.from > now && slot.opens_at <= now;
}

BookingModel::Answer BookingModel::held(const Seat& seat) const {
  return "ok " + std::to_string(seat.generation) + " " + std::to_string(seat.until) + " " +
         std::to_string(10 - seat.extensions);
}

BookingModel::Answer BookingModel::hold(PersonId person, SlotId id, bool is_any_member) {
  const auto found = slots.find(id);
  if (found == slots.end()) return kNotFound;
  if (Seat* own = own_hold(person, id)) {
    if (own->extensions < 10) own->until = now + kHold, ++own->extensions;
    return held(*own);
  }
  if (active(person) >= 10) return "slot.too_many";
  const Slot& wanted = found->second;
  if (!is_bookable(wanted)) return "slot.not_open";
  Slot* slot = &found->second;
  // The own hold of another slot is given up, and its seat may be what is found.
  const Held own = hold_of(person);
  std::optional<Before> undo_to;
  if (own.seat != nullptr) {
    undo_to = before();
    *own_hold(person, own.slot) = {};
    freed(own.slot);
  }
  Seat* seat = free_seat(*slot);
  if (seat == nullptr && is_any_member) {
    for (auto& [other_id, other] : slots) {
      if (other_id == id || other.from != wanted.from || other.to != wanted.to || !is_bookable(other))
        continue;
      seat = free_seat(other);
      slot = &other;
      if (seat != nullptr) break;
    }
  }
  if (seat == nullptr || is_elsewhere(person, wanted.from, wanted.to)) {
    const Answer refused = seat == nullptr ? "slot.taken" : "slot.overlap";
    if (undo_to) undo(std::move(*undo_to));
    return refused;
  }
  *seat = {SeatState::held, person, ++slot->generation, now + kHold, 0};
  return held(*seat);
}

BookingModel::Answer BookingModel::extend(PersonId person, SlotId id, std::int64_t generation) {
  if (!slots.contains(id)) return kNotFound;
  Seat* own = own_hold(person, id, generation);
  if (own == nullptr) return "slot.hold_lost";
  if (own->extensions == 10) return "slot.extended_often";
  own->until = now + kHold;
  ++own->extensions;
  return held(*own);
}

BookingModel::Answer BookingModel::release(PersonId person, SlotId id, std::int64_t generation) {
  if (!slots.contains(id)) return kNotFound;
  if (Seat* own = own_hold(person, id, generation)) {
    *own = {};
    freed(id);
  }
  return "ok";
}

BookingModel::Answer BookingModel::take(PersonId person, SlotId id, std::int64_t generation,
                                        const Seat* given_up) {
  Slot& slot = slots.at(id);
  if (!is_bookable(slot)) return "slot.not_open";
  Seat* seat = own_hold(person, id, generation);
  if (seat == nullptr) {
    if (generation != 0) return "slot.hold_lost";
    const auto offered = std::ranges::find_if(
        slot.seats, [&](const Seat& one) { return one.state == SeatState::offered && one.owner == person; });
    seat = offered != slot.seats.end() ? &*offered : free_seat(slot);
    if (seat == nullptr) return "slot.taken";
    if (seat->state == SeatState::free && is_elsewhere(person, slot.from, slot.to, given_up))
      return "slot.overlap";
  }
  made_ = {.visitor = person, .slot = id, .seat = static_cast<std::size_t>(seat - slot.seats.data())};
  return {};
}

BookingModel::Answer BookingModel::book(PersonId person, SlotId id, std::int64_t generation) {
  if (!slots.contains(id)) return kNotFound;
  std::optional<Before> undo_to;
  if (const auto own = find(person); own != waiting.end()) {
    undo_to = before();
    const bool is_this = own->offer && own->offer->slot == id;
    std::optional<SlotId> given_up;
    if (own->offer && !is_this) given_up = drop_offer(*own);
    waiting.erase(own);
    if (given_up) freed(*given_up);
  }
  auto refused = take(person, id, generation, nullptr);
  if (refused.empty() && active(person) >= 10) refused = "slot.too_many";
  if (!refused.empty()) {
    if (undo_to) undo(std::move(*undo_to));
    return refused;
  }
  slots.at(id).seats.at(made_.seat) = {SeatState::booked, person, 0, 0, 0};
  return "ok";
}

BookingModel::Answer BookingModel::move(PersonId person, AppointmentId id, SlotId to) {
  const auto found = appointments.find(id);
  if (found == appointments.end() || found->second.visitor != person || !slots.contains(to)) return kNotFound;
  Appointment& appointment = found->second;
  if (appointment.is_cancelled || slots.at(appointment.slot).from <= now) return "appointment.over";
  if (appointment.slot != to) {
    Seat& old = slots.at(appointment.slot).seats.at(appointment.seat);
    if (auto refused = take(person, to, 0, &old); !refused.empty()) return refused;
    old = {};
    slots.at(to).seats.at(made_.seat) = {SeatState::booked, person, 0, 0, 0};
    freed(appointment.slot);
    appointment.slot = to;
    appointment.seat = made_.seat;
    ++appointment.sequence;
  }
  return "ok " + std::to_string(appointment.sequence);
}

BookingModel::Answer BookingModel::cancel(PersonId person, AppointmentId id, bool is_staff) {
  const auto found = appointments.find(id);
  if (found == appointments.end() || (!is_staff && found->second.visitor != person)) return kNotFound;
  Appointment& appointment = found->second;
  if (appointment.is_cancelled) return "ok";
  const Slot& slot = slots.at(appointment.slot);
  if (now >= (is_staff ? slot.to : slot.from)) return "appointment.over";
  slots.at(appointment.slot).seats.at(appointment.seat) = {};
  appointment.is_cancelled = true;
  freed(appointment.slot);
  ++appointment.sequence;
  return "ok";
}

BookingModel::Answer BookingModel::reassign(AppointmentId id, PersonId member) {
  const auto found = appointments.find(id);
  if (found == appointments.end()) return kNotFound;
  if (found->second.is_cancelled) return "appointment.over";
  const SlotId given = found->second.slot;
  Slot& slot = slots.at(given);
  if (now >= slot.to) return "appointment.over";
  if (slot.member == member) return "ok";
  std::vector<SlotId> in_the_way;
  for (const auto& [other_id, other] : slots) {
    if (other.member != member || other.from >= slot.to || slot.from >= other.to) continue;
    if (other.has_guests()) return "slot.member_busy";
    in_the_way.push_back(other_id);
  }
  for (const SlotId other : in_the_way) slots.erase(other);
  slot.member = member;
  for (auto& [other_id, other] : appointments) {
    if (other.slot == given && !other.is_cancelled) ++other.sequence;
  }
  freed(given);
  follow(given);
  return "ok";
}

BookingModel::Answer BookingModel::block(const std::vector<SlotId>& ids) {
  for (const SlotId id : ids) {
    if (!slots.contains(id)) return kNotFound;
  }
  for (const SlotId id : ids) {
    if (slots.at(id).has_guests() && slots.at(id).state != protocol::SlotState::blocked) return "slot.booked";
  }
  for (const SlotId id : ids) slots.at(id).state = protocol::SlotState::blocked;
  return "ok";
}

BookingModel::Answer BookingModel::unblock(SlotId id) {
  if (!slots.contains(id)) return kNotFound;
  if (slots.at(id).state == protocol::SlotState::open) return "ok";
  slots.at(id).state = protocol::SlotState::open;
  freed(id);
  return "ok";
}

BookingModel::Answer BookingModel::withdraw(const std::vector<SlotId>& ids) {
  for (const SlotId id : ids) {
    if (!slots.contains(id)) return kNotFound;
  }
  for (const SlotId id : ids) {
    if (slots.at(id).has_guests()) return "slot.booked";
  }
  for (const SlotId id : ids) slots.erase(id);
  return "ok";
}

BookingModel::Answer BookingModel::move_slot(SlotId id, Ms from, PersonId member) {
  if (!slots.contains(id)) return kNotFound;
  if (from <= now) return "session.invalid_field";
  Slot& slot = slots.at(id);
  if (slot.has_guests()) return "slot.booked";
  const Ms to = from + slot.to - slot.from;
  if (is_busy(member, from, to, id)) return "slot.member_busy";
  slot.from = from;
  slot.to = to;
  slot.member = member;
  freed(id);
  return "ok";
}

}  // namespace stollen::tests
