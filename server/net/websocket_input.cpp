// The input half of WebsocketSession: Beast's side of the cork, and what happens to input when all is said.
#include <algorithm>
#include <array>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <cstring>
#include <utility>

#include "server/net/websocket_session.hpp"

namespace stollen::net {

namespace {

// What a peer may still send after our farewell.
constexpr std::size_t kDiscardBytes = 1024 * 1024;
constexpr int kDiscardsPerTurn = 4;

// RFC 6455 7.4.1.
constexpr std::uint16_t kProtocolError = 1002;
constexpr std::uint16_t kUnsupportedData = 1003;
constexpr std::uint16_t kInvalidData = 1007;

bool ends_inside_character(std::string_view text) {
  for (std::size_t size = 1; size <= 3 && size <= text.size(); ++size) {
    const auto octet = static_cast<unsigned char>(text[text.size() - size]);
    if (octet < 0x80) return false;
    if (octet >= 0xC0) return size < (octet >= 0xF0 ? 4U : (octet >= 0xE0 ? 3U : 2U));
  }
  return false;
}

}  // namespace

void WebsocketSession::cork_read(std::span<char> into, Done done) {
  read_into_ = into;
  read_done_ = std::move(done);
  if (is_ended_) return complete_read(boost::asio::error::operation_aborted, 0);
  if (breach_ != FrameMeter::Verdict::fine && !is_closing_) return break_off(breach_);
  if (is_waiting_for_input_ || deliver_early()) return;
  if (is_likely_drained_ && !connection_.transport->has_buffered_input()) {
    return wait_for_input(
        IoStatus::wants_read);  // saves a system call that would most likely say "nothing there"
  }
  pull();
}

void WebsocketSession::complete_read(boost::system::error_code error, std::size_t bytes) {
  boost::asio::post(cork_executor(),
                    [done = std::move(read_done_), error, bytes]() mutable { done(error, bytes); });
  read_done_ = nullptr;
}

// Bytes that came together with the request.
bool WebsocketSession::deliver_early() {
  if (early_.empty() || is_closing_) return false;
  const std::size_t count = std::min(early_.size(), read_into_.size());
  std::memcpy(read_into_.data(), early_.data(), count);
  early_.erase(0, count);
  if (early_.empty()) early_.shrink_to_fit();
  deliver(count);
  return true;
}

void WebsocketSession::deliver(std::size_t bytes) {
  last_inbound_ = runtime::SteadyClock::now();
  context_.counters.add(Counter::bytes_in, bytes);
  const FrameMeter::Reading reading = meter_.feed(read_into_.first(bytes), last_inbound_);
  // Beast does not see the frame that breaks a rule it does not know; its read ends with the session. What
  // came before it counts, wherever the network cut: Beast has used that up when it reads again.
  breach_ = reading.verdict;
  if (reading.sound_bytes == 0) return break_off(breach_);
  complete_read({}, reading.sound_bytes);
}

void WebsocketSession::break_off(FrameMeter::Verdict verdict) {
  switch (verdict) {
    case FrameMeter::Verdict::binary:
      context_.counters.add(Counter::closed_protocol);
      return begin_close(kUnsupportedData, "text only");
    case FrameMeter::Verdict::bad_close_code:
      context_.counters.add(Counter::closed_protocol);
      return begin_close(kProtocolError, "no such close code");
    case FrameMeter::Verdict::too_many_frames:
      context_.counters.add(Counter::closed_protocol);
      return close(realtime::CloseCode::protocol, "too many frames in a message", {});
    case FrameMeter::Verdict::too_many_control_frames:
      context_.counters.add(Counter::closed_rate);
      return close(realtime::CloseCode::rate, "too many control frames", {});
    case FrameMeter::Verdict::fine: return;
  }
}

// Beast has checked all else: it forgets to look for this when the last frame of a message is empty.
bool WebsocketSession::is_whole_text(std::string_view text) {
  if (!ends_inside_character(text)) return true;
  context_.counters.add(Counter::closed_protocol);
  begin_close(kInvalidData, "text must be UTF-8");
  return false;
}

void WebsocketSession::pull() {
  if (is_ended_) return;
  if (is_closing_) return discard_input();
  if (!read_done_) return;
  const IoResult result = connection_.transport->try_read(read_into_);
  switch (result.status) {
    case IoStatus::done: is_likely_drained_ = result.bytes < read_into_.size(); return deliver(result.bytes);
    case IoStatus::wants_read:
    case IoStatus::wants_write: return wait_for_input(result.status);
    case IoStatus::closed: return complete_read(boost::asio::error::eof, 0);
    case IoStatus::failed: return complete_read(boost::asio::error::connection_reset, 0);
  }
}

void WebsocketSession::wait_for_input(IoStatus status) {
  is_waiting_for_input_ = true;
  backlog_since_ = TimePoint::max();
  auto ready = [self = self()](bool is_open) {
    self->is_waiting_for_input_ = false;
    if (is_open) self->pull();
  };
  if (status == IoStatus::wants_write) {
    connection_.transport->wait_writable(std::move(ready));
  } else {
    connection_.transport->wait_readable(std::move(ready));
  }
}

// After our farewell: until the peer has said its own and closed, or has used up our patience.
void WebsocketSession::discard_input() {
  thread_local std::array<char, 16 * 1024> buffer;
  for (int i = 0; i < kDiscardsPerTurn; ++i) {
    const IoResult result = connection_.transport->try_read(buffer);
    if (result.status == IoStatus::wants_read || result.status == IoStatus::wants_write) {
      return wait_for_input(result.status);
    }
    if (result.status != IoStatus::done) return end();
    discarded_bytes_ += result.bytes;
    if (discarded_bytes_ > kDiscardBytes) return reset();
    static_cast<void>(meter_.feed(std::span(buffer).first(result.bytes), runtime::SteadyClock::now()));
    if (meter_.saw_close() && !is_peer_done_) {
      is_peer_done_ = true;
      pump_.mark();
    }
  }
  later([](WebsocketSession& session) {
    if (!session.is_waiting_for_input_) session.discard_input();
  });
}

void WebsocketSession::cork_write(std::string_view bytes, Done done) {
  const std::size_t size = bytes.size();
  // After our own farewell nothing may follow; Beast need not know.
  if (!is_closing_ && !is_ended_) {
    if (pump_.outbox().push_bytes(bytes) == Admission::full) {
      context_.counters.add(Counter::closed_slow);
      later([](WebsocketSession& session) { session.reset(); });
    } else {
      pump_.mark();
    }
  }
  boost::asio::post(cork_executor(), [done = std::move(done), size]() mutable { done({}, size); });
}

// Beast has sent its close frame, in answer to the peer's or to a breach of the protocol.
void WebsocketSession::cork_teardown(Done done) {
  if (!is_closing_ && !is_ended_) {
    is_peer_done_ = true;
    begin_end();
  }
  boost::asio::post(cork_executor(), [done = std::move(done)]() mutable { done({}, 0); });
}

}  // namespace stollen::net
