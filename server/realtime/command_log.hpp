#pragma once

#include <optional>
#include <string>

#include "server/core/result.hpp"
#include "server/realtime/caller.hpp"
#include "server/realtime/handler.hpp"

namespace stollen::realtime {

/// The memory of answered commands: a repeated (author, cid) has one effect and one answer, on any node, for
/// 48 hours. A repeat that meets its first attempt still running waits for it, since one writer runs both.
class CommandLog {
 public:
  /// `content`: the canonical text of the command's fields.
  CommandLog(const Handler& handler, const Caller& caller, const std::string& content);

  /// Whether this command is remembered at all: writing, by somebody known, not one that hands out a cookie
  /// (whose repetition must hand it out again).
  static bool keeps(const Handler& handler, const Caller& caller);

  /// The stored reply, or session.cid_reused when the same id was used for something else.
  [[nodiscard]] std::optional<Result<std::string>> find(storage::Transaction& transaction) const;
  void remember(storage::Transaction& transaction, const std::string& reply) const;

 private:
  const Handler& handler_;
  const Caller& caller_;
  std::string hash_;
};

}  // namespace stollen::realtime
