#pragma once

#include <vector>

#include "protocol/generated/cpp/session.hpp"
#include "server/realtime/node.hpp"

namespace stollen::realtime {

/// Answers each wish from one snapshot of the store, each authorised anew: positions are resumed, rights
/// never.
std::vector<protocol::JoinedStream> read_streams(const Node& node, Transaction& transaction,
                                                 const Caller& caller,
                                                 const std::vector<protocol::JoinStream>& wanted);

}  // namespace stollen::realtime
