#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "server/net/http_request.hpp"
#include "server/net/http_response.hpp"
#include "server/net/shard_context.hpp"

namespace stollen::net {

inline constexpr std::string_view kEventsPath = "/api/v1/events";

/// Reads `GET /api/v1/events?streams=hall,cafe@k7:3`: the text of the `session.join` that it stands for,
/// empty for none. The header Last-Event-ID, with which browsers come back, tells newer positions than the
/// address. Or the refusal.
std::expected<std::string, Response> read_event_request(const HttpRequest& request, const Client& client,
                                                        const ShardContext& context);

}  // namespace stollen::net
