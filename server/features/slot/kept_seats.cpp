// Seats that are kept while a visitor thinks about another time, and time that a meeting takes beyond its
// slot.
#include "protocol/generated/cpp/session.hpp"
#include "server/features/slot/seat_store.hpp"
#include "server/features/slot/slot_store.hpp"

namespace stollen::slot {
namespace {

namespace messages = protocol::slot;

constexpr std::int64_t kCellMinutes = kCellMs / 60'000;

/// Takes what is free of the visitor's time; true when all of it is theirs by one of the two seats.
bool take_time_beside(Transaction& tx, PersonId visitor, Cells cells, SeatId seat, SeatId leaving) {
  take_cells(tx, BusyKind::visitor, visitor, cells, seat.text());
  const auto own = tx.one<std::int64_t>(
      "SELECT COUNT(*) FROM busy_cell WHERE kind = 'visitor' AND subject = $1 AND cell >= $2 AND cell < $3 "
      "AND owner IN ($4, $5)",
      visitor, cells.first, cells.end, seat, leaving);
  return own == cells.end - cells.first;
}

bool is_free_for_more(const StaffSlot& following, const StaffSlot& slot, std::int64_t first_cell) {
  return following.slot.booth_id == slot.slot.booth_id && following.state != protocol::SlotState::blocked &&
         following.slot.free_seats == following.slot.seats &&
         cells_of(following.slot.starts_at, following.slot.minutes).first == first_cell;
}

}  // namespace

Result<TakenSeat> keep_seat(Transaction& tx, SlotId slot, PersonId visitor, SeatId leaving) {
  const auto before = find(tx, slot);
  if (!before) return fail(protocol::session::errors::not_found, {}, "slot_id");
  catch_up(tx, slot, visitor);
  const auto seat = tx.one<SeatId>(
      "UPDATE seat SET state = 'kept', owner = $2 "
      "WHERE state = 'free' AND id = (SELECT k.id FROM seat k JOIN slot s ON s.id = k.slot_id "
      "WHERE k.slot_id = $1 AND k.state = 'free' AND s.state = 'open' AND s.starts_at > $3 "
      "AND (s.opens_at IS NULL OR s.opens_at <= $3) ORDER BY k.n LIMIT 1) RETURNING id",
      slot, visitor, tx.now());
  if (!seat) return std::unexpected(why_no_seat(tx, *before));
  const auto cells = cells_of(before->slot.starts_at, before->slot.minutes);
  if (!take_time_beside(tx, visitor, cells, *seat, leaving)) return fail(messages::errors::overlap);
  auto now = find(tx, slot).value();
  tell(tx, now, true);
  return TakenSeat{.seat_id = *seat, .slot = std::move(now)};
}

std::optional<TakenSeat> take_kept_seat(Transaction& tx, SeatId kept, PersonId visitor, SeatId leaving) {
  const auto id = tx.one<SlotId>(
      "UPDATE seat SET state = 'booked' WHERE id = $1 AND state = 'kept' AND owner = $2 RETURNING slot_id",
      kept, visitor);
  if (!id) return std::nullopt;
  give_back(tx, leaving);
  auto slot = find(tx, *id).value();
  // What overlapped belonged to the other seat until now.
  take_cells(tx, BusyKind::visitor, visitor, cells_of(slot.slot.starts_at, slot.slot.minutes), kept.text());
  tell(tx, slot, true);
  return TakenSeat{.seat_id = kept, .slot = std::move(slot)};
}

void give_up_kept_seat(Transaction& tx, SeatId kept) {
  const auto slot = tx.one<SlotId>(
      "UPDATE seat SET state = 'free', owner = NULL, is_offered = 0 WHERE id = $1 AND state = 'kept' "
      "RETURNING slot_id",
      kept);
  if (!slot) return;
  free_cells(tx, kept.text());
  tell_free(tx, *slot, true);
}

std::int64_t take_time_behind(Transaction& tx, SlotId id, PersonId member, std::int64_t minutes) {
  const auto slot = find(tx, id).value();
  const auto first = cells_of(slot.slot.starts_at, minutes).end;
  auto count = slot.slot.minutes / kCellMinutes;
  const auto taken = tx.one<SlotId, std::int64_t>(
      "SELECT owner, cell FROM busy_cell WHERE kind = 'member' AND subject = $1 AND cell >= $2 AND cell < $3 "
      "ORDER BY cell LIMIT 1",
      member, first, first + count);
  if (taken && std::get<1>(*taken) == first) {
    const SlotId next = std::get<0>(*taken);
    catch_up(tx, next, PersonId{});
    const auto following = find(tx, next);
    if (!following || !is_free_for_more(*following, slot, first)) return 0;
    delete_slot(tx, next);
    tell_gone(tx, *following);
    count = following->slot.minutes / kCellMinutes;
  } else if (taken) {
    count = std::get<1>(*taken) - first;
  }
  if (!take_cells(tx, BusyKind::member, member, {.first = first, .end = first + count}, id.text())) return 0;
  return count * kCellMinutes;
}

bool lengthen_visit(Transaction& tx, SlotId id, SeatId seat, PersonId visitor, std::int64_t minutes,
                    std::int64_t more_minutes) {
  const auto slot = find(tx, id).value();
  const auto first = cells_of(slot.slot.starts_at, minutes).end;
  const Cells cells{.first = first, .end = first + more_minutes / kCellMinutes};
  if (take_cells(tx, BusyKind::visitor, visitor, cells, seat.text())) return true;
  tx.run("DELETE FROM busy_cell WHERE owner = $1 AND cell >= $2", seat, first);
  return false;
}

}  // namespace stollen::slot
