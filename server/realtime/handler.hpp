#pragma once

#include <expected>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "protocol/cpp/command_traits.hpp"
#include "protocol/cpp/json_reader.hpp"
#include "protocol/cpp/json_writer.hpp"
#include "server/core/result.hpp"
#include "server/realtime/caller.hpp"
#include "server/storage/database.hpp"

namespace stollen::realtime {

class Live;

/// A command's handler with its types taken away: what the router works with. Made by Registry::command.
struct Handler {
  using Command = std::shared_ptr<const void>;   ///< the decoded message
  using Prepared = std::shared_ptr<const void>;  ///< what `prepare` answered

  std::string_view name;
  protocol::CommandTraits traits;
  std::span<const std::string_view> errors;  ///< names it may answer besides those of `session`

  std::function<std::expected<Command, protocol::FieldError>(const protocol::Json&)> decode;
  /// One of the three; the answer is the reply's JSON text.
  std::function<Result<std::string>(storage::Transaction&, const Caller&, const void* command,
                                    const void* prepared)>
      run;
  std::function<Result<std::string>(Live&, const Caller&, const void* command)> run_live;
  /// Before `run`, in the pool; empty for commands that are not prepared.
  std::function<Result<Prepared>(storage::Database&, const Caller&, const void* command)> prepare;

  [[nodiscard]] bool may_answer(const protocol::ErrorCode& code) const;
  /// The part of the name before the dot.
  [[nodiscard]] std::string_view feature() const { return name.substr(0, name.find('.')); }
};

/// A pattern of streams, likewise. Made by Registry::stream.
struct StreamKind {
  std::string_view pattern;
  protocol::RoleSet roles;
  std::function<bool(std::string_view stream)> matches;
  /// Authorises and reads; the answer is the snapshot's JSON text.
  std::function<Result<std::string>(storage::Transaction&, const Caller&, std::string_view stream)> snapshot;
  /// Authorises only, for sessions that bring a position.
  std::function<Result<void>(storage::Transaction&, const Caller&, std::string_view stream)> authorise;
};

namespace detail {

template <class C>
std::expected<Handler::Command, protocol::FieldError> decode_command(const protocol::Json& json) {
  auto decoded = protocol::decode<C>(json);
  if (!decoded) return std::unexpected(std::move(decoded.error()));
  return std::make_shared<const C>(std::move(*decoded));
}

template <class T>
Result<std::string> to_text(const Result<T>& result) {
  if (!result) return std::unexpected(result.error());
  return protocol::to_json(*result);
}

template <class C>
Handler handler_of() {
  Handler handler;
  handler.name = C::kName;
  handler.traits = C::kTraits;
  handler.errors = C::kErrors;
  handler.decode = &decode_command<C>;
  return handler;
}

}  // namespace detail

}  // namespace stollen::realtime
