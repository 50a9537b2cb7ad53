// How a request becomes an answer of the layer below, or its connection a session.
#include <boost/asio/post.hpp>
#include <utility>

#include "protocol/generated/cpp/session.hpp"
#include "server/net/event_stream_session.hpp"
#include "server/net/http_session.hpp"
#include "server/net/session_cookie.hpp"
#include "server/net/upgrade.hpp"
#include "server/net/websocket_session.hpp"

namespace stollen::net {
namespace {

namespace errors = protocol::session::errors;

std::string retry_after_line(std::chrono::milliseconds span) {
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(span).count();
  return "Retry-After: " + std::to_string(seconds) + "\r\n";
}

Response busy_response(std::string_view text) {
  Response response = error_response(503, errors::busy, text);
  response.headers += "Retry-After: 5\r\n";
  return response;
}

}  // namespace

realtime::Caller HttpSession::caller_of(std::optional<realtime::Caller> logged_in) {
  realtime::Caller who = logged_in ? std::move(*logged_in) : realtime::Caller{};
  who.address = client_.address.text();
  who.address_key = context_.site.rate_key(client_.address);
  who.device = device_of(reader_.request().header("user-agent"));
  return who;
}

template <class Then>
void HttpSession::authenticate(Then then) {
  phase_ = Phase::answering;
  arm(context_.site.limits().answer);
  const std::string token(reader_.request().cookie(session_cookie_name(client_.is_secure)));
  if (token.empty()) {
    then(*this, std::nullopt, false);
    return;
  }
  // Weak: whoever waits for the store does not keep a dead connection.
  context_.gateway.authenticate(
      context_.shard, token,
      [weak = weak_from_this(), then](std::optional<realtime::Caller> caller, bool has_failed) mutable {
        const auto session = std::static_pointer_cast<HttpSession>(weak.lock());
        if (session && session->phase_ == Phase::answering) then(*session, std::move(caller), has_failed);
      });
}

void HttpSession::run_command() {
  authenticate([](HttpSession& session, std::optional<realtime::Caller> caller, bool has_failed) {
    session.execute(std::move(caller), has_failed);
  });
}

void HttpSession::execute(std::optional<realtime::Caller> caller, bool has_failed) {
  if (has_failed) return respond(busy_response("The store cannot say who is logged in."));
  realtime::Caller who = caller_of(std::move(caller));
  const HttpRequest& request = reader_.request();
  context_.gateway.http_command(context_.shard, std::move(who), plan_.command,
                                request.header("idempotency-key"), request.body,
                                [weak = weak_from_this()](realtime::HttpAnswer answer) {
                                  const auto session = std::static_pointer_cast<HttpSession>(weak.lock());
                                  if (session && session->phase_ == Phase::answering)
                                    session->answer_command(std::move(answer));
                                });
}

void HttpSession::answer_command(realtime::HttpAnswer answer) {
  Response response;
  response.status = static_cast<unsigned>(answer.status);
  response.content_type = "application/json";
  response.headers = "Cache-Control: no-store\r\n";
  if (answer.cookie) response.headers += set_cookie_line(*answer.cookie, client_.is_secure);
  if (answer.retry_after) response.headers += retry_after_line(*answer.retry_after);
  response.body = std::move(answer.body);
  respond(std::move(response));
}

// The address is all that counts: no cookie is looked at.
void HttpSession::read_page() {
  phase_ = Phase::answering;
  arm(context_.site.limits().answer);
  context_.gateway.page(context_.shard, caller_of(std::nullopt), reader_.request().path,
                        [weak = weak_from_this()](realtime::PageAnswer page) {
                          const auto session = std::static_pointer_cast<HttpSession>(weak.lock());
                          if (session && session->phase_ == Phase::answering)
                            session->answer_page(std::move(page));
                        });
}

void HttpSession::answer_page(realtime::PageAnswer page) {
  Response response;
  switch (page.status) {
    case 200:
      response.content_type = page.content_type;
      response.body = std::move(page.body);
      response.headers = "Cache-Control: private, no-cache\r\n";
      break;
    case 404: response = text_response(404, "Nothing here."); break;
    default: response = text_response(static_cast<unsigned>(page.status), "Please try again later.");
  }
  if (page.retry_after) response.headers += retry_after_line(*page.retry_after);
  response.closes = reader_.request().has_body;  // it is not worth reading
  respond(std::move(response));
}

void HttpSession::open_session() {
  authenticate([](HttpSession& session, std::optional<realtime::Caller> caller, bool has_failed) {
    session.become_session(std::move(caller), has_failed);
  });
}

void HttpSession::become_session(std::optional<realtime::Caller> caller, bool has_failed) {
  using Standing = ConnectionLimits::Standing;
  const Standing standing = caller ? Standing::logged_in : Standing::anonymous;
  const bool has_room = !has_failed &&
                        (!client_.is_proxied || connection_.lease.count_for(client_.address)) &&
                        connection_.lease.promote(standing);
  if (!has_room) {
    if (plan_.kind == Plan::Kind::socket) context_.counters.add(Counter::upgrades_refused);
    return respond(busy_response(has_failed ? "The store cannot say who is logged in."
                                            : "There are too many connections at the moment."));
  }
  realtime::Caller who = caller_of(std::move(caller));
  // From here on the connection is another's; this session only has to go.
  phase_ = Phase::ended;
  unlink();
  context_.shard.timers().cancel(timer_);
  const auto executor = connection_.transport->executor();
  if (!connection_.place.holds_place()) connection_.place = context_.places.join(context_.shard.id());
  if (plan_.kind == Plan::Kind::events) {
    std::make_shared<EventStreamSession>(context_, std::move(connection_), client_.is_secure)
        ->start(std::move(who), plan_.join);
  } else {
    std::make_shared<WebsocketSession>(context_, std::move(connection_), std::move(who), client_.is_secure,
                                       std::move(input_))
        ->start(reader_.request());
  }
  boost::asio::post(executor, [self = std::move(self_)] {});
}

}  // namespace stollen::net
