// The waiting list of the model.
#include <algorithm>
#include <tuple>

#include "tests/feature/booking_model.hpp"

namespace stollen::tests {

namespace {

constexpr BookingModel::Ms kMinute = 60'000;

/// How long there is to answer; nothing: too late to ask.
std::optional<BookingModel::Ms> time_to_answer(BookingModel::Ms left) {
  const BookingModel::Ms time = left < 120 * kMinute ? 3 * kMinute : 15 * kMinute;
  if (time > left) return std::nullopt;
  return time;
}

}  // namespace

void BookingModel::add(SlotId id, Slot slot) {
  slots.emplace(id, std::move(slot));
  freed(id);
}

void BookingModel::undo(Before before) {
  slots = std::move(before.slots);
  waiting = std::move(before.waiting);
  seen_at_ = before.seen_at;
}

void BookingModel::end_holds() {
  struct Ended {
    Ms until;
    SlotId slot;
    std::size_t seat;
    auto operator<=>(const Ended&) const = default;
  };
  std::vector<Ended> ended;
  for (const auto& [id, slot] : slots) {
    for (std::size_t i = 0; i < slot.seats.size(); ++i) {
      if (slot.seats[i].state == SeatState::held && slot.seats[i].until <= now)
        ended.push_back({slot.seats[i].until, id, i});
    }
  }
  std::ranges::sort(ended);
  for (const Ended& hold : ended) {
    slots.at(hold.slot).seats.at(hold.seat) = {};
    freed(hold.slot);
  }
}

void BookingModel::release_slots() {
  std::vector<std::pair<Ms, SlotId>> due;
  for (const auto& [id, slot] : slots) {
    if (slot.opens_at > 0 && slot.opens_at <= now && !slot.is_released) due.emplace_back(slot.opens_at, id);
  }
  std::ranges::sort(due);
  for (const auto& [at, id] : due) {
    slots.at(id).is_released = true;
    freed(id);
  }
}

const BookingModel::Waiter* BookingModel::waiter(PersonId person) const {
  const auto found = std::ranges::find(waiting, person, &Waiter::person);
  return found == waiting.end() ? nullptr : &*found;
}

std::vector<BookingModel::Waiter>::iterator BookingModel::find(PersonId person) {
  return std::ranges::find(waiting, person, &Waiter::person);
}

bool BookingModel::fits(const Waiter& waiter, const Slot& slot) const {
  if (waiter.member && *waiter.member != slot.member) return false;
  return waiter.short_notice || slot.from - now >= 120 * kMinute;
}

std::vector<BookingModel::Waiter>::iterator BookingModel::next(const Slot& slot, SlotId id) {
  return std::ranges::find_if(waiting, [&](const Waiter& one) {
    return !one.offer && fits(one, slot) && !one.passed.contains(id) && active(one.person) < 10 &&
           !is_elsewhere(one.person, slot.from, slot.to);
  });
}

void BookingModel::freed(SlotId id) {
  Slot& slot = slots.at(id);
  const auto time = time_to_answer(slot.from - now);
  if (!is_bookable(slot) || !time) return;
  while (Seat* seat = free_seat(slot)) {
    const auto first = next(slot, id);
    if (first == waiting.end()) return;
    look();
    *seat = {SeatState::offered, first->person, 0, 0, 0};
    first->offer = {
        .slot = id, .seat = static_cast<std::size_t>(seat - slot.seats.data()), .until = now + *time};
  }
}

void BookingModel::follow(SlotId id) {
  for (Waiter& one : waiting) {
    if (!one.offer || one.offer->slot != id || !one.member || *one.member == slots.at(id).member) continue;
    drop_offer(one);
    freed(id);
  }
}

void BookingModel::look() {
  const bool was_away = seen_at_ && now - *seen_at_ > kMinute;
  seen_at_ = now;
  if (!was_away) return;
  for (Waiter& one : waiting) {
    if (!one.offer) continue;
    const Ms from = slots.at(one.offer->slot).from;
    const auto time = time_to_answer(from - now);
    one.offer->until = std::max(one.offer->until, time ? now + *time : from);
  }
}

BookingModel::SlotId BookingModel::drop_offer(Waiter& waiter) {
  const Offer offer = *waiter.offer;
  waiter.offer.reset();
  slots.at(offer.slot).seats.at(offer.seat) = {};
  return offer.slot;
}

void BookingModel::end_offers() {
  std::vector<std::tuple<Ms, std::size_t, PersonId>> due;
  for (const Waiter& one : waiting) {
    if (one.offer && one.offer->until <= now) due.emplace_back(one.offer->until, due.size(), one.person);
  }
  std::ranges::sort(due);
  for (const auto& [until, place, person] : due) {
    look();
    const auto one = find(person);
    if (one->offer->until > now) continue;
    const SlotId slot = drop_offer(*one);
    if (slots.at(slot).from > now) {
      one->passed.insert(slot);
      if (++one->unanswered == 2) waiting.erase(one);
    }
    freed(slot);
  }
}

bool BookingModel::has_free_slot(const Waiter& waiter) const {
  return std::ranges::any_of(slots, [&](const auto& entry) {
    const auto& [id, slot] = entry;
    if (!is_bookable(slot) || slot.count(SeatState::free) == 0 || !fits(waiter, slot) ||
        waiter.passed.contains(id))
      return false;
    // An own hold is given up for another slot.
    return std::ranges::none_of(slots, [&](const auto& other) {
      return other.second.from < slot.to && slot.from < other.second.to &&
             std::ranges::any_of(
                 other.second.seats,
                 [&](const Seat& seat) {
                   return seat.owner == waiter.person &&
                          (seat.state == SeatState::offered || seat.state == SeatState::booked);
                 });
    });
  });
}

BookingModel::Answer BookingModel::join(PersonId person, std::optional<PersonId> member, bool short_notice) {
  const bool has_one_to_come = std::ranges::any_of(appointments, [&](const auto& entry) {
    const Appointment& one = entry.second;
    return one.visitor == person && !one.is_cancelled && slots.at(one.slot).from > now;
  });
  if (has_one_to_come) return "waitlist.booked";
  if (active(person) >= 10) return "slot.too_many";
  auto own = find(person);
  Waiter wanted = own == waiting.end() ? Waiter{.person = person} : *own;
  wanted.member = member;
  wanted.short_notice = short_notice;
  wanted.unanswered = 0;
  if (has_free_slot(wanted)) return "waitlist.free_slots";
  if (own == waiting.end()) own = waiting.insert(own, wanted);
  *own = wanted;
  return "ok " + std::to_string(own - waiting.begin());
}

BookingModel::Answer BookingModel::leave(PersonId person) {
  const auto own = find(person);
  if (own == waiting.end()) return "ok";
  std::optional<SlotId> given_up;
  if (own->offer) given_up = drop_offer(*own);
  waiting.erase(own);
  if (given_up) freed(*given_up);
  return "ok";
}

BookingModel::Answer BookingModel::decline(PersonId person, SlotId id) {
  if (!slots.contains(id)) return "session.not_found";
  const auto own = find(person);
  if (own == waiting.end() || !own->offer || own->offer->slot != id) return "waitlist.no_offer";
  own->passed.insert(id);
  own->unanswered = 0;
  drop_offer(*own);
  freed(id);
  return "ok";
}

}  // namespace stollen::tests
