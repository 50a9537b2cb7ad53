#pragma once

#include <optional>
#include <string_view>

#include "server/net/http_request.hpp"
#include "server/net/http_response.hpp"
#include "server/net/shard_context.hpp"

namespace stollen::net {

inline constexpr std::string_view kSocketPath = "/socket";
inline constexpr std::string_view kSubprotocol = "jobfair.1";

/// Why this request cannot become a WebSocket; nothing when it can, as far as its head tells.
std::optional<Response> refuse_upgrade(const HttpRequest& request, const Client& client,
                                       const ShardContext& context);

}  // namespace stollen::net
