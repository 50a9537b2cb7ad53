#pragma once
// Rows of slots, and how they are told.

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "server/features/slot/slot.hpp"
#include "server/features/slot/slot_rules.hpp"

namespace stollen::slot {

/// A slot with all its seats free. False: the member has another slot at that time, and nothing was stored.
struct NewSlot {
  BoothId booth_id;
  PersonId person_id;
  std::string name;
  Timestamp starts_at;
  std::int64_t minutes = 0;
  std::int64_t seats = 1;
  std::optional<std::string> title;
  std::optional<Timestamp> opens_at;
  protocol::SlotState state = protocol::SlotState::open;
  bool is_planned = false;
};
std::optional<SlotId> insert_slot(Transaction& tx, const NewSlot& slot);
void delete_slot(Transaction& tx, SlotId slot);

/// Guarded: false when somebody has a seat. True also when nothing had to change.
bool set_state(Transaction& tx, SlotId slot, protocol::SlotState state);
/// Guarded likewise.
bool has_no_guests(Transaction& tx, SlotId slot);
/// Time, member and the member's time. False: the member has another slot then; the unit must be undone.
bool place_slot(Transaction& tx, SlotId slot, PersonId member, Timestamp starts_at);

/// Slots of the member that overlap the time, other than `slot`.
std::vector<SlotId> overlapping(Transaction& tx, PersonId member, Timestamp starts_at, std::int64_t minutes,
                                SlotId slot);
/// Others of the booth at the same time, for whoever takes any member.
std::vector<SlotId> alternatives(Transaction& tx, const protocol::Slot& slot);
/// How many of the booth's slots its calendar shows.
std::int64_t count_shown(Transaction& tx, BoothId booth);

struct Search {
  std::optional<BoothId> booth_id;
  std::string field;  ///< empty: all
  Timestamp from;
  std::optional<Timestamp> near;
  PersonId person_id;  ///< whose own time is left out; nil: nobody's
  std::int64_t limit = 10;
};
std::vector<protocol::FoundSlot> search(Transaction& tx, const Search& wanted);
/// What everybody sees of a calendar.
std::vector<protocol::Slot> public_part(std::vector<StaffSlot> slots);

/// Tells both calendars how the slot stands now. `was_shown`: everybody saw it before.
void tell(Transaction& tx, SlotId slot, bool was_shown);
void tell(Transaction& tx, const StaffSlot& slot, bool was_shown);
/// After the demo's dates moved, its plan does too.
void renew_plan(Transaction& tx);

/// Tells both calendars that the slot is no more.
void tell_gone(Transaction& tx, const StaffSlot& slot);
/// Those of days that are over, once: at the fair's midnight they leave the calendars.
void tell_past_gone(Transaction& tx);
bool is_shown(const StaffSlot& slot);

}  // namespace stollen::slot
