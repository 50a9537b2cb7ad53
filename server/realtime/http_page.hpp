#pragma once

#include <functional>
#include <string_view>

#include "server/realtime/node.hpp"

namespace stollen::realtime {

using PageAnswered = std::move_only_function<void(PageAnswer)>;

/// On `shard`, where `done` is called too: at once when it is refused, later when it was read.
void read_page(const NodeRef& node, runtime::Shard& shard, const Caller& caller, std::string_view path,
               PageAnswered done);

}  // namespace stollen::realtime
