#include "server/features/slot/slot_store.hpp"

#include "protocol/generated/cpp/streams.hpp"
#include "server/core/new_id.hpp"
#include "server/features/booth/booth.hpp"
#include "server/features/fair/fair.hpp"
#include "server/features/slot/seat_store.hpp"

namespace stollen::slot {
namespace {

using protocol::SlotState;
using Text = std::string;
using MaybeText = std::optional<std::string>;
namespace messages = protocol::slot;

#define STOLLEN_SLOT_COLUMNS                                                                               \
  "s.id, s.booth_id, s.person_id, s.name, s.starts_at, s.minutes, s.seats, s.title, s.opens_at, s.state, " \
  "(SELECT COUNT(*) FROM seat k WHERE k.slot_id = s.id AND k.state = 'free'), "                            \
  "(SELECT COUNT(*) FROM seat k WHERE k.slot_id = s.id AND k.state IN ('held', 'kept')) "

using SlotRow = std::tuple<SlotId, BoothId, PersonId, Text, Timestamp, std::int64_t, std::int64_t, MaybeText,
                           std::optional<Timestamp>, SlotState, std::int64_t, std::int64_t>;

StaffSlot to_slot(SlotRow& row) {
  auto& [id, booth, person, name, starts_at, minutes, seats, title, opens_at, state, free, held] = row;
  return {.slot = {.slot_id = id,
                   .booth_id = booth,
                   .person_id = person,
                   .name = std::move(name),
                   .starts_at = starts_at,
                   .minutes = minutes,
                   .seats = seats,
                   .free_seats = free,
                   .title = std::move(title),
                   .opens_at = opens_at},
          .state = state,
          .held_seats = held};
}

template <class... Args>
std::vector<StaffSlot> slots_from(Transaction& tx, storage::Sql sql, const Args&... args) {
  std::vector<StaffSlot> slots;
  for (SlotRow& row :
       tx.all<SlotId, BoothId, PersonId, Text, Timestamp, std::int64_t, std::int64_t, MaybeText,
              std::optional<Timestamp>, SlotState, std::int64_t, std::int64_t>(sql, args...)) {
    slots.push_back(to_slot(row));
  }
  return slots;
}

}  // namespace

std::optional<StaffSlot> find(Transaction& tx, SlotId slot) {
  auto slots = slots_from(tx, "SELECT " STOLLEN_SLOT_COLUMNS "FROM slot s WHERE s.id = $1", slot);
  if (slots.empty()) return std::nullopt;
  return std::move(slots.front());
}

std::vector<StaffSlot> calendar(Transaction& tx, BoothId booth) {
  return slots_from(
      tx,
      "SELECT " STOLLEN_SLOT_COLUMNS
      "FROM slot s WHERE s.booth_id = $1 AND s.starts_at >= $2 ORDER BY s.starts_at, s.id LIMIT "
      "600",
      booth, day_start(tx));
}

std::vector<protocol::Slot> public_part(std::vector<StaffSlot> slots) {
  std::vector<protocol::Slot> shown;
  shown.reserve(slots.size());
  for (StaffSlot& slot : slots) {
    if (is_shown(slot)) shown.push_back(std::move(slot.slot));
  }
  return shown;
}

std::int64_t count_shown(Transaction& tx, BoothId booth) {
  return tx
      .one<std::int64_t>("SELECT COUNT(*) FROM slot WHERE booth_id = $1 AND starts_at >= $2", booth,
                         day_start(tx))
      .value_or(0);
}

Timestamp day_start(Transaction& tx) {
  return day_start(tx.now(), fair::zone(tx));
}

std::optional<SlotId> insert_slot(Transaction& tx, const NewSlot& slot) {
  const auto id = new_id<SlotId>();
  if (!take_cells(tx, BusyKind::member, slot.person_id, cells_of(slot.starts_at, slot.minutes), id.text())) {
    free_cells(tx, id.text());
    return std::nullopt;
  }
  tx.run(
      "INSERT INTO slot (id, booth_id, person_id, name, starts_at, minutes, seats, title, opens_at, state, "
      "is_planned) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
      id, slot.booth_id, slot.person_id, slot.name, slot.starts_at, slot.minutes, slot.seats, slot.title,
      slot.opens_at, slot.state, slot.is_planned);
  for (std::int64_t n = 1; n <= slot.seats; ++n) {
    tx.run(
        "INSERT INTO seat (id, slot_id, n, state, hold_gen, extensions, told_free) "
        "VALUES ($1, $2, $3, 'free', 0, 0, 0)",
        new_id<SeatId>(), id, n);
  }
  return id;
}

void delete_slot(Transaction& tx, SlotId slot) {
  free_cells(tx, slot.text());
  tx.run("DELETE FROM seat WHERE slot_id = $1", slot);
  tx.run("DELETE FROM slot WHERE id = $1", slot);
}

bool has_no_guests(Transaction& tx, SlotId slot) {
  return tx.one<std::int64_t>("SELECT COUNT(*) FROM seat WHERE slot_id = $1 AND state <> 'free'", slot)
             .value_or(0) == 0;
}

bool set_state(Transaction& tx, SlotId slot, SlotState state) {
  return tx.changed(
             "UPDATE slot SET state = $2 WHERE id = $1 "
             "AND NOT EXISTS (SELECT 1 FROM seat k WHERE k.slot_id = $1 AND k.state <> 'free')",
             slot, state) == 1;
}

bool place_slot(Transaction& tx, SlotId slot, PersonId member, Timestamp starts_at) {
  const auto before = find(tx, slot).value();
  free_cells(tx, slot.text());
  if (!take_cells(tx, BusyKind::member, member, cells_of(starts_at, before.slot.minutes), slot.text()))
    return false;
  tx.run("UPDATE slot SET person_id = $2, name = $3, starts_at = $4, is_past = 0 WHERE id = $1", slot, member,
         account::appearance(tx, member, before.slot.booth_id).name, starts_at);
  return true;
}

std::vector<SlotId> overlapping(Transaction& tx, PersonId member, Timestamp starts_at, std::int64_t minutes,
                                SlotId slot) {
  const auto cells = cells_of(starts_at, minutes);
  return tx.all<SlotId>(
      "SELECT DISTINCT owner FROM busy_cell WHERE kind = 'member' AND subject = $1 AND cell >= $2 AND cell < "
      "$3 AND owner <> $4 ORDER BY owner",
      member, cells.first, cells.end, slot);
}

std::vector<SlotId> alternatives(Transaction& tx, const protocol::Slot& slot) {
  return tx.all<SlotId>(
      "SELECT id FROM slot WHERE booth_id = $1 AND starts_at = $2 AND minutes = $3 AND id <> $4 ORDER BY id",
      slot.booth_id, slot.starts_at, slot.minutes, slot.slot_id);
}

#define STOLLEN_FOUND_FROM                                                                                   \
  "FROM slot s JOIN booth b ON b.id = s.booth_id "                                                           \
  "WHERE s.state = 'open' AND s.starts_at > $1 AND s.starts_at >= $2 "                                       \
  "AND (s.opens_at IS NULL OR s.opens_at <= $1) AND ($3 = '' OR s.booth_id = $3) "                           \
  "AND ($4 = '' OR b.sector = $4 OR EXISTS (SELECT 1 FROM job j WHERE j.booth_id = b.id AND j.field = $4)) " \
  "AND EXISTS (SELECT 1 FROM seat k WHERE k.slot_id = s.id AND k.state = 'free') "                           \
  "AND NOT EXISTS (SELECT 1 FROM busy_cell c JOIN seat k ON k.id = c.owner WHERE c.kind = 'visitor' "        \
  "AND c.subject = $5 AND c.cell >= s.starts_at / 300000 "                                                   \
  "AND c.cell < s.starts_at / 300000 + s.minutes / 5 AND k.state IN ('kept', 'booked')) "

std::vector<protocol::FoundSlot> search(Transaction& tx, const Search& wanted) {
  const std::string booth = wanted.booth_id ? wanted.booth_id->text() : std::string{};
  auto slots = wanted.near
                   ? slots_from(tx,
                                "SELECT " STOLLEN_SLOT_COLUMNS STOLLEN_FOUND_FROM
                                "ORDER BY ABS(s.starts_at - $6), s.starts_at, s.id LIMIT $7",
                                tx.now(), wanted.from, booth, wanted.field, wanted.person_id, *wanted.near,
                                wanted.limit)
                   : slots_from(tx,
                                "SELECT " STOLLEN_SLOT_COLUMNS STOLLEN_FOUND_FROM
                                "ORDER BY s.starts_at, s.id LIMIT $6",
                                tx.now(), wanted.from, booth, wanted.field, wanted.person_id, wanted.limit);
  std::vector<protocol::FoundSlot> found;
  for (auto& slot : slots) {
    auto place = booth::place(tx, slot.slot.booth_id).value_or(booth::Place{});
    found.push_back({.slot = std::move(slot.slot),
                     .booth_slug = std::move(place.slug),
                     .booth_name = std::move(place.name)});
  }
  return found;
}

bool is_shown(const StaffSlot& slot) {
  return slot.state == SlotState::open;
}

std::vector<protocol::Slot> free_slots(Transaction& tx, BoothId booth, PersonId person) {
  return public_part(
      slots_from(tx, "SELECT " STOLLEN_SLOT_COLUMNS STOLLEN_FOUND_FROM "ORDER BY s.starts_at, s.id LIMIT $6",
                 tx.now(), tx.now(), booth, "", person, kMostSlots));
}

void tell(Transaction& tx, SlotId slot, bool was_shown) {
  if (const auto now = find(tx, slot)) tell(tx, *now, was_shown);
}

void tell(Transaction& tx, const StaffSlot& slot, bool was_shown) {
  if (slot.slot.starts_at < day_start(tx)) return;  // no calendar shows it any more
  const auto stream = protocol::CalendarStream::name(slot.slot.booth_id);
  if (is_shown(slot)) {
    tx.publish(stream, messages::ChangedEvent{.slot = slot.slot});
  } else if (was_shown) {
    tx.publish(stream, messages::RemovedEvent{.slot_id = slot.slot.slot_id});
  }
  tx.publish(protocol::CalendarStaffStream::name(slot.slot.booth_id),
             messages::StaffChangedEvent{.slot = slot});
}

void tell_gone(Transaction& tx, const StaffSlot& slot) {
  const SlotId id = slot.slot.slot_id;
  if (is_shown(slot))
    tx.publish(protocol::CalendarStream::name(slot.slot.booth_id), messages::RemovedEvent{.slot_id = id});
  tx.publish(protocol::CalendarStaffStream::name(slot.slot.booth_id),
             messages::StaffRemovedEvent{.slot_id = id});
}

void tell_past_gone(Transaction& tx) {
  // At most so many a second: a midnight must not keep the writer from those who book. Asked for in their
  // order, since an UPDATE returns its rows in any.
  const auto past = tx.all<SlotId>(
      "SELECT id FROM slot WHERE is_past = 0 AND starts_at < $1 ORDER BY starts_at, id LIMIT 200",
      day_start(tx));
  for (const SlotId id : past) {
    tx.run("UPDATE slot SET is_past = 1 WHERE id = $1", id);
    tell_gone(tx, find(tx, id).value());
  }
}

#undef STOLLEN_FOUND_FROM
#undef STOLLEN_SLOT_COLUMNS

}  // namespace stollen::slot
