#include "server/net/stream_positions.hpp"

#include <charconv>
#include <optional>

#include "protocol/cpp/envelope.hpp"

namespace stollen::net {
namespace {

using protocol::FieldError;
using protocol::JoinStream;

std::expected<JoinStream, std::string> parse_one(std::string_view text) {
  JoinStream wanted;
  const std::size_t at = text.find('@');
  wanted.stream = text.substr(0, at);
  if (at == std::string_view::npos) return wanted;
  const std::string_view position = text.substr(at + 1);
  const std::size_t colon = position.find(':');
  const std::string_view digits = colon == std::string_view::npos ? "" : position.substr(colon + 1);
  std::int64_t last = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), last);
  if (digits.empty() || error != std::errc{} || end != digits.data() + digits.size()) {
    return std::unexpected("Expected a position such as hall@k7:12.");
  }
  wanted.epoch = position.substr(0, colon);
  wanted.last = last;
  return wanted;
}

}  // namespace

std::expected<std::vector<JoinStream>, FieldError> parse_positions(std::string_view line) {
  std::vector<JoinStream> streams;
  while (!line.empty()) {
    const std::size_t comma = line.find(',');
    auto one = parse_one(line.substr(0, comma));
    if (!one) {
      return std::unexpected(
          FieldError{"streams[" + std::to_string(streams.size()) + "]", std::move(one.error())});
    }
    streams.push_back(std::move(*one));
    line = comma == std::string_view::npos ? std::string_view() : line.substr(comma + 1);
  }
  return streams;
}

bool StreamPositions::learn(std::string_view text) {
  using Kind = protocol::ServerFrame::Kind;
  const auto frame = protocol::parse_server_frame(text, {.max_bytes = text.size() + 1});
  if (!frame) return false;
  if (frame->kind == Kind::reply) {
    const auto reply = protocol::decode<protocol::session::Join::Reply>(frame->body);
    if (!reply) return false;
    for (const auto& joined : reply->streams) {
      if (joined.epoch && joined.head)
        streams_.insert_or_assign(joined.stream, Position{*joined.epoch, *joined.head});
    }
    return true;
  }
  if (frame->name == protocol::session::HeartbeatEvent::kName) {
    const auto heartbeat = protocol::decode<protocol::session::HeartbeatEvent>(frame->body);
    if (!heartbeat) return false;
    for (const auto& [stream, head] : heartbeat->heads) {
      if (const auto known = streams_.find(stream); known != streams_.end()) known->second.last = head;
    }
    return true;
  }
  if (frame->name == protocol::session::LeftEvent::kName) {
    const auto left = protocol::decode<protocol::session::LeftEvent>(frame->body);
    return left && streams_.erase(left->stream) > 0;
  }
  return false;
}

std::string StreamPositions::line() const {
  std::string line;
  for (const auto& [stream, position] : streams_) {
    if (!line.empty()) line += ',';
    line.append(stream).append("@").append(position.epoch).append(":").append(std::to_string(position.last));
  }
  return line;
}

}  // namespace stollen::net
