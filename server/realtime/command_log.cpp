#include "server/realtime/command_log.hpp"

#include "protocol/generated/cpp/session.hpp"
#include "server/core/sha256.hpp"

namespace stollen::realtime {
namespace {

// Prepared commands carry passwords: a hash of their content at rest would be a hash of the password without
// salt.
std::string hash_of(const Handler& handler, const std::string& content) {
  std::string text(handler.name);
  if (!handler.traits.is_prepared) text.append("\n").append(content);
  return sha256_hex(text);
}

}  // namespace

CommandLog::CommandLog(const Handler& handler, const Caller& caller, const std::string& content)
    : handler_(handler), caller_(caller), hash_(hash_of(handler, content)) {}

bool CommandLog::keeps(const Handler& handler, const Caller& caller) {
  return handler.traits.kind == protocol::CommandKind::write && !handler.traits.is_http_only &&
         caller.is_logged_in() && !caller.cid.empty();
}

std::optional<Result<std::string>> CommandLog::find(storage::Transaction& transaction) const {
  auto known = transaction.one<std::string, std::string>(
      "SELECT hash, reply FROM command_log WHERE cid = $1 AND author = $2", caller_.cid, caller_.person_id);
  if (!known) return std::nullopt;
  auto& [hash, reply] = *known;
  if (hash != hash_) return fail(protocol::session::errors::cid_reused);
  return std::move(reply);
}

void CommandLog::remember(storage::Transaction& transaction, const std::string& reply) const {
  transaction.run(
      "INSERT INTO command_log (author, cid, name, hash, reply, at) VALUES ($1, $2, $3, $4, $5, $6)",
      caller_.person_id, caller_.cid, handler_.name, hash_, reply, transaction.now());
}

}  // namespace stollen::realtime
