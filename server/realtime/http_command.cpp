// The HTTP twin of a command.

#include <utility>

#include "protocol/cpp/envelope.hpp"
#include "protocol/generated/cpp/session.hpp"
#include "server/realtime/command_run.hpp"
#include "server/realtime/http_command.hpp"

namespace stollen::realtime {

namespace errors = protocol::session::errors;

namespace {

HttpAnswer answer_of(const Result<std::string>& reply) {
  HttpAnswer answer;
  answer.body = encode_http_answer(reply);
  if (reply) return answer;
  answer.status = protocol::http_status(*reply.error().code);
  answer.retry_after = reply.error().retry_after;
  return answer;
}

}  // namespace

std::size_t largest_body(const NodeRef& node, const Handler* handler) {
  const bool is_large = handler != nullptr && handler->traits.has_large_body;
  return is_large ? node->limits.max_large_body_bytes : node->limits.max_frame_bytes;
}

void run_http_command(const NodeRef& node, runtime::Shard& shard, Caller caller, std::string_view name,
                      std::string_view cid, std::string_view body, HttpAnswered done) {
  const auto refuse = [&](Error error) { done(answer_of(std::unexpected(std::move(error)))); };
  if (const auto wait = node->http_rates.take(caller, node->clock.steady_now())) {
    return refuse({&errors::rate_limited, {}, {}, wait});
  }
  const Handler* handler = node->registry.find_command(name);
  if (handler == nullptr || handler->traits.is_socket_only)
    return refuse({&errors::unknown_command, {}, {}, {}});
  const std::size_t most_bytes = largest_body(node, handler);
  if (body.size() > most_bytes) return refuse({&errors::too_large, {}, {}, {}});
  if (!cid.empty() && !protocol::is_command_id(cid)) {
    return refuse(
        {&errors::malformed, "Expected a command id: 1 to 64 of A-Z, a-z, 0-9, _ and -.", "id", {}});
  }
  // Before any work on it: under overload most of what comes ends here.
  if (handler->traits.kind == protocol::CommandKind::write && !node->database.has_room_for_write()) {
    node->database.count_refused_write();
    count_busy(*node, name);
    return refuse(busy_error());
  }
  CommandCall call{.shard = &shard, .handler = handler, .caller = std::move(caller), .with = {}};
  call.caller.cid = cid;
  if (!body.empty()) {
    auto with = protocol::parse_json(body, {.max_bytes = most_bytes});
    if (!with) return refuse({&errors::malformed, std::move(with.error()), {}, {}});
    call.with = std::move(*with);
  }
  run_command(node, std::move(call), nullptr, [done = std::move(done)](CommandAnswer&& answered) mutable {
    HttpAnswer answer = answer_of(answered.reply);
    answer.cookie = std::move(answered.cookie);
    done(std::move(answer));
  });
}

}  // namespace stollen::realtime
