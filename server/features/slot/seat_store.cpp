#include "server/features/slot/seat_store.hpp"

#include "protocol/generated/cpp/session.hpp"
#include "protocol/generated/cpp/streams.hpp"
#include "server/core/log.hpp"
#include "server/features/booth/booth.hpp"
#include "server/features/slot/slot_store.hpp"

namespace stollen::slot {
namespace {

namespace messages = protocol::slot;

constexpr std::chrono::milliseconds kHold{kHoldMs};

#define STOLLEN_HOLD_COLUMNS "id, slot_id, owner, hold_gen, hold_until, extensions, told_free"

using HoldRow = std::tuple<SeatId, SlotId, PersonId, std::int64_t, Timestamp, std::int64_t, std::int64_t>;

HeldSeat to_held(const HoldRow& row) {
  const auto& [seat, slot, owner, generation, until, extensions, told_free] = row;
  return {seat, slot, owner, generation, until, extensions, told_free};
}

template <class... Args>
std::vector<HeldSeat> holds_from(Transaction& tx, storage::Sql sql, const Args&... args) {
  std::vector<HeldSeat> holds;
  for (const auto& row :
       tx.all<SeatId, SlotId, PersonId, std::int64_t, Timestamp, std::int64_t, std::int64_t>(sql, args...)) {
    holds.push_back(to_held(row));
  }
  return holds;
}

template <class... Args>
std::optional<HeldSeat> hold_from(Transaction& tx, storage::Sql sql, const Args&... args) {
  const auto row =
      tx.one<SeatId, SlotId, PersonId, std::int64_t, Timestamp, std::int64_t, std::int64_t>(sql, args...);
  if (!row) return std::nullopt;
  return to_held(*row);
}

}  // namespace

bool take_cells(Transaction& tx, BusyKind kind, PersonId subject, Cells cells, const std::string& owner) {
  const auto taken = tx.changed(
      "INSERT INTO busy_cell (kind, subject, cell, owner) "
      "WITH RECURSIVE five_minutes (cell) AS "
      "(SELECT $3 UNION ALL SELECT cell + 1 FROM five_minutes WHERE cell + 1 < $4) "
      "SELECT $1, $2, cell, $5 FROM five_minutes WHERE true ON CONFLICT (kind, subject, cell) DO NOTHING",
      kind == BusyKind::visitor ? "visitor" : "member", subject, cells.first, cells.end, owner);
  return taken == cells.end - cells.first;
}

void free_cells(Transaction& tx, const std::string& owner) {
  tx.run("DELETE FROM busy_cell WHERE owner = $1", owner);
}

std::optional<HeldSeat> held_by(Transaction& tx, PersonId person) {
  return hold_from(tx, "SELECT " STOLLEN_HOLD_COLUMNS " FROM seat WHERE owner = $1 AND state = 'held'",
                   person);
}

std::optional<HeldSeat> grant_hold(Transaction& tx, SlotId slot, PersonId person) {
  return hold_from(tx,
                   "UPDATE seat SET state = 'held', owner = $2, hold_until = $3, extensions = 0, "
                   "hold_gen = (SELECT MAX(g.hold_gen) + 1 FROM seat g WHERE g.slot_id = $1) "
                   "WHERE state = 'free' AND id = (SELECT k.id FROM seat k JOIN slot s ON s.id = k.slot_id "
                   "WHERE k.slot_id = $1 AND k.state = 'free' AND s.state = 'open' AND s.starts_at > $4 "
                   "AND (s.opens_at IS NULL OR s.opens_at <= $4) ORDER BY k.n LIMIT 1) "
                   "RETURNING " STOLLEN_HOLD_COLUMNS,
                   slot, person, tx.now() + kHold, tx.now());
}

std::optional<HeldSeat> renew_hold(Transaction& tx, SlotId slot, PersonId person, std::int64_t generation) {
  return hold_from(tx,
                   "UPDATE seat SET hold_until = $4, extensions = extensions + 1 "
                   "WHERE slot_id = $1 AND state = 'held' AND owner = $2 AND hold_gen = $3 "
                   "AND hold_until > $5 AND extensions < $6 RETURNING " STOLLEN_HOLD_COLUMNS,
                   slot, person, generation, tx.now() + kHold, tx.now(), kMostExtensions);
}

bool end_hold(Transaction& tx, const HeldSeat& hold) {
  const auto ended = tx.changed(
      "UPDATE seat SET state = 'free', owner = NULL, hold_until = NULL "
      "WHERE id = $1 AND state = 'held' AND owner = $2 AND hold_gen = $3",
      hold.seat_id, hold.owner, hold.generation);
  if (ended == 0) return false;
  free_cells(tx, hold.seat_id.text());
  tell_free(tx, hold.slot_id, true);
  tell_hold_ended(tx, hold);
  return true;
}

void catch_up(Transaction& tx, SlotId slot, PersonId person) {
  for (const HeldSeat& hold :
       holds_from(tx,
                  "SELECT " STOLLEN_HOLD_COLUMNS " FROM seat WHERE state = 'held' AND hold_until <= $1 "
                  "AND (slot_id = $2 OR owner = $3) ORDER BY id",
                  tx.now(), slot, person)) {
    end_hold(tx, hold);
  }
  release_if_due(tx, slot);
}

std::int64_t end_all_run_out_holds(Transaction& tx) {
  // At most so many a second: a rush that is over must not keep the writer from those who still book.
  const auto holds = holds_from(tx,
                                "SELECT " STOLLEN_HOLD_COLUMNS
                                " FROM seat WHERE state = 'held' AND hold_until <= $1 "
                                "ORDER BY hold_until, id LIMIT 500",
                                tx.now());
  for (const HeldSeat& hold : holds) end_hold(tx, hold);
  return static_cast<std::int64_t>(holds.size());
}

void shorten_long_holds(Transaction& tx) {
  for (const HeldSeat& hold :
       holds_from(tx,
                  "UPDATE seat SET hold_until = $1 WHERE state = 'held' AND hold_until "
                  "> $1 RETURNING " STOLLEN_HOLD_COLUMNS,
                  tx.now() + kHold)) {
    tell_hold(tx, hold);
  }
}

bool is_bookable(Transaction& tx, const StaffSlot& slot) {
  return slot.state == protocol::SlotState::open && slot.slot.starts_at > tx.now() &&
         slot.slot.opens_at.value_or(tx.now()) <= tx.now();
}

Error why_no_seat(Transaction& tx, const StaffSlot& slot) {
  if (is_bookable(tx, slot)) return fail(messages::errors::taken).error();
  return fail(messages::errors::not_open).error();
}

protocol::Hold to_hold(Transaction& tx, const HeldSeat& held) {
  auto slot = find(tx, held.slot_id).value().slot;
  slot.free_seats = held.told_free;
  auto place = booth::place(tx, slot.booth_id).value_or(booth::Place{});
  return {.slot = std::move(slot),
          .booth_slug = std::move(place.slug),
          .booth_name = std::move(place.name),
          .generation = held.generation,
          .until = held.until,
          .extensions_left = kMostExtensions - held.extensions};
}

std::optional<protocol::Hold> hold_of(Transaction& tx, PersonId person) {
  const auto held = held_by(tx, person);
  if (!held) return std::nullopt;
  return to_hold(tx, *held);
}

protocol::Hold tell_hold(Transaction& tx, const HeldSeat& held) {
  HeldSeat told = held;
  told.told_free = find(tx, held.slot_id).value().slot.free_seats;
  tx.run("UPDATE seat SET told_free = $2 WHERE id = $1", held.seat_id, told.told_free);
  auto hold = to_hold(tx, told);
  tx.publish(protocol::DayStream::name(held.owner), messages::HeldEvent{.hold = hold});
  return hold;
}

void tell_hold_ended(Transaction& tx, const HeldSeat& held) {
  tx.publish(protocol::DayStream::name(held.owner),
             messages::HoldEndedEvent{.slot_id = held.slot_id, .generation = held.generation});
}

Result<TakenSeat> take_seat(Transaction& tx, SlotId slot, PersonId visitor, std::int64_t generation) {
  const auto before = find(tx, slot);
  if (!before) return fail(protocol::session::errors::not_found, {}, "slot_id");
  catch_up(tx, slot, visitor);
  const auto own = held_by(tx, visitor);
  const auto offered = tx.one<SeatId>("SELECT id FROM seat WHERE owner = $1 AND is_offered = 1", visitor);
  const auto seat = tx.one<SeatId>(
      "UPDATE seat SET state = 'booked', owner = $2, hold_until = NULL, is_offered = 0 "
      "WHERE (state = 'free' OR owner = $2) AND id = (SELECT k.id FROM seat k JOIN slot s ON s.id = "
      "k.slot_id "
      "WHERE k.slot_id = $1 AND s.state = 'open' AND s.starts_at > $4 AND (s.opens_at IS NULL OR s.opens_at "
      "<= "
      "$4) "
      "AND ((k.state = 'held' AND k.owner = $2 AND ($3 = 0 OR k.hold_gen = $3) AND k.hold_until > $4) "
      "OR (k.state = 'kept' AND k.is_offered = 1 AND k.owner = $2 AND $3 = 0) "
      "OR (k.state = 'free' AND $3 = 0)) "
      "ORDER BY CASE k.state WHEN 'held' THEN 0 WHEN 'kept' THEN 1 ELSE 2 END, k.n LIMIT 1) "
      "RETURNING id",
      slot, visitor, generation, tx.now());
  if (!seat) {
    if (generation != 0 && is_bookable(tx, *before)) return fail(messages::errors::hold_lost);
    return std::unexpected(why_no_seat(tx, *before));
  }
  if (own && own->seat_id == *seat) {
    tell_hold_ended(tx, *own);
  } else if (offered == seat) {
    // The time was taken with the offer.
  } else if (!take_cells(tx, BusyKind::visitor, visitor,
                         cells_of(before->slot.starts_at, before->slot.minutes), seat->text())) {
    return fail(messages::errors::overlap);
  }
  auto now = find(tx, slot).value();
  tell(tx, now, true);
  return TakenSeat{.seat_id = *seat, .slot = std::move(now)};
}

void free_time(Transaction& tx, SeatId seat) {
  free_cells(tx, seat.text());
}

void give_back(Transaction& tx, SeatId seat) {
  const auto slot = tx.one<SlotId>(
      "UPDATE seat SET state = 'free', owner = NULL WHERE id = $1 AND state = 'booked' RETURNING slot_id",
      seat);
  if (!slot) return;
  free_cells(tx, seat.text());
  tell_free(tx, *slot, true);
}

std::int64_t count_appointments(Transaction& tx, PersonId visitor) {
  return tx.one<std::int64_t>("SELECT active FROM visitor_load WHERE person_id = $1", visitor).value_or(0);
}

bool count_appointment(Transaction& tx, PersonId visitor) {
  return tx.changed(
             "INSERT INTO visitor_load (person_id, active) VALUES ($1, 1) "
             "ON CONFLICT (person_id) DO UPDATE SET active = visitor_load.active + 1 "
             "WHERE visitor_load.active < $2",
             visitor, kMostAppointments) == 1;
}

void uncount_appointment(Transaction& tx, PersonId visitor) {
  tx.run("UPDATE visitor_load SET active = active - 1 WHERE person_id = $1", visitor);
}

#undef STOLLEN_HOLD_COLUMNS

}  // namespace stollen::slot
