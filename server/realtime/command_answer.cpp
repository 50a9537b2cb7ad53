#include "protocol/cpp/envelope.hpp"
#include "protocol/generated/cpp/session.hpp"
#include "server/core/log.hpp"
#include "server/realtime/command_run.hpp"

namespace stollen::realtime {
namespace {

namespace errors = protocol::session::errors;

std::string_view message_of(const Error& error) {
  return error.message.empty() ? error.code->about : error.message;
}

std::optional<std::int64_t> retry_after_ms(const Error& error) {
  if (!error.retry_after) return std::nullopt;
  return error.retry_after->count();
}

}  // namespace

std::optional<Error> closed_gate(const Node& node, const protocol::CommandTraits& traits,
                                 const Caller& caller) {
  if (node.is_draining.load(std::memory_order_relaxed)) return draining_error(node);
  if (traits.roles.admits(caller.roles)) return std::nullopt;
  const auto& code = caller.is_logged_in() ? errors::forbidden : errors::log_in_required;
  return Error{&code, {}, {}, std::nullopt};
}

Error busy_error() {
  return {&errors::busy, {}, {}, std::chrono::milliseconds(1'000)};
}
Error unavailable_error() {
  return {&errors::unavailable, {}, {}, std::chrono::milliseconds(2'000)};
}
Error draining_error(const Node&) {
  return {&errors::draining, {}, {}, std::chrono::milliseconds(2'000)};
}

std::string encode_answer(std::string_view cid, const Result<std::string>& reply) {
  std::string text;
  if (reply) {
    protocol::write_reply(text, cid, *reply);
  } else {
    const Error& error = reply.error();
    protocol::write_error(text, cid, *error.code, message_of(error), error.field, retry_after_ms(error));
  }
  return text;
}

std::string encode_http_answer(const Result<std::string>& reply) {
  std::string text;
  if (reply) {
    protocol::write_http_reply(text, *reply);
  } else {
    const Error& error = reply.error();
    protocol::write_http_error(text, *error.code, message_of(error), error.field, retry_after_ms(error));
  }
  return text;
}

void write_busy(std::string& out, std::string_view cid) {
  const Error busy = busy_error();
  protocol::write_error(out, cid, *busy.code, message_of(busy), {}, retry_after_ms(busy));
}

void count_busy(const Node& node, std::string_view command) {
  if (const auto found = node.figures.find(command); found != node.figures.end())
    found->second->count(&errors::busy, {});
}

void account_for(const Node& node, std::string_view command, protocol::CommandKind kind, const Caller& caller,
                 const Error* error, runtime::SteadyClock::time_point since) {
  const auto took = runtime::SteadyClock::now() - since;
  node.figures_of(command).count(error == nullptr ? nullptr : error->code, took);
  const auto level = kind == protocol::CommandKind::write ? log::Level::info : log::Level::debug;
  if (!log::is_enabled(level)) return;
  const std::string_view outcome = error == nullptr ? "ok" : error->code->name;
  const auto write_line = level == log::Level::info ? &log::info : &log::debug;
  write_line("realtime.command", {{"command", command},
                                  {"outcome", outcome},
                                  {"took_ms", took},
                                  {"cid", caller.cid},
                                  {"person", caller.person_id}});
}

}  // namespace stollen::realtime
