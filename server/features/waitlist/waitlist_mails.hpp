#pragma once
// What people who wait are told by mail: not everybody has the fair open.

#include "server/features/waitlist/waitlist_store.hpp"

namespace stollen::waitlist {

/// Of the offer that the entry holds, with its deadline. Nothing for people who are no more.
void mail_offer(Transaction& tx, const Entry& entry);
/// That two offers ran out and the person waits no longer.
void mail_ended(Transaction& tx, const Entry& entry);

}  // namespace stollen::waitlist
