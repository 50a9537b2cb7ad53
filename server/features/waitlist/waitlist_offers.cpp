#include "server/features/waitlist/waitlist_offers.hpp"

#include "protocol/generated/cpp/streams.hpp"
#include "server/core/log.hpp"
#include "server/features/booth/booth.hpp"
#include "server/features/fair/fair.hpp"
#include "server/features/waitlist/waitlist_mails.hpp"
#include "server/realtime/registry.hpp"
#include "server/storage/timers.hpp"

namespace stollen::waitlist {
namespace {

namespace messages = protocol::waitlist;

constexpr std::string_view kOfferEnds = "waitlist.offer";

/// Offers are answered against the clock: after a time in which no server ran, or the wall clock jumped, each
/// open one has its whole time anew. Before anything is decided by a deadline.
void look_at_offers(Transaction& tx) {
  const auto before = note_look(tx);
  if (!before || tx.now() - *before <= kAway) return;
  for (Entry& entry : entries_with_offer(tx)) {
    auto& offer = *entry.offer;
    const Timestamp until = deadline_after_outage(tx.now(), offer.until, offer.slot.starts_at);
    if (until == offer.until) continue;
    offer.until = until;
    update(tx, entry);
    storage::set_timer(tx, kOfferEnds, entry.id.text(), until);
    tell(tx, entry);
    log::info("waitlist.prolonged", {{"entry", entry.id}, {"until", until.ms}});
  }
}

/// False: the person is elsewhere then after all.
bool make_offer(Transaction& tx, Entry entry, const slot::StaffSlot& slot, Timestamp until) {
  const auto kept = slot::offer_seat(tx, slot.slot.slot_id, entry.person_id);
  if (!kept) return false;
  look_at_offers(tx);
  entry.offer = SlotOffer{.slot = kept->slot.slot, .until = until};
  entry.offer_seat = kept->seat_id;
  update(tx, entry);
  storage::set_timer(tx, kOfferEnds, entry.id.text(), until);
  tell(tx, entry);
  mail_offer(tx, entry);
  log::info("waitlist.offered", {{"entry", entry.id}, {"slot", slot.slot.slot_id}, {"until", until.ms}});
  return true;
}

/// Takes the offer from the entry. The seat that was kept for it is still to be given up.
slot::SeatId take_offer_away(Transaction& tx, Entry& entry) {
  const slot::SeatId seat = entry.offer_seat.value();
  entry.offer.reset();
  entry.offer_seat.reset();
  update(tx, entry);
  storage::cancel_timer(tx, kOfferEnds, entry.id.text());
  return seat;
}

void run_out(Transaction& tx, std::string_view subject) {
  const auto id = EntryId::parse(subject);
  if (!id) return;
  look_at_offers(tx);
  auto entry = find(tx, *id);
  if (!entry || !entry->offer || tx.now() < entry->offer->until) return;
  const auto& slot = entry->offer->slot;
  log::info("waitlist.run_out", {{"entry", *id}, {"slot", slot.slot_id}});
  // What began meanwhile, after an outage, could not be answered in time.
  if (slot.starts_at > tx.now()) {
    note_passed(tx, *id, slot.slot_id);
    ++entry->unanswered;
  }
  if (entry->unanswered < kMostUnanswered) return end_offer(tx, *entry);
  mail_ended(tx, *entry);
  end_entry(tx, *entry, WaitlistEnd::unanswered);
}

void sweep(Transaction& tx) {
  if (has_offers(tx)) look_at_offers(tx);
  if (fair::takes_entries(tx)) return;
  // Nothing can be booked any more. At most so many at once, so that others find their way to the store.
  for (const Entry& entry : oldest_entries(tx, 200)) end_entry(tx, entry, WaitlistEnd::closed);
}

}  // namespace

protocol::WaitlistEntry shown(Transaction& tx, const Entry& entry) {
  auto place = booth::place(tx, entry.booth_id).value_or(booth::Place{});
  return {.booth_id = entry.booth_id,
          .booth_slug = std::move(place.slug),
          .booth_name = std::move(place.name),
          .person_id = entry.wish.member,
          .name = entry.member_name,
          .short_notice = entry.wish.short_notice,
          .joined_at = entry.joined_at,
          .offer = entry.offer};
}

void tell(Transaction& tx, const Entry& entry) {
  tx.publish(protocol::DayStream::name(entry.person_id), messages::ChangedEvent{.entry = shown(tx, entry)});
}

void tell_count(Transaction& tx, BoothId booth) {
  tx.publish(protocol::CalendarStaffStream::name(booth),
             messages::CountedEvent{.waiting = count_waiting(tx, booth)});
}

void offer_free_seats(Transaction& tx, const slot::StaffSlot& slot) {
  const auto until = deadline(tx.now(), slot.slot.starts_at);
  if (!until) return;
  for (std::int64_t free = slot.slot.free_seats; free > 0; --free) {
    const auto next = find_next(tx, slot.slot);
    if (!next || !fair::takes_entries(tx)) return;
    if (!make_offer(tx, find(tx, *next).value(), slot, *until)) return;
  }
}

void end_offer(Transaction& tx, Entry& entry) {
  const slot::SeatId seat = take_offer_away(tx, entry);
  tell(tx, entry);
  slot::give_up_kept_seat(tx, seat);
}

void end_entry(Transaction& tx, const Entry& entry, WaitlistEnd reason) {
  storage::cancel_timer(tx, kOfferEnds, entry.id.text());
  erase(tx, entry.id);
  tx.publish(protocol::DayStream::name(entry.person_id),
             messages::RemovedEvent{.booth_id = entry.booth_id, .reason = reason});
  tell_count(tx, entry.booth_id);
  log::info("waitlist.ended", {{"entry", entry.id}, {"reason", protocol::to_text(reason)}});
  if (entry.offer_seat) slot::give_up_kept_seat(tx, *entry.offer_seat);
}

void end_by_booking(Transaction& tx, PersonId person, const protocol::Slot& slot) {
  auto entry = find(tx, slot.booth_id, person);
  if (!entry) return;
  // The offered seat itself is what is booked now.
  if (entry->offer && entry->offer->slot.slot_id == slot.slot_id) take_offer_away(tx, *entry);
  end_entry(tx, *entry, WaitlistEnd::booked);
}

void follow_slot(Transaction& tx, const protocol::Slot& slot) {
  for (Entry& entry : entries_offered(tx, slot.slot_id)) {
    if (entry.wish.member && *entry.wish.member != slot.person_id) {
      end_offer(tx, entry);
      continue;
    }
    entry.offer->slot = slot;
    update(tx, entry);
    tell(tx, entry);
  }
}

void remove_booth(Transaction& tx, BoothId booth) {
  auto entries = entries_at(tx, booth);
  // Nobody may be left to whom a seat that is given up would be offered.
  std::vector<slot::SeatId> seats;
  for (Entry& entry : entries) {
    if (entry.offer) seats.push_back(take_offer_away(tx, entry));
    end_entry(tx, entry, WaitlistEnd::closed);
  }
  for (const slot::SeatId seat : seats) slot::give_up_kept_seat(tx, seat);
}

void attach_offers(realtime::Registry& registry) {
  registry.timer(kOfferEnds, run_out);
  registry.every("waitlist.sweep", kLook, sweep);
}

}  // namespace stollen::waitlist
