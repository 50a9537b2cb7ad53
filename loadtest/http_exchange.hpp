#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "loadtest/engine.hpp"
#include "loadtest/target.hpp"

namespace stollen::load {

struct HttpAnswer {
  int status = 0;
  std::string body;
};

/// Sends a request over a connection of its own and runs the engine until the answer is there; nothing: it
/// was lost or did not come within 30 s.
std::optional<HttpAnswer> exchange(Engine& engine, const Target& target, std::string_view request);

/// The request of a command over HTTP; `cookie` may be empty.
std::string command_request(const Target& target, std::string_view command, std::string_view body,
                            std::string_view cookie);
/// The answer's body; throws std::runtime_error when the command was refused.
std::string call_over_http(Engine& engine, const Target& target, std::string_view command,
                           std::string_view body, std::string_view cookie);

}  // namespace stollen::load
