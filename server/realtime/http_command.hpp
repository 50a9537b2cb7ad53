#pragma once

#include <functional>
#include <string_view>

#include "server/realtime/node.hpp"

namespace stollen::realtime {

using HttpAnswered = std::move_only_function<void(HttpAnswer)>;

/// How large a body the command takes; an unknown one as much as any.
std::size_t largest_body(const NodeRef& node, const Handler* handler);

/// On `shard`, where `done` is called too: at once when the command is refused, later when it ran.
void run_http_command(const NodeRef& node, runtime::Shard& shard, Caller caller, std::string_view name,
                      std::string_view cid, std::string_view body, HttpAnswered done);

}  // namespace stollen::realtime
