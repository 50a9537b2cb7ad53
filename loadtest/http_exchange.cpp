#include "loadtest/http_exchange.hpp"

#include <fmt/format.h>

#include <stdexcept>

#include "loadtest/http_reply.hpp"
#include "loadtest/socket.hpp"

namespace stollen::load {

using namespace std::chrono_literals;

std::optional<HttpAnswer> exchange(Engine& engine, const Target& target, std::string_view request) {
  std::optional<HttpAnswer> answer;
  bool is_lost = false;
  Socket* opened = nullptr;
  Socket socket(engine, target,
                {.on_open = [&] { opened->send(request); },
                 .on_data = [&](std::string_view bytes) -> std::size_t {
                   const auto reply = parse_http_reply(bytes);
                   if (!reply) return 0;
                   answer = HttpAnswer{.status = reply->status, .body = std::string(reply->body)};
                   return reply->size;
                 },
                 .on_close = [&] { is_lost = true; }});
  opened = &socket;
  socket.open();
  engine.run_until([&] { return answer.has_value() || is_lost; }, std::chrono::steady_clock::now() + 30s);
  return answer;
}

std::string command_request(const Target& target, std::string_view command, std::string_view body,
                            std::string_view cookie) {
  return fmt::format(
      "POST /api/v1/{} HTTP/1.1\r\nHost: {}\r\nOrigin: {}\r\nContent-Type: application/json\r\n{}"
      "Content-Length: {}\r\n\r\n{}",
      command, target.origin.substr(target.origin.find("//") + 2), target.origin,
      cookie.empty() ? "" : fmt::format("Cookie: {}\r\n", cookie), body.size(), body);
}

std::string call_over_http(Engine& engine, const Target& target, std::string_view command,
                           std::string_view body, std::string_view cookie) {
  auto answer = exchange(engine, target, command_request(target, command, body, cookie));
  if (!answer)
    throw std::runtime_error(fmt::format("{} was not answered; is {} a Stollen?", command, target.origin));
  if (answer->status != 200)
    throw std::runtime_error(fmt::format("{} was answered {}: {}", command, answer->status, answer->body));
  return std::move(answer->body);
}

}  // namespace stollen::load
