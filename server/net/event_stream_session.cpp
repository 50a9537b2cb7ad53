#include "server/net/event_stream_session.hpp"

#include <array>
#include <boost/asio/post.hpp>
#include <utility>

#include "protocol/cpp/json_writer.hpp"
#include "server/net/http_response.hpp"

namespace stollen::net {
namespace {

// What a client may send that has nothing to say.
constexpr std::size_t kDiscardBytes = 64 * 1024;
constexpr std::chrono::milliseconds kRetryAfterRefusal{2'000};
// Filters that gather the beginning of an answer before they let anything through have enough with this.
constexpr std::size_t kPreambleBytes = 2 * 1024;

std::string head_of_stream(bool is_secure) {
  Response response;
  response.content_type = "text/event-stream";
  response.headers = "Cache-Control: no-store\r\nX-Accel-Buffering: no\r\n";
  response.is_endless = true;
  return head_of(response, {.is_secure = is_secure, .keeps_alive = false}) + ":" +
         std::string(kPreambleBytes, ' ') + "\n\n";
}

std::string farewell(realtime::CloseCode code, std::string_view reason,
                     std::chrono::milliseconds retry_after) {
  std::string text = "event: close\n";
  if (retry_after.count() > 0)
    text.append("retry: ").append(std::to_string(retry_after.count())).append("\n");
  text += "data: ";
  protocol::JsonWriter json(text);
  json.begin_object();
  json.key("code");
  json.integer(static_cast<std::int64_t>(code));
  json.key("reason");
  json.string(reason);
  if (retry_after.count() > 0) {
    json.key("retry_after_ms");
    json.integer(retry_after.count());
  }
  json.end_object();
  return text + "\n\n";
}

}  // namespace

EventStreamSession::EventStreamSession(ShardContext& context, Connection connection, bool is_secure)
    : context_(context),
      connection_(std::move(connection)),
      is_secure_(is_secure),
      pump_(context, *connection_.transport,
            {context.site.limits().outbox_bytes, context.site.limits().outbox_frames}, *this),
      timer_([this] { on_timer(); }) {}

EventStreamSession::~EventStreamSession() = default;

void EventStreamSession::start(realtime::Caller caller, const std::string& join) {
  self_ = shared_from_this();
  context_.endpoints.push_back(*this);
  context_.counters.add(Counter::event_streams);
  pump_.outbox().push_bytes(head_of_stream(is_secure_));
  pump_.mark();
  session_ = context_.gateway.open_session(*this, context_.shard, std::move(caller));
  if (!is_closing_ && !join.empty()) session_->receive(join);
  watch_input();
}

void EventStreamSession::send(const realtime::FrameRef& frame, realtime::FrameClass frame_class) {
  if (is_closing_ || is_ended_) return;
  // Only frames about the connection itself tell of positions; everything else passes unread.
  std::string id;
  if (frame_class == realtime::FrameClass::control && positions_.learn(frame->payload()))
    id = positions_.line();
  const Admission admission =
      pump_.push([&](EventOutbox& outbox) { return outbox.push(frame, frame_class, id); });
  account_for(admission, 1);
  if (admission == Admission::queued) look_at_answer(frame->payload());
}

void EventStreamSession::send_run(const realtime::FrameRun& run, realtime::Sending /*sending*/) {
  if (is_closing_ || is_ended_) return;
  std::size_t at = 0;
  const auto push_rest = [&](EventOutbox& outbox) { return outbox.push_run(run, at); };
  account_for(pump_.push(push_rest), run.frames.size());
}

void EventStreamSession::account_for(Admission admission, std::size_t frames) {
  switch (admission) {
    case Admission::queued: context_.counters.add(Counter::frames_out, frames); return;
    case Admission::dropped: context_.counters.add(Counter::hints_dropped); return;
    case Admission::full:
      context_.counters.add(Counter::closed_slow);
      return close(realtime::CloseCode::slow, "too slow", {});
  }
}

// The only command is the join. Nobody could repeat it when it failed: the client comes back with its
// address.
void EventStreamSession::look_at_answer(std::string_view payload) {
  if (is_answered_ || !payload.starts_with(R"({"re":)")) return;
  is_answered_ = true;
  if (payload.starts_with(R"({"re":"join","error":)")) {
    close(realtime::CloseCode::position_lost, "The streams could not be joined.", kRetryAfterRefusal);
  }
}

void EventStreamSession::close(realtime::CloseCode code, std::string_view reason,
                               std::chrono::milliseconds retry_after) {
  if (is_closing_ || is_ended_) return;
  // The store has what is lost here; what counts is that the farewell gets through.
  if (code == realtime::CloseCode::slow) pump_.outbox().discard();
  begin_close(farewell(code, reason, retry_after));
}

// Realtime's session goes as soon as nothing of it is on the stack.
void EventStreamSession::begin_close(std::string farewell) {
  is_closing_ = true;
  pump_.outbox().push_bytes(std::move(farewell));
  pump_.mark();
  later([](EventStreamSession& session) { session.session_.reset(); });
}

// ---- Output ----

void EventStreamSession::on_push_failed() {
  later([](EventStreamSession& session) { session.end(); });
}

void EventStreamSession::on_output_stalled() {
  context_.shard.timers().arm(timer_, *pump_.stalled_since() + context_.site.limits().write_stall);
}

// What was sent is on its way: as much of a sign of life as a client gives that cannot answer. The kernel
// resets connections whose peer confirms nothing (TCP_USER_TIMEOUT).
void EventStreamSession::on_output_drained() {
  if (!is_closing_) {
    if (session_) session_->saw_life();
    return;
  }
  if (std::exchange(is_output_shut_, true)) return;
  connection_.transport->shut_output();
  context_.shard.arm(timer_, context_.site.limits().linger);
}

// ---- Input: nothing is expected but its end ----

void EventStreamSession::watch_input() {
  connection_.transport->wait_readable([self = self()](bool is_open) {
    if (is_open && !self->is_ended_) self->read_input();
  });
}

void EventStreamSession::read_input() {
  thread_local std::array<char, 4096> buffer;
  const IoResult result = connection_.transport->try_read(buffer);
  if (result.status == IoStatus::closed || result.status == IoStatus::failed) return end();
  discarded_bytes_ += result.bytes;
  if (discarded_bytes_ > kDiscardBytes) return reset();
  if (result.status == IoStatus::done)
    return later([](EventStreamSession& session) { session.read_input(); });
  watch_input();
}

// ---- Ends ----

void EventStreamSession::on_timer() {
  if (is_output_shut_) return reset();
  if (!pump_.stalled_since()) return;
  const auto until = *pump_.stalled_since() + context_.site.limits().write_stall;
  if (runtime::SteadyClock::now() < until) return context_.shard.timers().arm(timer_, until);
  context_.counters.add(Counter::closed_stalled);
  reset();
}

void EventStreamSession::reset() noexcept {
  connection_.transport->reset();
  end();
}

void EventStreamSession::end() noexcept {
  if (is_ended_) return;
  is_ended_ = true;
  unlink();
  pump_.stop();
  context_.shard.timers().cancel(timer_);
  session_.reset();
  context_.counters.add(Counter::sockets_ended);
  context_.counters.add(Counter::connections_ended);
  connection_.transport->close();
  // Not destroyed inside a call of its own.
  boost::asio::post(connection_.transport->executor(), [self = std::move(self_)] {});
}

void EventStreamSession::later(void (*then)(EventStreamSession&)) {
  boost::asio::post(connection_.transport->executor(), [self = self(), then] {
    if (!self->is_ended_) then(*self);
  });
}

std::shared_ptr<EventStreamSession> EventStreamSession::self() {
  return std::static_pointer_cast<EventStreamSession>(shared_from_this());
}

}  // namespace stollen::net
