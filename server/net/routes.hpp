#pragma once

#include <string_view>

#include "server/net/http_request.hpp"
#include "server/net/http_response.hpp"
#include "server/net/shard_context.hpp"

namespace stollen::net {

/// What is to become of a request, decided from its head.
struct Plan {
  enum class Kind : std::uint8_t {
    answer,   ///< `response` says it all
    page,     ///< a feature reads what stands there
    command,  ///< `command` is to be run with the body
    socket,   ///< becomes a WebSocket
    events,   ///< becomes a stream of Server-Sent Events, for which `join` is the session's command
  };
  Kind kind = Kind::answer;
  Response response;
  std::string_view command;  ///< of the request's path
  std::string join{};
};

/// The table of addresses. Origin, method and content type are checked here, before a byte of a body is read.
Plan plan_request(const HttpRequest& request, const Client& client, const ShardContext& context);

}  // namespace stollen::net
