// What a session does with the messages of its client.

#include <utility>

#include "server/realtime/socket_session.hpp"

namespace stollen::realtime {

namespace errors = protocol::session::errors;

void SocketSession::receive(std::string_view text) {
  if (is_closed_) return;
  saw_life();
  if (text.size() > node_->limits.max_frame_bytes)
    return refuse_malformed({}, {&errors::too_large, {}, {}, {}});
  if (is_overloaded() && refuse_unread(text)) return;
  auto envelope = protocol::parse_command(text, {.max_bytes = node_->limits.max_frame_bytes});
  if (!envelope) {
    auto& [cid, field, message] = envelope.error();
    return refuse_malformed(cid, {&errors::malformed, std::move(message), std::move(field), {}});
  }
  if (passes_rate(envelope->cid)) take(std::move(*envelope));
}

bool SocketSession::is_overloaded() const {
  return is_saturated() || !node_->database.has_room_for_write();
}

// Under overload most of what comes ends here: it is not worth taking apart.
bool SocketSession::refuse_unread(std::string_view text) {
  const auto head = protocol::peek_command(text);
  if (!head) return false;
  const Handler* handler = node_->registry.find_command(head->name);
  if (handler == nullptr) return false;
  const bool lacks_store = !is_saturated();
  if (lacks_store && handler->traits.kind != protocol::CommandKind::write) return false;
  if (!passes_rate(head->cid)) return true;
  if (lacks_store) node_->database.count_refused_write();
  refuse_busy(head->cid, head->name);
  return true;
}

void SocketSession::refuse_busy(std::string_view cid, std::string_view command) {
  count_busy(*node_, command);
  thread_local std::string text;  // for the next one
  text.clear();
  write_busy(text, cid);
  send_behind_events(text, FrameClass::durable);
  state_.shard.rest();
}

void SocketSession::refuse_malformed(std::string_view cid, Error error) {
  answer(cid, std::unexpected(std::move(error)));
  if (inbound_.malformed(last_life_) == InboundLimits::Verdict::closed) {
    close(CloseCode::protocol, "Too many messages that cannot be read.");
  }
}

bool SocketSession::passes_rate(std::string_view cid) {
  const auto verdict = inbound_.command(last_life_);
  if (verdict == InboundLimits::Verdict::fine) return true;
  const auto retry_after = inbound_.retry_after(last_life_);
  answer(cid, std::unexpected(Error{&errors::rate_limited, {}, {}, retry_after}));
  if (verdict == InboundLimits::Verdict::closed) close(CloseCode::rate, "Too many commands.", retry_after);
  return false;
}

void SocketSession::take(protocol::CommandEnvelope envelope) {
  if (envelope.name == protocol::session::Leave::kName) return leave(envelope);
  if (is_saturated()) return refuse_busy(envelope.cid, envelope.name);
  if (envelope.name == protocol::session::Join::kName) return start_join(envelope);
  start_command(std::move(envelope));
}

void SocketSession::start_command(protocol::CommandEnvelope envelope) {
  const Handler* handler = node_->registry.find_command(envelope.name);
  if (handler == nullptr) return answer(envelope.cid, fail(errors::unknown_command));
  if (handler->traits.is_http_only) return answer(envelope.cid, fail(errors::http_only));
  CommandCall call{
      .shard = &state_.shard, .handler = handler, .caller = caller_, .with = std::move(envelope.with)};
  call.caller.cid = envelope.cid;
  begin_running();
  run_command(
      node_, std::move(call), this,
      [node = node_, &state = state_, key = key_, cid = std::move(envelope.cid)](CommandAnswer&& answered) {
        SocketSession* session = state.sessions.find(key);
        if (session == nullptr) return;
        session->answer(cid, answered.reply);
        session->end_running();
      });
}

void SocketSession::answer(std::string_view cid, const Result<std::string>& reply, FrameClass frame_class) {
  if (!is_closed_) send_behind_events(encode_answer(cid, reply), frame_class);
}

void SocketSession::end_running() {
  --running_;
  // Not for each that ends: what was sent meanwhile is read together.
  if (running_ > node_->limits.running_commands / 2 || !resume_reading_) return;
  // Read anew afterwards: reading on may saturate the session again and set the next callback.
  auto resume = std::exchange(resume_reading_, nullptr);
  resume();
}

void SocketSession::on_readable(std::move_only_function<void()> resume_reading) {
  resume_reading_ = std::move(resume_reading);
}

void SocketSession::leave(protocol::CommandEnvelope& envelope) {
  const auto since = runtime::SteadyClock::now();
  Result<std::string> reply = protocol::to_json(protocol::session::Leave::Reply{});
  auto command = protocol::decode<protocol::session::Leave>(envelope.with);
  if (!command) {
    reply = fail(errors::invalid_field, std::move(command.error().message), std::move(command.error().field));
  } else {
    for (const std::string& stream : command->streams) streams_.erase(stream);
  }
  Caller caller = caller_;
  caller.cid = envelope.cid;
  account_for(*node_, envelope.name, protocol::CommandKind::live, caller, reply ? nullptr : &reply.error(),
              since);
  answer(envelope.cid, reply);
}

}  // namespace stollen::realtime
