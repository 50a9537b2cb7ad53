// What a booth's team does with its slots.
#include <algorithm>

#include "protocol/generated/cpp/session.hpp"
#include "protocol/generated/cpp/streams.hpp"
#include "server/core/log.hpp"
#include "server/core/not_found.hpp"
#include "server/features/booth/booth.hpp"
#include "server/features/fair/fair.hpp"
#include "server/features/slot/seat_store.hpp"
#include "server/features/slot/slot_commands.hpp"
#include "server/features/slot/slot_opening.hpp"
#include "server/features/slot/slot_store.hpp"

namespace stollen::slot {
namespace {

using protocol::SlotState;

/// THE way to a slot for the team: slots of foreign booths look absent. What is due of them is done first.
Result<StaffSlot> access(Transaction& tx, const Caller& caller, SlotId id, const std::string& field) {
  const auto found = slot::find(tx, id);
  if (!found || !manages(tx, caller, found->slot.booth_id)) return not_found(field);
  catch_up(tx, id, PersonId{});
  return slot::find(tx, id).value();
}

Result<std::vector<StaffSlot>> access_all(Transaction& tx, const Caller& caller, std::vector<SlotId> ids) {
  std::ranges::sort(ids);
  const auto repeated = std::ranges::unique(ids);
  ids.erase(repeated.begin(), repeated.end());
  std::vector<StaffSlot> slots;
  for (const SlotId id : ids) {
    auto slot = access(tx, caller, id, "slot_ids");
    if (!slot) return std::unexpected(slot.error());
    slots.push_back(std::move(*slot));
  }
  return slots;
}

bool has_guests(const StaffSlot& slot) {
  return slot.slot.free_seats < slot.slot.seats;
}

}  // namespace

Result<messages::Open::Reply> open(Transaction& tx, const Caller& caller, const messages::Open& command) {
  if (!manages(tx, caller, command.booth_id)) return not_found("booth_id");
  if (!takes_appointments(tx, command.person_id, command.booth_id)) return not_found("person_id");
  if (auto takes_entries = fair::require_open(tx); !takes_entries)
    return std::unexpected(takes_entries.error());
  Opening opening{.booth_id = command.booth_id,
                  .person_id = command.person_id,
                  .plan = {.windows = command.windows,
                           .breaks = command.breaks.value_or(std::vector<TimeSpan>{}),
                           .minutes = command.minutes,
                           .buffer_minutes = command.buffer_minutes.value_or(0)},
                  .seats = command.seats.value_or(1),
                  .title = {},
                  .release = {.walk_in_percent = command.walk_in_percent.value_or(0),
                              .portions = command.portions.value_or(std::vector<protocol::Portion>{})}};
  if (command.title) {
    const auto clean = account::clean_text(*command.title, false);
    if (!clean)
      return fail(protocol::session::errors::invalid_field, "title has invisible characters", "title");
    if (!clean->empty()) opening.title = *clean;
  }
  const auto opened = open_slots(tx, opening);
  if (!opened) return std::unexpected(opened.error());
  log::info("slot.opened", {{"booth", command.booth_id},
                            {"person", command.person_id},
                            {"count", opened->opened},
                            {"left_out", opened->left_out}});
  return *opened;
}

Result<messages::Block::Reply> block(Transaction& tx, const Caller& caller, const messages::Block& command) {
  const auto slots = access_all(tx, caller, command.slot_ids);
  if (!slots) return std::unexpected(slots.error());
  for (const StaffSlot& slot : *slots) {
    if (slot.state == SlotState::blocked) continue;
    if (!set_state(tx, slot.slot.slot_id, SlotState::blocked)) return fail(messages::errors::booked);
    tell(tx, slot.slot.slot_id, is_shown(slot));
  }
  return messages::Block::Reply{};
}

Result<messages::Unblock::Reply> unblock(Transaction& tx, const Caller& caller,
                                         const messages::Unblock& command) {
  const auto slots = access_all(tx, caller, command.slot_ids);
  if (!slots) return std::unexpected(slots.error());
  for (const StaffSlot& slot : *slots) {
    if (slot.state == SlotState::open) continue;
    set_state(tx, slot.slot.slot_id, SlotState::open);
    tell_free(tx, slot.slot.slot_id, false);
  }
  return messages::Unblock::Reply{};
}

Result<messages::Withdraw::Reply> withdraw(Transaction& tx, const Caller& caller,
                                           const messages::Withdraw& command) {
  const auto slots = access_all(tx, caller, command.slot_ids);
  if (!slots) return std::unexpected(slots.error());
  for (const StaffSlot& slot : *slots) {
    if (has_guests(slot)) return fail(messages::errors::booked);
    delete_slot(tx, slot.slot.slot_id);
    tell_gone(tx, slot);
  }
  return messages::Withdraw::Reply{};
}

Result<messages::Move::Reply> move(Transaction& tx, const Caller& caller, const messages::Move& command) {
  const auto slot = access(tx, caller, command.slot_id, "slot_id");
  if (!slot) return std::unexpected(slot.error());
  const PersonId member = command.person_id.value_or(slot->slot.person_id);
  if (!takes_appointments(tx, member, slot->slot.booth_id)) return not_found("person_id");
  const Timestamp starts_at = cut_down(command.starts_at);
  if (starts_at <= tx.now()) {
    return fail(protocol::session::errors::invalid_field, "starts_at must be in the future", "starts_at");
  }
  if (has_guests(*slot)) return fail(messages::errors::booked);
  if (member == slot->slot.person_id && starts_at == slot->slot.starts_at) return messages::Move::Reply{};
  if (!place_slot(tx, command.slot_id, member, starts_at)) return fail(messages::errors::member_busy);
  tell_free(tx, command.slot_id, is_shown(*slot));
  return messages::Move::Reply{};
}

}  // namespace stollen::slot
