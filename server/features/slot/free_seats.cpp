// Seats that anybody could have from now on: those who wait are asked before anybody is told.
#include <atomic>

#include "server/features/slot/seat_store.hpp"
#include "server/features/slot/slot_store.hpp"

namespace stollen::slot {
namespace {

/// Set when the process starts, before any thread has a transaction.
std::atomic<OnFreeSeats> waiting_list{nullptr};

void offer_free_seats(Transaction& tx, SlotId id) {
  const auto ask = waiting_list.load(std::memory_order_relaxed);
  const auto slot = find(tx, id);
  if (ask != nullptr && slot && slot->slot.free_seats > 0 && is_bookable(tx, *slot)) ask(tx, *slot);
}

}  // namespace

void set_on_free_seats(OnFreeSeats on_free_seats) {
  waiting_list.store(on_free_seats, std::memory_order_relaxed);
}

void tell_free(Transaction& tx, SlotId slot, bool was_shown) {
  offer_free_seats(tx, slot);
  tell(tx, slot, was_shown);
}

void release_if_due(Transaction& tx, SlotId slot) {
  const auto released = tx.changed(
      "UPDATE slot SET is_released = 1 WHERE id = $1 AND is_released = 0 AND opens_at <= $2", slot, tx.now());
  if (released == 0) return;
  const auto before = find(tx, slot).value();
  offer_free_seats(tx, slot);
  const auto now = find(tx, slot).value();
  if (now != before) tell(tx, now, is_shown(before));
}

void release_due_slots(Transaction& tx) {
  // At most so many a second, as with holds that have run out.
  for (const SlotId slot : tx.all<SlotId>(
           "SELECT id FROM slot WHERE opens_at <= $1 AND is_released = 0 ORDER BY opens_at, id LIMIT 200",
           tx.now())) {
    release_if_due(tx, slot);
  }
}

std::optional<TakenSeat> offer_seat(Transaction& tx, SlotId id, PersonId person) {
  const auto seat = tx.one<SeatId>(
      "UPDATE seat SET state = 'kept', owner = $2, is_offered = 1 "
      "WHERE state = 'free' AND id = (SELECT k.id FROM seat k JOIN slot s ON s.id = k.slot_id "
      "WHERE k.slot_id = $1 AND k.state = 'free' AND s.state = 'open' AND s.starts_at > $3 "
      "AND (s.opens_at IS NULL OR s.opens_at <= $3) ORDER BY k.n LIMIT 1) RETURNING id",
      id, person, tx.now());
  if (!seat) return std::nullopt;
  auto slot = find(tx, id).value();
  if (!take_cells(tx, BusyKind::visitor, person, cells_of(slot.slot.starts_at, slot.slot.minutes),
                  seat->text())) {
    free_cells(tx, seat->text());
    tx.run("UPDATE seat SET state = 'free', owner = NULL, is_offered = 0 WHERE id = $1", *seat);
    return std::nullopt;
  }
  return TakenSeat{.seat_id = *seat, .slot = std::move(slot)};
}

bool has_seat_to_come(Transaction& tx, PersonId person, BoothId booth) {
  return tx
      .one<std::int64_t>(
          "SELECT 1 FROM busy_cell c JOIN seat k ON k.id = c.owner JOIN slot s ON s.id = k.slot_id "
          "WHERE c.kind = 'visitor' AND c.subject = $1 AND c.cell >= $2 AND k.state = 'booked' "
          "AND s.booth_id = $3 AND s.starts_at > $4 LIMIT 1",
          person, cells_of(tx.now(), 0).first, booth, tx.now())
      .has_value();
}

}  // namespace stollen::slot
