#include "server/net/websocket_session.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <utility>

#include "server/net/http_response.hpp"
#include "server/net/upgrade.hpp"

namespace stollen::net {

namespace beast = boost::beast;
namespace websocket = beast::websocket;

namespace {

// A message's buffer that is worth keeping until the next one; an idle session shall be small.
constexpr std::size_t kKeptBuffer = 1024;

beast::string_view view(std::string_view text) {
  return {text.data(), text.size()};
}

beast::http::request<beast::http::empty_body> handshake_of(const HttpRequest& request) {
  beast::http::request<beast::http::empty_body> handshake(beast::http::verb::get, view(request.path), 11);
  handshake.set(beast::http::field::host, view(request.host));
  handshake.set(beast::http::field::connection, "Upgrade");
  handshake.set(beast::http::field::upgrade, "websocket");
  handshake.set(beast::http::field::sec_websocket_version, "13");
  handshake.set(beast::http::field::sec_websocket_key, view(request.header("sec-websocket-key")));
  return handshake;
}

FrameMeter::Limits meter_limits(const Limits& limits) {
  return {limits.frames_per_message, limits.control_frames_per_second, limits.control_frames_burst};
}

}  // namespace

struct WebsocketSession::Beast {
  explicit Beast(CorkEnd& end) : stream(CorkStream(end)) {}
  websocket::stream<CorkStream, false> stream;  // false: no permessage-deflate, not even its code
  beast::flat_buffer message;
};

WebsocketSession::WebsocketSession(ShardContext& context, Connection connection, realtime::Caller caller,
                                   bool is_secure, std::string early)
    : context_(context),
      connection_(std::move(connection)),
      pump_(context, *connection_.transport,
            {context.site.limits().outbox_bytes, context.site.limits().outbox_frames}, *this),
      meter_(meter_limits(context.site.limits())),
      caller_(std::move(caller)),
      is_secure_(is_secure),
      early_(std::move(early)),
      beast_(std::make_unique<Beast>(static_cast<CorkEnd&>(*this))),
      timer_([this] { on_timer(); }) {}

WebsocketSession::~WebsocketSession() = default;

void WebsocketSession::start(const HttpRequest& request) {
  self_ = shared_from_this();
  context_.endpoints.push_back(*this);
  last_inbound_ = runtime::SteadyClock::now();
  auto& stream = beast_->stream;
  // Beast's own timers stay off: the shard's wheel keeps the deadlines of all sessions.
  stream.set_option(
      websocket::stream_base::timeout{websocket::stream_base::none(), websocket::stream_base::none(), false});
  stream.set_option(
      websocket::stream_base::decorator([secure = is_secure_](websocket::response_type& response) {
        response.set(beast::http::field::sec_websocket_protocol, view(kSubprotocol));
        for_each_security_header(secure, [&](std::string_view name, std::string_view value) {
          response.set(view(name), view(value));
        });
      }));
  stream.read_message_max(context_.site.limits().message_bytes);
  stream.control_callback([this](websocket::frame_type, beast::string_view) {
    if (session_) session_->saw_life();
  });
  wake_by(last_inbound_ + context_.site.limits().ping_after);
  stream.async_accept(handshake_of(request),
                      [self = self()](beast::error_code error) { self->on_accepted(error); });
}

void WebsocketSession::on_accepted(boost::system::error_code error) {
  if (is_ended_) return;
  if (error) return end();
  context_.counters.add(Counter::upgrades);
  beast_->stream.set_option(websocket::stream_base::decorator([](websocket::response_type&) {}));
  session_ = context_.gateway.open_session(*this, context_.shard, std::move(caller_));
  read_message();
}

// One message a turn: Beast posts each completion to the end of the loop's queue, so a flooder waits behind
// all others.
void WebsocketSession::read_message() {
  if (is_closing_ || is_ended_ || !session_) return;
  if (session_->is_saturated() && !is_backlog_old()) return pause();
  beast_->stream.async_read(
      beast_->message, [self = self()](beast::error_code error, std::size_t) { self->on_message(error); });
}

// What is behind the running commands waits in the sockets, for as long as a wait may be. Then it is read all
// the same, and refused: whoever sends more than is done shall hear so now, and not when their turn comes.
void WebsocketSession::pause() {
  const TimePoint now = runtime::SteadyClock::now();
  if (backlog_since_ == TimePoint::max()) backlog_since_ = now;
  is_paused_ = true;
  session_->on_readable([weak = weak_from_this()] {
    const auto session = std::static_pointer_cast<WebsocketSession>(weak.lock());
    if (session && !session->is_ended_) session->read_on();
  });
  wake_by(backlog_since_ + context_.site.limits().input_wait);
}

void WebsocketSession::read_on() {
  is_paused_ = false;
  last_inbound_ = runtime::SteadyClock::now();
  read_message();
}

bool WebsocketSession::is_backlog_old() const {
  return backlog_since_ != TimePoint::max() &&
         runtime::SteadyClock::now() >= backlog_since_ + context_.site.limits().input_wait;
}

void WebsocketSession::on_message(boost::system::error_code error) {
  if (is_ended_ || is_closing_) return;
  if (error) return end();
  auto& buffer = beast_->message;
  const std::string_view text(static_cast<const char*>(buffer.cdata().data()), buffer.size());
  if (!is_whole_text(text)) return;
  context_.counters.add(Counter::messages_in);
  if (session_) session_->receive(text);
  buffer.consume(buffer.size());
  if (buffer.capacity() > kKeptBuffer) buffer.shrink_to_fit();
  read_message();
}

bool WebsocketSession::takes_frames() const {
  return !is_closing_ && !is_ended_ && beast_->stream.is_open();
}

void WebsocketSession::send(const realtime::FrameRef& frame, realtime::FrameClass frame_class) {
  if (!takes_frames()) return;
  account_for(pump_.push([&](Outbox& outbox) { return outbox.push(frame, frame_class); }), 1);
}

void WebsocketSession::send_run(const realtime::FrameRun& run, realtime::Sending sending) {
  if (!takes_frames()) return;
  std::size_t at = sending == realtime::Sending::now ? pump_.send_now(run.wire()) : 0;
  const bool is_sent = at == run.wire().size();  // never queued, nothing to mark
  const auto push_rest = [&](Outbox& outbox) { return outbox.push_run(run, at); };
  account_for(is_sent ? Admission::queued : pump_.push(push_rest), run.frames.size());
}

void WebsocketSession::account_for(Admission admission, std::size_t frames) {
  context_.counters.add(Counter::hints_dropped, pump_.outbox().take_dropped_hints());
  switch (admission) {
    case Admission::queued: context_.counters.add(Counter::frames_out, frames); return;
    case Admission::dropped: return;
    case Admission::full:
      context_.counters.add(Counter::closed_slow);
      close(realtime::CloseCode::slow, "too slow", {});
      return;
  }
}

void WebsocketSession::on_push_failed() {
  later([](WebsocketSession& session) { session.end(); });
}

void WebsocketSession::close(realtime::CloseCode code, std::string_view reason,
                             std::chrono::milliseconds retry_after) {
  std::string text(reason.substr(0, 80));  // room for the rest: a close frame takes 123 octets
  if (retry_after.count() > 0) {
    if (!text.empty()) text += ' ';
    text += "retry_after_ms=" + std::to_string(retry_after.count());
  }
  // The store has what is lost here; what counts is that the farewell gets through.
  if (code == realtime::CloseCode::slow) pump_.outbox().discard();
  begin_close(static_cast<std::uint16_t>(code), text);
}

void WebsocketSession::begin_close(std::uint16_t code, std::string_view reason) {
  if (is_closing_ || is_ended_ || !beast_->stream.is_open()) return;
  std::string frame;
  frame += static_cast<char>(0x88);
  frame += static_cast<char>(2 + reason.size());
  frame += static_cast<char>(code >> 8U);
  frame += static_cast<char>(code & 0xFFU);
  frame += reason;
  pump_.outbox().push_bytes(frame);
  begin_end();
}

// No more words from here on; realtime's session goes as soon as nothing of it is on the stack.
void WebsocketSession::begin_end() {
  is_closing_ = true;
  is_peer_done_ = is_peer_done_ || meter_.saw_close();
  closing_until_ = runtime::SteadyClock::now() + context_.site.limits().linger;
  wake_by(closing_until_);
  pump_.mark();
  later([](WebsocketSession& session) {
    session.session_.reset();
    if (!session.is_waiting_for_input_) session.discard_input();
  });
}

void WebsocketSession::on_output_drained() {
  if (!is_closing_) return;
  // The peer's time to answer begins when it can have our farewell, however long the way there was.
  closing_until_ = runtime::SteadyClock::now() + context_.site.limits().linger;
  if (!is_peer_done_ || is_output_shut_) return;
  is_output_shut_ = true;
  connection_.transport->shut_output();
}

void WebsocketSession::on_output_stalled() {
  wake_by(*pump_.stalled_since() + context_.site.limits().write_stall);
}

void WebsocketSession::reset() noexcept {
  connection_.transport->reset();
  end();
}

void WebsocketSession::end() noexcept {
  if (is_ended_) return;
  is_ended_ = true;
  unlink();
  pump_.stop();
  context_.shard.timers().cancel(timer_);
  session_.reset();
  context_.counters.add(Counter::sockets_ended);
  context_.counters.add(Counter::connections_ended);
  connection_.transport->close();
  // Beast's read holds this session: it must be told. And nothing is destroyed inside a call of its own.
  if (read_done_) complete_read(boost::asio::error::operation_aborted, 0);
  boost::asio::post(connection_.transport->executor(), [self = std::move(self_)] {});
}

void WebsocketSession::later(void (*then)(WebsocketSession&)) {
  boost::asio::post(connection_.transport->executor(), [self = self(), then] {
    if (!self->is_ended_) then(*self);
  });
}

std::shared_ptr<WebsocketSession> WebsocketSession::self() {
  return std::static_pointer_cast<WebsocketSession>(shared_from_this());
}

void WebsocketSession::wake_by(TimePoint when) {
  if (when >= wakes_at_) return;
  wakes_at_ = when;
  context_.shard.timers().arm(timer_, when);
}

// One timer for all deadlines. Traffic does not move it: it looks what has become due and sleeps until the
// next can be.
void WebsocketSession::on_timer() {
  wakes_at_ = TimePoint::max();
  const TimePoint next = check_deadlines(runtime::SteadyClock::now());
  if (!is_ended_) wake_by(next);
}

WebsocketSession::TimePoint WebsocketSession::check_deadlines(TimePoint now) {
  const Limits& limits = context_.site.limits();
  if (const auto stalled = pump_.stalled_since()) {
    if (now >= *stalled + limits.write_stall) {
      context_.counters.add(Counter::closed_stalled);
      reset();
      return now;
    }
    // A peer that takes its last frames slowly is given this time, too.
    if (is_closing_) return *stalled + limits.write_stall;
  }
  if (is_closing_) {
    if (now >= closing_until_) reset();
    return closing_until_;
  }
  TimePoint next = pump_.stalled_since() ? *pump_.stalled_since() + limits.write_stall : TimePoint::max();
  if (is_paused_) {
    const TimePoint old_at = backlog_since_ + limits.input_wait;
    if (now < old_at) return std::min(next, old_at);
    session_->on_readable({});
    read_on();
    if (is_closing_) return closing_until_;
  }
  const TimePoint silent_at = last_inbound_ + limits.ping_after;
  if (now < silent_at) {
    is_ping_out_ = false;
    return std::min(next, silent_at);
  }
  if (last_inbound_ > pong_due_ - limits.pong_within) is_ping_out_ = false;  // it was answered
  if (!is_ping_out_) {
    // The peer's time begins with the ping: a server that comes late has no right to be impatient.
    is_ping_out_ = true;
    pong_due_ = now + limits.pong_within;
    if (session_) {
      pump_.outbox().push_bytes(std::string_view("\x89\x00", 2));
      pump_.mark();
    }
  }
  if (now < pong_due_) return std::min(next, pong_due_);
  context_.counters.add(Counter::closed_silent);
  close(realtime::CloseCode::no_heartbeat, "no answer to a ping", {});
  if (!is_closing_) reset();  // not even open yet
  return closing_until_;
}

}  // namespace stollen::net
