#pragma once

#include <optional>
#include <string>

#include "server/features/slot/slot.hpp"
#include "server/features/slot/slot_rules.hpp"

namespace stollen::slot {

/// Slots to be made for a member of a team.
struct Opening {
  BoothId booth_id;
  PersonId person_id;
  Plan plan;
  std::int64_t seats = 1;
  std::optional<std::string> title;
  Release release;
};
/// Makes them and tells the calendars. What lies behind or would overlap another slot of the member is left
/// out and counted. Errors: session.invalid_field, slot.too_many_slots; the unit must then be undone.
Result<protocol::slot::Open::Reply> open_slots(Transaction& tx, const Opening& opening);

}  // namespace stollen::slot
