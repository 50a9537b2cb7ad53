#pragma once

#include "server/core/result.hpp"
#include "server/features/waitlist/waitlist.hpp"
#include "server/realtime/caller.hpp"

namespace stollen::waitlist {

using realtime::Caller;
namespace messages = protocol::waitlist;

Result<messages::Join::Reply> join(Transaction& tx, const Caller& caller, const messages::Join& command);
Result<messages::Leave::Reply> leave(Transaction& tx, const Caller& caller, const messages::Leave& command);
Result<messages::Decline::Reply> decline(Transaction& tx, const Caller& caller,
                                         const messages::Decline& command);
Result<messages::Count::Reply> count(Transaction& tx, const Caller& caller, const messages::Count& command);

}  // namespace stollen::waitlist
