// Availability from the fair folder: what it plans is made, what it no longer plans goes while nobody has a
// seat in it.
#include <algorithm>
#include <map>
#include <set>

#include "server/core/log.hpp"
#include "server/features/fair/fair.hpp"
#include "server/features/slot/seat_store.hpp"
#include "server/features/slot/slot_store.hpp"

namespace stollen::slot {
namespace {

/// What makes a slot the same as a planned one.
using Key = std::tuple<PersonId, BoothId, Timestamp, std::int64_t, std::int64_t, std::string>;

Key key_of(const protocol::Slot& slot) {
  return {slot.person_id, slot.booth_id, slot.starts_at, slot.minutes, slot.seats, slot.title.value_or("")};
}

std::vector<PlannedTime> stored_plan(Transaction& tx) {
  std::vector<PlannedTime> plan;
  for (auto& [booth, person, from, to, minutes, buffer, seats, title] :
       tx.all<BoothId, PersonId, Timestamp, Timestamp, std::int64_t, std::int64_t, std::int64_t,
              std::optional<std::string>>(
           "SELECT booth_id, person_id, from_at, to_at, minutes, buffer_minutes, seats, title FROM slot_plan "
           "ORDER BY n")) {
    plan.push_back({booth, person, from, to, minutes, buffer, seats, std::move(title)});
  }
  return plan;
}

void store_plan(Transaction& tx, std::span<const PlannedTime> plan, std::optional<Timestamp> dates_from) {
  tx.run("DELETE FROM slot_plan");
  std::int64_t n = 0;
  for (const PlannedTime& time : plan) {
    tx.run(
        "INSERT INTO slot_plan (n, booth_id, person_id, from_at, to_at, minutes, buffer_minutes, seats, "
        "title, "
        "dates_from) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        ++n, time.booth_id, time.person_id, time.from, time.to, time.minutes, time.buffer_minutes, time.seats,
        time.title, dates_from);
  }
}

std::map<Key, NewSlot> slots_of(Transaction& tx, std::span<const PlannedTime> plan) {
  std::map<Key, NewSlot> slots;
  for (const PlannedTime& time : plan) {
    const std::string name = account::appearance(tx, time.person_id, time.booth_id).name;
    for (const Timestamp starts_at : starts_of({.windows = {{time.from, time.to}},
                                                .breaks = {},
                                                .minutes = time.minutes,
                                                .buffer_minutes = time.buffer_minutes})) {
      if (starts_at <= tx.now()) continue;
      const Key key{time.person_id, time.booth_id, starts_at,
                    time.minutes,   time.seats,    time.title.value_or("")};
      slots.emplace(key, NewSlot{.booth_id = time.booth_id,
                                 .person_id = time.person_id,
                                 .name = name,
                                 .starts_at = starts_at,
                                 .minutes = time.minutes,
                                 .seats = time.seats,
                                 .title = time.title,
                                 .opens_at = {},
                                 .is_planned = true});
    }
  }
  return slots;
}

std::vector<StaffSlot> planned_before(Transaction& tx) {
  std::vector<StaffSlot> slots;
  for (const SlotId id :
       tx.all<SlotId>("SELECT id FROM slot WHERE is_planned = 1 AND starts_at > $1 ORDER BY id", tx.now())) {
    slots.push_back(find(tx, id).value());
  }
  return slots;
}

PlanOutcome make_real(Transaction& tx, std::span<const PlannedTime> plan) {
  auto wanted = slots_of(tx, plan);
  PlanOutcome outcome;
  for (const StaffSlot& slot : planned_before(tx)) {
    if (wanted.erase(key_of(slot.slot)) > 0) {
      ++outcome.unchanged;
    } else if (has_no_guests(tx, slot.slot.slot_id)) {
      delete_slot(tx, slot.slot.slot_id);
      tell_gone(tx, slot);
      ++outcome.removed;
    }
  }
  std::map<BoothId, std::int64_t> room;
  for (const auto& [key, slot] : wanted) {
    auto [left, is_new] = room.try_emplace(slot.booth_id, 0);
    if (is_new) left->second = kMostSlots - count_shown(tx, slot.booth_id);
    if (left->second <= 0) continue;
    const auto id = insert_slot(tx, slot);
    if (!id) continue;  // the member has something else then
    tell_free(tx, *id, false);
    --left->second;
    ++outcome.added;
  }
  return outcome;
}

}  // namespace

PlanOutcome follow_plan(Transaction& tx, std::span<const PlannedTime> plan) {
  store_plan(tx, plan, fair::demo_dates_from(tx));
  return make_real(tx, plan);
}

void renew_plan(Transaction& tx) {
  const auto planned_from =
      tx.one<std::optional<Timestamp>>("SELECT dates_from FROM slot_plan ORDER BY n LIMIT 1");
  if (!planned_from || !*planned_from) return;
  const auto dates_from = fair::demo_dates_from(tx);
  if (!dates_from || *dates_from == **planned_from) return;
  const auto shift = *dates_from - **planned_from;
  auto plan = stored_plan(tx);
  for (PlannedTime& time : plan) {
    time.from = time.from + shift;
    time.to = time.to + shift;
  }
  const auto outcome = follow_plan(tx, plan);
  log::info("slot.plan_renewed", {{"added", outcome.added}, {"removed", outcome.removed}});
}

}  // namespace stollen::slot
