// When a member is busy elsewhere, from the calendar file that they give.
#include "protocol/generated/cpp/session.hpp"
#include "server/core/log.hpp"
#include "server/features/fair/fair.hpp"
#include "server/features/slot/seat_store.hpp"
#include "server/features/slot/slot_commands.hpp"
#include "server/features/slot/slot_store.hpp"

namespace stollen::slot {
namespace {

using protocol::SlotState;

constexpr std::chrono::hours kLongestWindow{366 * 24};

Result<void> authorise(Transaction& tx, const Caller& caller, const messages::ImportBusy& command) {
  if (!manages(tx, caller, command.booth_id))
    return fail(protocol::session::errors::not_found, {}, "booth_id");
  if (!takes_appointments(tx, command.person_id, command.booth_id))
    return fail(protocol::session::errors::not_found, {}, "person_id");
  return {};
}

/// The member's slots that have not begun, in the order of their times.
std::vector<StaffSlot> slots_to_come(Transaction& tx, BoothId booth, PersonId person) {
  auto slots = calendar(tx, booth);
  std::erase_if(slots, [&](const StaffSlot& slot) {
    return slot.slot.person_id != person || slot.slot.starts_at <= tx.now();
  });
  return slots;
}

/// From the first of the slots to the end of the last; a file is read for no other time.
TimeSpan window_of(const std::vector<StaffSlot>& slots, Timestamp now) {
  if (slots.empty()) return {.from = now, .to = now};
  const auto& last = slots.back().slot;
  const Timestamp from = slots.front().slot.starts_at;
  return {.from = from,
          .to = std::min(last.starts_at + std::chrono::minutes(last.minutes), from + kLongestWindow)};
}

std::string_view words_for(calendar::CalendarFault fault) {
  switch (fault) {
    case calendar::CalendarFault::no_calendar:
      return "calendar must be a calendar file in the format iCalendar (.ics)";
    case calendar::CalendarFault::too_large:
      return "calendar has too many entries, or they are nested too deeply";
  }
  return "calendar cannot be read";
}

}  // namespace

Result<calendar::BusyTimes> prepare_import_busy(storage::Database& database, const Caller& caller,
                                                const messages::ImportBusy& command) {
  Result<void> allowed;
  TimeSpan window;
  std::string zone;
  database.read([&](Transaction& tx) {
    allowed = authorise(tx, caller, command);
    if (!allowed) return;
    window = window_of(slots_to_come(tx, command.booth_id, command.person_id), tx.now());
    zone = fair::zone(tx);
  });
  if (!allowed) return std::unexpected(allowed.error());
  auto busy = calendar::read_busy(command.calendar, window.from, window.to, zone);
  if (!busy) {
    return fail(protocol::session::errors::invalid_field, std::string(words_for(busy.error())), "calendar");
  }
  return std::move(*busy);
}

Result<messages::ImportBusy::Reply> import_busy(Transaction& tx, const Caller& caller,
                                                const messages::ImportBusy& command,
                                                const calendar::BusyTimes& busy) {
  if (auto allowed = authorise(tx, caller, command); !allowed) return std::unexpected(allowed.error());
  messages::ImportBusy::Reply reply{.unread = static_cast<std::int64_t>(busy.unread),
                                    .is_complete = busy.is_complete};
  for (const StaffSlot& slot : slots_to_come(tx, command.booth_id, command.person_id)) {
    if (!overlaps(busy.times, slot.slot.starts_at, slot.slot.minutes)) continue;
    if (slot.state == SlotState::blocked) {
      ++reply.blocked_before;
      continue;
    }
    catch_up(tx, slot.slot.slot_id, PersonId{});
    if (set_state(tx, slot.slot.slot_id, SlotState::blocked)) {
      tell(tx, slot.slot.slot_id, is_shown(slot));
      ++reply.blocked;
    } else {
      reply.conflicts.push_back(slot.slot);
    }
  }
  log::info("slot.busy_imported", {{"booth", command.booth_id},
                                   {"person", command.person_id},
                                   {"blocked", reply.blocked},
                                   {"conflicts", static_cast<std::int64_t>(reply.conflicts.size())}});
  return reply;
}

}  // namespace stollen::slot
