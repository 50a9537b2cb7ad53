#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "protocol/cpp/json_reader.hpp"
#include "server/core/result.hpp"
#include "server/realtime/node.hpp"

namespace stollen::realtime {

/// What a command came to.
struct CommandAnswer {
  Result<std::string> reply;  ///< the reply's JSON text
  std::optional<storage::Effects::Cookie> cookie;
};

/// Called once, on the shard where the command came in.
using Answered = std::move_only_function<void(CommandAnswer&&)>;

struct CommandCall {
  runtime::Shard* shard = nullptr;  ///< the current one
  const Handler* handler = nullptr;
  Caller caller;  ///< with the command's id
  protocol::OwnedJson with;
};

/// Checks roles, decodes, runs by kind, answers. The one place where exceptions of handlers end. `live` is
/// only needed for live commands, which are answered before this returns.
void run_command(const NodeRef& node, CommandCall call, Live* live, Answered answered);

/// The error that the gate answers, if it does not let the caller pass.
std::optional<Error> closed_gate(const Node& node, const protocol::CommandTraits& traits,
                                 const Caller& caller);

/// Complete answers. An error without a message of its own gets its code's text.
std::string encode_answer(std::string_view cid, const Result<std::string>& reply);
std::string encode_http_answer(const Result<std::string>& reply);

/// Counts and logs one answered command.
void account_for(const Node& node, std::string_view command, protocol::CommandKind kind, const Caller& caller,
                 const Error* error, runtime::SteadyClock::time_point since);

/// The answer to one that is refused as busy.
void write_busy(std::string& out, std::string_view cid);
/// Counts one that was refused before it was looked at (its name may be none). Of these there are as many as
/// somebody cares to send, so they get no line of the log each.
void count_busy(const Node& node, std::string_view command);

/// Codes that the server itself answers, with how long to wait.
Error busy_error();
Error draining_error(const Node& node);
Error unavailable_error();

}  // namespace stollen::realtime
