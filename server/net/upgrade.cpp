#include "server/net/upgrade.hpp"

#include <algorithm>

namespace stollen::net {

namespace {

// RFC 6455 4.1: 16 octets in base64, which is 22 characters and two signs of padding. The last character
// before the padding carries two bits only.
bool is_key(std::string_view key) {
  constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  if (key.size() != 24 || !key.ends_with("==")) return false;
  if (!std::ranges::all_of(key.substr(0, 22),
                           [&](char c) { return kAlphabet.find(c) != std::string_view::npos; })) {
    return false;
  }
  return kAlphabet.find(key[21]) % 16 == 0;
}

Response upgrade_required(std::string_view text) {
  Response response = text_response(426, text);
  response.headers += "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n";
  return response;
}

}  // namespace

std::optional<Response> refuse_upgrade(const HttpRequest& request, const Client& client,
                                       const ShardContext& context) {
  if (request.method != "GET") return method_not_allowed("GET");
  if (request.version != 11 || !request.has_token("connection", "upgrade") ||
      !request.has_token("upgrade", "websocket")) {
    return upgrade_required("This address speaks WebSocket.");
  }
  if (request.header("sec-websocket-version") != "13") {
    return upgrade_required("This address speaks WebSocket version 13.");
  }
  if (!is_key(request.header("sec-websocket-key"))) {
    return text_response(400, "Sec-WebSocket-Key must be 16 octets in base64.");
  }
  if (request.has_body) return text_response(400, "An upgrade has no body.");
  if (!context.site.takes_origin(request, client))
    return text_response(403, "This Origin may not open the socket.");
  if (!request.has_token("sec-websocket-protocol", kSubprotocol)) {
    return text_response(400, "Sec-WebSocket-Protocol must offer jobfair.1.");
  }
  if (context.is_draining) {
    Response response = text_response(503, "This server is going down for a restart.");
    response.headers += "Retry-After: 5\r\n";
    return response;
  }
  return std::nullopt;
}

}  // namespace stollen::net
