#pragma once
// Offers, how they end, and how entries end.

#include <string_view>

#include "server/features/waitlist/waitlist_store.hpp"

namespace stollen::realtime {
class Registry;
}

namespace stollen::waitlist {

using protocol::WaitlistEnd;

/// The entry as its person is told of it.
protocol::WaitlistEntry shown(Transaction& tx, const Entry& entry);
void tell(Transaction& tx, const Entry& entry);
/// Tells the booth's team how many wait.
void tell_count(Transaction& tx, BoothId booth);

/// The offer ends and the person goes on waiting; the seat goes to the next. Told to everybody.
void end_offer(Transaction& tx, Entry& entry);
/// The person waits no longer; an offered seat goes to the next. Told to everybody.
void end_entry(Transaction& tx, const Entry& entry, WaitlistEnd reason);

/// What is done when offers run out, and the look at those that are open.
void attach_offers(realtime::Registry& registry);

}  // namespace stollen::waitlist
