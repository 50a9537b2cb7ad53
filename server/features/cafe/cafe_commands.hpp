#pragma once

#include "server/core/result.hpp"
#include "server/features/cafe/cafe.hpp"
#include "server/realtime/caller.hpp"

namespace stollen::cafe {

using realtime::Caller;
namespace messages = protocol::cafe;

Result<messages::Sit::Reply> sit(Transaction& tx, const Caller& caller, const messages::Sit& command);
Result<messages::StandUp::Reply> stand_up(Transaction& tx, const Caller& caller,
                                          const messages::StandUp& command);
Result<messages::List::Reply> list(Transaction& tx, const Caller& caller, const messages::List& command);

}  // namespace stollen::cafe
