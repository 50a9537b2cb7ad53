#include "server/net/http_session.hpp"

#include <array>
#include <boost/asio/post.hpp>
#include <utility>

#include "protocol/generated/cpp/session.hpp"
#include "server/net/upgrade.hpp"

namespace stollen::net {

namespace errors = protocol::session::errors;

namespace {

// A turn of one connection: then others have theirs.
constexpr int kReadsPerTurn = 4;
constexpr std::size_t kReadBytes = 16 * 1024;
// What a peer may still send after we have said our last word.
constexpr std::size_t kLingerBytes = 1024 * 1024;

// Of a shard at once: what strangers can make us hold stays small.
constexpr std::uint32_t kLargeBodies = 16;

std::span<char> read_buffer() {
  thread_local std::array<char, kReadBytes> buffer;
  return buffer;
}

}  // namespace

HttpSession::HttpSession(ShardContext& context, Connection connection)
    : context_(context),
      connection_(std::move(connection)),
      reader_({context.site.limits().head_bytes, context.site.limits().body_bytes}),
      timer_([this] { on_deadline(); }) {}

HttpSession::~HttpSession() = default;

std::shared_ptr<HttpSession> HttpSession::self() {
  return std::static_pointer_cast<HttpSession>(shared_from_this());
}

template <class Then>
void HttpSession::later(Then then) {
  boost::asio::post(connection_.transport->executor(), [self = self(), then]() mutable {
    if (self->phase_ != Phase::ended) then(*self);
  });
}

void HttpSession::arm(std::chrono::milliseconds span) {
  context_.shard.arm(timer_, span);
}

void HttpSession::start() {
  self_ = shared_from_this();
  context_.endpoints.push_back(*this);
  if (connection_.is_tls) {
    arm(context_.site.limits().handshake);
    shake_hands();
    return;
  }
  arm(context_.site.limits().head);
  phase_ = Phase::reading;
  read_requests();
}

void HttpSession::end() noexcept {
  if (phase_ == Phase::ended) return;
  phase_ = Phase::ended;
  unlink();
  forget_large_body();
  context_.shard.timers().cancel(timer_);
  context_.counters.add(Counter::connections_ended);
  connection_.transport->close();
  // Not destroyed inside a call of its own.
  boost::asio::post(connection_.transport->executor(), [self = std::move(self_)] {});
}

void HttpSession::shake_hands() {
  const IoResult result = connection_.transport->try_handshake();
  const auto again = [self = self()](bool is_open) {
    if (is_open && self->phase_ == Phase::handshake) self->shake_hands();
  };
  switch (result.status) {
    case IoStatus::done:
      phase_ = Phase::reading;
      arm(context_.site.limits().head);
      read_requests();
      return;
    case IoStatus::wants_read: connection_.transport->wait_readable(again); return;
    case IoStatus::wants_write: connection_.transport->wait_writable(again); return;
    case IoStatus::closed:
    case IoStatus::failed:
      context_.counters.add(Counter::tls_handshakes_failed);
      end();
      return;
  }
}

void HttpSession::read_requests() {
  if (phase_ != Phase::reading || !take_requests()) return;
  const auto again = [self = self()](bool is_open) {
    if (is_open) self->read_requests();
  };
  for (int i = 0; i < kReadsPerTurn; ++i) {
    const IoResult result = connection_.transport->try_read(read_buffer());
    switch (result.status) {
      case IoStatus::done:
        input_.append(read_buffer().data(), result.bytes);
        note_first_byte();
        if (!take_requests()) return;
        continue;
      case IoStatus::wants_read: connection_.transport->wait_readable(again); return;
      case IoStatus::wants_write: connection_.transport->wait_writable(again); return;
      case IoStatus::closed:
      case IoStatus::failed: end(); return;
    }
  }
  later([](HttpSession& session) { session.read_requests(); });
}

// From the first byte of a request on, its head must come in time; before it, the connection may idle.
void HttpSession::note_first_byte() {
  if (has_first_byte_ || input_.empty()) return;
  has_first_byte_ = true;
  if (!is_first_request_) arm(context_.site.limits().head);
}

// Uses what has been read; false when reading must stop: an answer is being made or sent (reading goes on
// when it is out), or all is over.
bool HttpSession::take_requests() {
  while (phase_ == Phase::reading) {
    switch (reader_.advance(input_)) {
      case HttpReader::Step::need_more: return true;
      case HttpReader::Step::head:
        on_head();
        if (plan_.kind != Plan::Kind::command) return false;
        break;
      case HttpReader::Step::complete: run_command(); return false;
      case HttpReader::Step::refused: {
        context_.counters.add(Counter::requests_refused);
        const auto& refusal = reader_.refusal();
        Response response = refusal.status == 413 ? error_response(413, errors::too_large, refusal.reason)
                                                  : text_response(refusal.status, refusal.reason);
        response.closes = true;
        respond(std::move(response));
        return false;
      }
    }
  }
  return false;
}

void HttpSession::on_head() {
  const HttpRequest& request = reader_.request();
  context_.counters.add(Counter::requests);
  client_ = context_.site.identify(request, connection_.peer, connection_.is_tls);
  plan_ = plan_request(request, client_, context_);
  switch (plan_.kind) {
    case Plan::Kind::answer:
      if (request.path == kSocketPath) context_.counters.add(Counter::upgrades_refused);
      plan_.response.closes |= request.has_body;  // its body is not worth reading
      respond(std::move(plan_.response));
      return;
    case Plan::Kind::page: read_page(); return;
    case Plan::Kind::command: on_command_head(); return;
    case Plan::Kind::socket:
    case Plan::Kind::events: open_session(); return;
  }
}

void HttpSession::on_command_head() {
  const HttpRequest& request = reader_.request();
  if (!reader_.allows_announced_body()) {
    const std::size_t most = context_.gateway.body_bytes(plan_.command);
    if (most > context_.site.limits().body_bytes && context_.large_bodies >= kLargeBodies) {
      plan_.kind = Plan::Kind::answer;
      Response response = error_response(503, errors::busy, "Too many large commands at once.");
      response.closes = true;
      return respond(std::move(response));
    }
    if (most > context_.site.limits().body_bytes) {
      reader_.allow_body(most);
      has_large_body_ = true;
      context_.large_bodies += 1;
    }
  }
  const bool is_awaited = request.has_header("expect") && request.has_body && input_.empty();
  if (is_awaited && reader_.allows_announced_body()) send_continue();
  if (phase_ == Phase::reading) arm(context_.site.limits().body);
}

void HttpSession::forget_large_body() noexcept {
  if (has_large_body_) context_.large_bodies -= 1;
  has_large_body_ = false;
}

void HttpSession::send_continue() {
  static constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
  const iovec part{const_cast<char*>(kContinue.data()), kContinue.size()};  // NOLINT: only read
  const IoResult result = connection_.transport->try_write({&part, 1});
  // Nothing else is under way, so the kernel has room for 25 octets, or the connection is no good.
  if (result.status != IoStatus::done || result.bytes != kContinue.size()) end();
}

void HttpSession::respond(Response response) {
  const HttpRequest& request = reader_.request();
  response_ = std::move(response);
  closes_ = response_.closes || !request.keeps_alive || context_.is_draining;
  sends_content_ = request.method != "HEAD" && response_.status != 304;
  head_ = head_of(response_, {.is_secure = client_.is_secure || connection_.is_tls, .keeps_alive = !closes_});
  sent_ = 0;
  phase_ = Phase::writing;
  arm(context_.site.limits().write_stall);
  write_out();
}

void HttpSession::write_out() {
  const std::string_view content = sends_content_ ? response_.content() : std::string_view();
  const std::size_t total = head_.size() + content.size();
  Transport& transport = *connection_.transport;
  while (sent_ < total || transport.has_unsent()) {
    std::array<iovec, 2> parts{};
    std::size_t count = 0;
    for (const auto& [view, begin] :
         {std::pair{std::string_view(head_), std::size_t{0}}, {content, head_.size()}}) {
      const std::size_t skip = sent_ > begin ? std::min(sent_ - begin, view.size()) : 0;
      if (skip < view.size()) {
        parts.at(count++) = {const_cast<char*>(view.data()) + skip, view.size() - skip};  // NOLINT: only read
      }
    }
    const IoResult result = transport.try_write({parts.data(), count});
    sent_ += result.bytes;
    if (result.bytes > 0) arm(context_.site.limits().write_stall);
    if (result.status == IoStatus::done) continue;
    if (result.status != IoStatus::wants_write) return end();
    transport.wait_writable([self = self()](bool is_open) {
      if (is_open && self->phase_ == Phase::writing) self->write_out();
    });
    return;
  }
  finish_response();
}

void HttpSession::finish_response() {
  head_.clear();
  response_ = {};
  connection_.place.release();
  forget_large_body();
  if (closes_) return linger();
  reader_.next();
  plan_ = {};
  phase_ = Phase::reading;
  is_first_request_ = false;
  has_first_byte_ = false;
  arm(context_.site.limits().idle);
  note_first_byte();
  // Not at once: a pipeline of requests neither piles up calls nor keeps others waiting.
  later([](HttpSession& session) { session.read_requests(); });
}

// A connection closed with input unread is reset by the kernel, and the peer may lose our answer to that. So
// we say that we are done, and let the peer finish.
void HttpSession::linger() {
  if (phase_ != Phase::lingering) {
    phase_ = Phase::lingering;
    connection_.transport->shut_output();
    arm(context_.site.limits().linger);
  }
  for (int i = 0; i < kReadsPerTurn; ++i) {
    const IoResult result = connection_.transport->try_read(read_buffer());
    lingered_bytes_ += result.bytes;
    if (result.status == IoStatus::done && lingered_bytes_ <= kLingerBytes) continue;
    if (result.status != IoStatus::wants_read) return end();
    connection_.transport->wait_readable([self = self()](bool is_open) {
      if (is_open && self->phase_ == Phase::lingering) self->linger();
    });
    return;
  }
  later([](HttpSession& session) { session.linger(); });
}

void HttpSession::on_deadline() {
  switch (phase_) {
    case Phase::handshake:
      context_.counters.add(Counter::tls_handshakes_failed);
      end();
      return;
    case Phase::reading: {
      if (input_.empty() && !reader_.is_under_way()) return end();  // idle
      context_.counters.add(Counter::requests_refused);
      Response response = text_response(408, "The request took too long to arrive.");
      response.closes = true;
      return respond(std::move(response));
    }
    case Phase::answering: {
      Response response = error_response(504, errors::internal, "The command was not answered in time.");
      response.closes = true;
      return respond(std::move(response));
    }
    case Phase::writing:
      context_.counters.add(Counter::closed_stalled);
      connection_.transport->reset();
      end();
      return;
    case Phase::lingering:
    case Phase::ended: end(); return;
  }
}

}  // namespace stollen::net
