// The stream of a booth's calendar, the sweep, what other features use, and what the feature brings.
#include <algorithm>

#include "protocol/generated/cpp/session.hpp"
#include "protocol/generated/cpp/streams.hpp"
#include "server/core/log.hpp"
#include "server/features/booth/booth.hpp"
#include "server/features/slot/seat_store.hpp"
#include "server/features/slot/slot_commands.hpp"
#include "server/features/slot/slot_store.hpp"
#include "server/realtime/registry.hpp"

namespace stollen::slot {
namespace {

Result<void> authorise_calendar(Transaction& tx, const Caller&, const BoothId& booth) {
  if (!booth::place(tx, booth)) return fail(protocol::session::errors::not_found);
  return {};
}

Result<protocol::CalendarSnapshot> calendar_snapshot(Transaction& tx, const Caller& caller,
                                                     const BoothId& booth) {
  if (auto allowed = authorise_calendar(tx, caller, booth); !allowed) return std::unexpected(allowed.error());
  return protocol::CalendarSnapshot{.booth_id = booth, .slots_ = public_part(calendar(tx, booth))};
}

void sweep(Transaction& tx) {
  renew_plan(tx);
  tell_past_gone(tx);
  shorten_long_holds(tx);
  const auto ended = end_all_run_out_holds(tx);
  release_due_slots(tx);
  if (ended > 0) log::info("slot.holds_ended", {{"count", ended}});
}

}  // namespace

bool takes_appointments(Transaction& tx, PersonId person, BoothId booth) {
  const auto role = account::booth_role(tx, person, booth);
  return role && *role != protocol::BoothRole::handover;
}

bool manages(Transaction& tx, const Caller& caller, BoothId booth) {
  if (!booth::place(tx, booth)) return false;
  return caller.roles.contains(protocol::Role::organiser) || takes_appointments(tx, caller.person_id, booth);
}

Result<void> give(Transaction& tx, SlotId id, PersonId member) {
  const auto given = find(tx, id).value();
  for (const SlotId other : overlapping(tx, member, given.slot.starts_at, given.slot.minutes, id)) {
    catch_up(tx, other, PersonId{});
    const auto in_the_way = find(tx, other).value();
    if (in_the_way.slot.booth_id != given.slot.booth_id || !has_no_guests(tx, other))
      return fail(messages::errors::member_busy);
    delete_slot(tx, other);
    tell_gone(tx, in_the_way);
  }
  if (!place_slot(tx, id, member, given.slot.starts_at)) return fail(messages::errors::member_busy);
  tell_free(tx, id, is_shown(given));
  return {};
}

void remove_booth(Transaction& tx, BoothId booth) {
  for (const SlotId id : tx.all<SlotId>("SELECT id FROM slot WHERE booth_id = $1 ORDER BY id", booth)) {
    for (const PersonId person :
         tx.all<PersonId>("SELECT owner FROM seat WHERE slot_id = $1 AND state = 'held' ORDER BY n", id)) {
      end_hold(tx, held_by(tx, person).value());
    }
    const auto slot = find(tx, id).value();
    delete_slot(tx, id);
    tell_gone(tx, slot);
  }
  for (const auto& member : account::team(tx, booth))
    tx.effects().removals.push_back({member.person_id, protocol::CalendarStaffStream::name(booth)});
}

void attach(realtime::Registry& registry, OnFreeSeats on_free_seats) {
  set_on_free_seats(on_free_seats);
  registry.migrations(migrations());
  registry.command<messages::List>(list);
  registry.command<messages::Find>([](Transaction& tx, const Caller& caller, const messages::Find& command) {
    return find(tx, caller, command);
  });
  registry.command<messages::Hold>(hold);
  registry.command<messages::Extend>(extend);
  registry.command<messages::Release>(release);
  registry.command<messages::Open>(open);
  registry.command<messages::ImportBusy>(prepare_import_busy, import_busy);
  registry.command<messages::Block>(block);
  registry.command<messages::Unblock>(unblock);
  registry.command<messages::Withdraw>(withdraw);
  registry.command<messages::Move>([](Transaction& tx, const Caller& caller, const messages::Move& command) {
    return move(tx, caller, command);
  });
  registry.stream<protocol::CalendarStream>(calendar_snapshot, authorise_calendar);
  registry.every("slot.sweep", std::chrono::milliseconds(1000), sweep);
}

}  // namespace stollen::slot
