#include "server/features/slot/slot_opening.hpp"

#include "server/features/slot/seat_store.hpp"
#include "server/features/slot/slot_store.hpp"

namespace stollen::slot {

Result<protocol::slot::Open::Reply> open_slots(Transaction& tx, const Opening& opening) {
  if (auto sound = check(opening.plan); !sound) return std::unexpected(sound.error());
  if (auto sound = check(opening.release); !sound) return std::unexpected(sound.error());
  const std::string name = account::appearance(tx, opening.person_id, opening.booth_id).name;
  std::int64_t room = kMostSlots - count_shown(tx, opening.booth_id);
  Dealer dealer(opening.release);
  std::optional<Dealer::Share> share;
  protocol::slot::Open::Reply reply;
  for (const Timestamp starts_at : starts_of(opening.plan)) {
    if (starts_at <= tx.now()) {
      ++reply.left_out;
      continue;
    }
    if (!share) share = dealer.next();  // a slot that is left out takes nobody's share
    const auto id = insert_slot(
        tx, {.booth_id = opening.booth_id,
             .person_id = opening.person_id,
             .name = name,
             .starts_at = starts_at,
             .minutes = opening.plan.minutes,
             .seats = opening.seats,
             .title = opening.title,
             .opens_at = share->opens_at,
             .state = share->is_walk_in ? protocol::SlotState::walk_in : protocol::SlotState::open});
    if (!id) {
      ++reply.left_out;
      continue;
    }
    if (--room < 0) return fail(protocol::slot::errors::too_many_slots);
    share.reset();
    tell_free(tx, *id, false);
    ++reply.opened;
  }
  return reply;
}

}  // namespace stollen::slot
