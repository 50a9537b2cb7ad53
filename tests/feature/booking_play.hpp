#pragma once

#include <functional>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "server/storage/timers.hpp"
#include "tests/feature/booking_desk.hpp"
#include "tests/feature/booking_model.hpp"

namespace stollen::tests {

namespace slots = protocol::slot;
namespace appointments = protocol::appointment;
namespace waitlist_messages = protocol::waitlist;

/// Random commands, sensible and not, one after the other, to a desk and to the model of it.
class BookingPlay {
 public:
  /// With people who wait, what is due is always done at once: who is next depends on the moment.
  enum class Waiting { nobody, some };
  BookingPlay(std::uint32_t seed, Waiting waiting) : random_(seed), waiting_(waiting) {
    for (int i = waiting == Waiting::some ? 20 : 6; i > 0; --i) come();
    members_ = {desk_.lea, desk_.tom, desk_.staff("Mia Mai", desk_.holzwerk)};
    model_.move_clock(desk_.clock.now().ms);
  }

  /// Says what differed, if anything did.
  std::string step() {
    if (waiting_ == Waiting::some && below(4) == 0) return wait();
    switch (below(16)) {
      case 0: return move_clock();
      case 1:
      case 2: return open();
      case 3:
      case 4:
      case 5: return hold();
      case 6: return extend_or_release();
      case 7:
      case 8:
      case 9: return book();
      case 10: return cancel();
      case 11: return move();
      case 12: return reassign();
      case 13: return block();
      case 14: return withdraw();
      default: return below(3) == 0 ? compare_pictures() : move_slot();
    }
  }
  [[nodiscard]] const std::map<std::string, int>& answers() const { return answers_; }

  std::string compare_pictures() {
    if (waiting_ == Waiting::nobody) desk_.sweep();
    const auto calendar = desk_.staff_calendar();
    const auto from = start_of_day();
    std::size_t shown = 0;
    for (const auto& [id, slot] : model_.slots) shown += slot.from >= from ? 1 : 0;
    if (calendar.slots_.size() != shown) return "the calendar has another number of slots";
    for (const auto& [slot, state, held] : calendar.slots_) {
      const auto known = model_.slots.find(slot.slot_id);
      if (known == model_.slots.end()) return "a slot that should be gone";
      const auto& expected = known->second;
      if (slot.person_id != expected.member || slot.starts_at.ms != expected.from ||
          state != expected.state ||
          held != expected.count(BookingModel::SeatState::held) +
                      expected.count(BookingModel::SeatState::offered) ||
          slot.free_seats != expected.count(BookingModel::SeatState::free))
        return "a slot looks different";
    }
    if (calendar.waiting != static_cast<std::int64_t>(model_.waiting.size())) return "others wait";
    for (const auto& person : visitors_) {
      const auto day = desk_.day(person);
      if (!is_same(day.waiting, model_.waiter(person.person_id))) return "somebody waits for something else";
      const auto* hold = model_.hold_of(person.person_id).seat;
      if (day.hold.has_value() != (hold != nullptr)) return "a hold is there or not";
      if (hold != nullptr && day.hold->generation != hold->generation) return "a hold has another generation";
      for (const auto& appointment : day.appointments) {
        const auto& expected = model_.appointments.at(appointment.appointment_id);
        if (appointment.sequence != expected.sequence || appointment.slot_id != expected.slot ||
            (appointment.state == protocol::AppointmentState::cancelled) != expected.is_cancelled)
          return "an appointment looks different";
      }
    }
    return {};
  }

 private:
  static constexpr std::int64_t kMinute = 60'000;

  std::size_t below(std::size_t end) { return random_() % end; }
  template <class List>
  const auto& any(const List& list) {
    return list[below(list.size())];
  }
  std::int64_t start_of_day() const {
    constexpr std::int64_t kHour = 3'600'000, kDay = 24 * kHour;  // Berlin, in winter
    return (model_.now + kHour) / kDay * kDay - kHour;
  }
  void come() { visitors_.push_back(desk_.visitor("Gast " + std::to_string(guests_++))); }

  /// Mostly one that is to come or runs.
  protocol::SlotId any_slot() {
    std::vector<protocol::SlotId> ids;
    for (const auto& [id, slot] : model_.slots) {
      if (slot.to > model_.now - 10 * kMinute || ids.empty()) ids.push_back(id);
    }
    if (ids.empty() || below(50) == 0) return new_id<protocol::SlotId>();
    return any(ids);
  }
  protocol::AppointmentId any_appointment() {
    if (recent_.empty() || below(50) == 0) return new_id<protocol::AppointmentId>();
    return any(recent_);
  }

  template <class Command>
  std::string compare(const Caller& caller, const Command& command, const std::string& expected,
                      const std::function<std::string(const typename Command::Reply&)>& matters = {}) {
    const auto reply = desk_.ask(caller, command);
    std::string answer = reply ? "ok" : std::string(reply.error().code->name);
    if (reply && matters) answer += " " + matters(*reply);
    ++answers_[std::string(Command::kName) + " " + (reply ? "ok" : answer)];
    if (answer == expected) return {};
    return std::string(Command::kName) + " answered " + answer + " instead of " + expected;
  }
  static std::string of_hold(const protocol::Hold& hold) {
    return std::to_string(hold.generation) + " " + std::to_string(hold.until.ms) + " " +
           std::to_string(hold.extensions_left);
  }

  std::string move_clock() {
    desk_.clock.move(std::chrono::seconds(below(20) == 0 ? 1'200 : below(90)));
    model_.move_clock(desk_.clock.now().ms);
    if (waiting_ == Waiting::some || below(3) == 0) desk_.sweep();
    if (waiting_ == Waiting::some) end_offers();
    // Who has as many appointments as one may have, all of them over, goes home.
    for (Caller& person : visitors_) {
      if (model_.active(person.person_id) < 10 || below(4) != 0) continue;
      person = desk_.visitor("Gast " + std::to_string(guests_++));
    }
    return {};
  }

  /// The look at offers and their timers, in the order in which realtime runs them.
  void end_offers() {
    desk_.housekeeping("waitlist.sweep");
    std::vector<std::string> due;
    desk_.store->read([&](Transaction& tx) {
      due = tx.all<std::string>(
          "SELECT subject FROM timer WHERE kind = 'waitlist.offer' AND due_at <= $1 ORDER BY due_at, subject",
          tx.now());
    });
    for (const auto& subject : due) {
      desk_.write([&](Transaction& tx) {
        if (storage::claim_timer(tx, {.kind = "waitlist.offer", .subject = subject}))
          (*desk_.registry.find_timer("waitlist.offer"))(tx, subject);
      });
    }
  }

  bool is_same(const std::vector<protocol::WaitlistEntry>& shown,
               const BookingModel::Waiter* expected) const {
    if (shown.empty() || expected == nullptr) return shown.empty() && expected == nullptr;
    const auto& entry = shown.front();
    if (entry.person_id != expected->member || entry.short_notice != expected->short_notice) return false;
    if (!entry.offer || !expected->offer) return entry.offer.has_value() == expected->offer.has_value();
    return entry.offer->slot.slot_id == expected->offer->slot &&
           entry.offer->slot.person_id == model_.slots.at(expected->offer->slot).member &&
           entry.offer->until.ms == expected->offer->until;
  }

  /// Somebody to whom a seat is offered, if there is one.
  const Caller& any_asked() {
    std::vector<const Caller*> asked;
    for (const Caller& person : visitors_) {
      const auto* waiter = model_.waiter(person.person_id);
      if (waiter != nullptr && waiter->offer) asked.push_back(&person);
    }
    return asked.empty() ? any(visitors_) : *any(asked);
  }
  std::string answer_offer() {
    const auto& person = any_asked();
    const auto* waiter = model_.waiter(person.person_id);
    const bool is_own = waiter != nullptr && waiter->offer && below(4) != 0;
    const auto slot = is_own ? waiter->offer->slot : any_slot();
    if (below(2) == 0) return book_slot(person, slot, 0);
    return compare<waitlist_messages::Decline>(person, {.booth_id = desk_.holzwerk, .slot_id = slot},
                                               model_.decline(person.person_id, slot));
  }
  std::string wait() {
    if (below(4) == 0) return answer_offer();
    const auto& person = any(visitors_);
    const protocol::PersonId id = person.person_id;
    if (below(12) == 0)
      return compare<waitlist_messages::Leave>(person, {.booth_id = desk_.holzwerk}, model_.leave(id));
    waitlist_messages::Join wish{.booth_id = desk_.holzwerk, .short_notice = below(2) == 0};
    if (below(3) == 0) wish.person_id = any(members_).person_id;
    return compare<waitlist_messages::Join>(person, wish, model_.join(id, wish.person_id, wish.short_notice),
                                            [](const auto& reply) { return std::to_string(reply.ahead); });
  }

  std::string open() {
    const auto& member = any(members_);
    const auto is_to_come = [this](const auto& entry) { return entry.second.to > model_.now; };
    if (std::ranges::count_if(model_.slots, is_to_come) > 25) return withdraw();
    const std::int64_t from = (model_.now / kMinute / 5 + static_cast<std::int64_t>(below(40))) * 5 * kMinute;
    const std::int64_t length = static_cast<std::int64_t>(1 + below(6)) * 5 * kMinute;
    slots::Open wish{.booth_id = desk_.holzwerk,
                     .person_id = member.person_id,
                     .windows = {{{from}, {from + length}}},
                     .minutes = length / kMinute,
                     .seats = below(3) == 0 ? static_cast<std::int64_t>(1 + below(4)) : 1};
    BookingModel::Slot slot{.member = member.person_id, .from = from, .to = from + length};
    slot.seats.resize(static_cast<std::size_t>(*wish.seats));
    if (below(6) == 0) wish.walk_in_percent = 100, slot.state = protocol::SlotState::walk_in;
    if (below(6) == 0 && !wish.walk_in_percent) {
      slot.opens_at = model_.now + 5 * kMinute;
      wish.portions = std::vector{protocol::Portion{100, {slot.opens_at}}};
    }
    const bool fits = from > model_.now && !model_.is_busy(member.person_id, from, from + length);
    auto difference = compare<slots::Open>(any(members_), wish, fits ? "ok 1" : "ok 0",
                                           [](const auto& reply) { return std::to_string(reply.opened); });
    if (!difference.empty() || !fits) return difference;
    for (const auto& shown : desk_.staff_calendar().slots_) {
      if (!model_.slots.contains(shown.slot.slot_id)) {
        model_.add(shown.slot.slot_id, slot);
        return {};
      }
    }
    return "the new slot is not shown";
  }

  std::string hold() {
    const auto& person = any(visitors_);
    const auto slot = any_slot();
    const bool is_any_member = below(3) == 0;
    return compare<slots::Hold>(person, {.slot_id = slot, .any_member = is_any_member},
                                model_.hold(person.person_id, slot, is_any_member),
                                [](const auto& reply) { return of_hold(reply.hold); });
  }

  /// The own hold, or something near it.
  std::pair<protocol::SlotId, std::int64_t> nearly_own(const Caller& person) {
    protocol::SlotId slot = any_slot();
    const auto own = model_.hold_of(person.person_id);
    if (own.seat != nullptr && below(8) != 0) slot = own.slot;
    const std::int64_t generation = own.seat != nullptr ? own.seat->generation : 1;
    return {slot, below(8) == 0 ? std::max<std::int64_t>(1, generation - 1) : generation};
  }

  std::string extend_or_release() {
    const auto& person = any(visitors_);
    const auto [slot, generation] = nearly_own(person);
    if (below(3) == 0) {
      return compare<slots::Release>(person, {.slot_id = slot, .generation = generation},
                                     model_.release(person.person_id, slot, generation));
    }
    return compare<slots::Extend>(person, {.slot_id = slot, .generation = generation},
                                  model_.extend(person.person_id, slot, generation),
                                  [](const auto& reply) { return of_hold(reply.hold); });
  }

  std::string book() {
    const auto& person = any(visitors_);
    auto [slot, generation] = nearly_own(person);
    if (below(2) == 0) generation = 0;
    return book_slot(person, slot, generation);
  }
  std::string book_slot(const Caller& person, protocol::SlotId slot, std::int64_t generation) {
    appointments::Book command{.slot_id = slot};
    if (generation != 0) command.generation = generation;
    const auto expected = model_.book(person.person_id, slot, generation);
    return compare<appointments::Book>(person, command, expected == "ok" ? "ok 0" : expected,
                                       [this](const auto& reply) {
                                         const auto id = reply.appointment.appointment_id;
                                         model_.made(id);
                                         recent_.push_back(id);
                                         if (recent_.size() > 60) recent_.erase(recent_.begin());
                                         return std::to_string(reply.appointment.sequence);
                                       });
  }

  std::string cancel() {
    const bool is_staff = below(3) == 0;
    const auto& person = is_staff ? any(members_) : any(visitors_);
    const auto id = any_appointment();
    return compare<appointments::Cancel>(person, {.appointment_id = id},
                                         model_.cancel(person.person_id, id, is_staff));
  }

  std::string move() {
    const auto id = any_appointment();
    const auto known = model_.appointments.find(id);
    Caller person = any(visitors_);
    if (known != model_.appointments.end() && below(8) != 0) person.person_id = known->second.visitor;
    const auto slot = any_slot();
    return compare<appointments::Move>(
        person, {.appointment_id = id, .slot_id = slot}, model_.move(person.person_id, id, slot),
        [](const auto& reply) { return std::to_string(reply.appointment.sequence); });
  }

  std::string reassign() {
    const auto id = any_appointment();
    const auto to = any(members_).person_id;
    return compare<appointments::Reassign>(any(members_), {.appointment_id = id, .person_id = to},
                                           model_.reassign(id, to));
  }

  std::string block() {
    if (below(2) == 0) {
      const auto id = any_slot();
      return compare<slots::Unblock>(any(members_), {.slot_ids = {id}}, model_.unblock(id));
    }
    const std::vector ids{any_slot(), any_slot()};
    return compare<slots::Block>(any(members_), {.slot_ids = ids}, model_.block(ids));
  }

  std::string withdraw() {
    std::vector ids{any_slot()};
    if (below(3) == 0) ids.push_back(any_slot());
    return compare<slots::Withdraw>(any(members_), {.slot_ids = ids}, model_.withdraw(ids));
  }

  std::string move_slot() {
    const auto id = any_slot();
    const auto to = any(members_).person_id;
    const std::int64_t from = (model_.now / kMinute / 5 + static_cast<std::int64_t>(below(40))) * 5 * kMinute;
    return compare<slots::Move>(any(members_), {.slot_id = id, .starts_at = {from + 1'000}, .person_id = to},
                                model_.move_slot(id, from, to));
  }

  std::minstd_rand random_;
  Waiting waiting_;
  BookingDesk desk_;
  BookingModel model_;
  std::vector<Caller> members_, visitors_;
  std::vector<protocol::AppointmentId> recent_;
  std::map<std::string, int> answers_;
  int guests_ = 0;
};

}  // namespace stollen::tests
