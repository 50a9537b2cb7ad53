#include "server/net/event_request.hpp"

#include <algorithm>

#include "protocol/cpp/envelope.hpp"
#include "server/core/percent.hpp"
#include "server/net/stream_positions.hpp"

namespace stollen::net {

namespace errors = protocol::session::errors;

namespace {

// The value of `streams`; empty when it is not there.
std::string_view parameter(std::string_view query) {
  constexpr std::string_view kName = "streams=";
  while (!query.empty()) {
    const std::string_view one = query.substr(0, query.find('&'));
    if (one.starts_with(kName)) return one.substr(kName.size());
    query.remove_prefix(std::min(query.size(), one.size() + 1));
  }
  return {};
}

Response refuse(std::string_view message, std::string_view field) {
  return error_response(400, errors::invalid_field, message, field);
}

void take_newer_positions(protocol::session::Join& join, std::string_view last_event_id) {
  const auto newer = parse_positions(last_event_id);
  if (!newer) return;  // not one of ours: then the address counts
  for (const auto& position : *newer) {
    const auto wanted = std::ranges::find(join.streams, position.stream, &protocol::JoinStream::stream);
    if (wanted != join.streams.end()) *wanted = position;
  }
}

}  // namespace

std::expected<std::string, Response> read_event_request(const HttpRequest& request, const Client& client,
                                                        const ShardContext& context) {
  if (request.method != "GET") return std::unexpected(method_not_allowed("GET"));
  if (request.has_body) return std::unexpected(text_response(400, "This address takes no body."));
  if (request.has_header("origin") && !context.site.takes_origin(request, client)) {
    return std::unexpected(error_response(403, errors::forbidden, "This Origin may not follow events."));
  }
  if (context.is_draining) {
    Response response = error_response(503, errors::draining, errors::draining.about);
    response.headers += "Retry-After: 5\r\n";
    return std::unexpected(std::move(response));
  }
  const auto line = percent_decoded(parameter(request.query));
  if (!line) return std::unexpected(refuse("Expected a percent-encoded list of streams.", "streams"));
  auto streams = parse_positions(*line);
  if (!streams) return std::unexpected(refuse(streams.error().message, streams.error().field));
  if (streams->empty()) return std::string();
  protocol::session::Join join{.streams = std::move(*streams)};
  take_newer_positions(join, request.header("last-event-id"));
  // The definition's own limits, with the names of fields that they give.
  std::string text;
  protocol::write_command(text, "join", protocol::session::Join::kName, protocol::to_json(join));
  const auto command = protocol::parse_command(text);
  if (!command) return std::unexpected(refuse(command.error().message, "streams"));
  if (const auto sound = protocol::decode<protocol::session::Join>(command->with); !sound) {
    return std::unexpected(refuse(sound.error().message, sound.error().field));
  }
  return text;
}

}  // namespace stollen::net
