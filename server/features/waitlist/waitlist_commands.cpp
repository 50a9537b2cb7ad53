#include "server/features/waitlist/waitlist_commands.hpp"

#include <algorithm>

#include "server/core/log.hpp"
#include "server/core/new_id.hpp"
#include "server/core/not_found.hpp"
#include "server/features/account/account.hpp"
#include "server/features/booth/booth.hpp"
#include "server/features/fair/fair.hpp"
#include "server/features/waitlist/waitlist_offers.hpp"
#include "server/realtime/registry.hpp"

namespace stollen::waitlist {
namespace {

/// Whether there is something to book instead of waiting: what the person let pass is no such thing.
bool has_free_slot(Transaction& tx, const Entry& entry) {
  const auto passed = passed_by(tx, entry.id);
  const auto free = slot::free_slots(tx, entry.booth_id, entry.person_id);
  return std::ranges::any_of(free, [&](const protocol::Slot& slot) {
    return fits(entry.wish, slot, tx.now()) && std::ranges::find(passed, slot.slot_id) == passed.end();
  });
}

/// The person's entry as they want it from now on; a new one has no place yet.
Entry wished(Transaction& tx, const Caller& caller, const messages::Join& command,
             const std::optional<Entry>& before) {
  Entry entry = before.value_or(Entry{.id = new_id<EntryId>(),
                                      .booth_id = command.booth_id,
                                      .person_id = caller.person_id,
                                      .wish = {},
                                      .member_name = {},
                                      .joined_at = tx.now(),
                                      .offer = {},
                                      .offer_seat = {}});
  entry.wish = {.member = command.person_id, .short_notice = command.short_notice};
  entry.member_name.reset();
  if (command.person_id)
    entry.member_name = account::appearance(tx, *command.person_id, command.booth_id).name;
  entry.unanswered = 0;  // who changes a wish is there
  return entry;
}

}  // namespace

Result<messages::Join::Reply> join(Transaction& tx, const Caller& caller, const messages::Join& command) {
  const BoothId booth = command.booth_id;
  if (!booth::place(tx, booth)) return not_found("booth_id");
  if (command.person_id && !slot::takes_appointments(tx, *command.person_id, booth))
    return not_found("person_id");
  if (auto open = fair::require_open(tx); !open) return std::unexpected(open.error());
  if (slot::has_seat_to_come(tx, caller.person_id, booth)) return fail(messages::errors::booked);
  if (slot::count_appointments(tx, caller.person_id) >= slot::kMostAppointments)
    return fail(protocol::slot::errors::too_many);
  const auto before = find(tx, booth, caller.person_id);
  const Entry entry = wished(tx, caller, command, before);
  if (has_free_slot(tx, entry)) return fail(messages::errors::free_slots);
  if (before) {
    update(tx, entry);
  } else {
    if (!insert(tx, entry)) return fail(messages::errors::too_many);
    tell_count(tx, booth);
    log::info("waitlist.joined", {{"entry", entry.id}, {"booth", booth}});
  }
  tell(tx, entry);
  return messages::Join::Reply{.entry = shown(tx, entry), .ahead = count_ahead(tx, entry.id)};
}

Result<messages::Leave::Reply> leave(Transaction& tx, const Caller& caller, const messages::Leave& command) {
  if (!booth::place(tx, command.booth_id)) return not_found("booth_id");
  if (const auto entry = find(tx, command.booth_id, caller.person_id))
    end_entry(tx, *entry, WaitlistEnd::left);
  return messages::Leave::Reply{};
}

Result<messages::Decline::Reply> decline(Transaction& tx, const Caller& caller,
                                         const messages::Decline& command) {
  if (!booth::place(tx, command.booth_id)) return not_found("booth_id");
  if (!slot::find(tx, command.slot_id)) return not_found("slot_id");
  auto entry = find(tx, command.booth_id, caller.person_id);
  if (!entry || !entry->offer || entry->offer->slot.slot_id != command.slot_id)
    return fail(messages::errors::no_offer);
  note_passed(tx, entry->id, command.slot_id);
  entry->unanswered = 0;
  end_offer(tx, *entry);
  return messages::Decline::Reply{.entry = shown(tx, *entry)};
}

Result<messages::Count::Reply> count(Transaction& tx, const Caller& caller, const messages::Count& command) {
  if (!slot::manages(tx, caller, command.booth_id)) return not_found("booth_id");
  return messages::Count::Reply{.waiting = count_waiting(tx, command.booth_id)};
}

std::vector<protocol::WaitlistEntry> waiting_of(Transaction& tx, PersonId person) {
  std::vector<protocol::WaitlistEntry> waiting;
  for (const Entry& entry : entries_of(tx, person)) waiting.push_back(shown(tx, entry));
  return waiting;
}

void attach(realtime::Registry& registry) {
  registry.migrations(migrations());
  registry.command<messages::Join>(join);
  registry.command<messages::Leave>(leave);
  registry.command<messages::Decline>(decline);
  registry.command<messages::Count>(count);
  attach_offers(registry);
}

}  // namespace stollen::waitlist
