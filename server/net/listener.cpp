#include "server/net/listener.hpp"

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include <array>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/socket_base.hpp>
#include <cerrno>
#include <system_error>

#include "server/core/log.hpp"
#include "server/net/http_response.hpp"

namespace stollen::net {

namespace asio = boost::asio;

namespace {

constexpr int kAcceptsPerTurn = 64;
constexpr std::chrono::milliseconds kPause{100};
constexpr int kUnsentLowWater = 16 * 1024;

int descriptor_limit(const Limits& limits) {
  if (limits.descriptors > 0) return static_cast<int>(limits.descriptors);
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return 1024;
  return static_cast<int>(std::min<rlim_t>(limit.rlim_cur, 1'000'000));
}

Descriptor open_reserve() {
  return Descriptor(::open("/dev/null", O_RDONLY | O_CLOEXEC));
}

void set_option(int descriptor, int level, int name, int value) {
  ::setsockopt(descriptor, level, name, &value,
               sizeof value);  // an option that is missing costs speed, not more
}

void tune(int descriptor, const Limits& limits) {
  set_option(descriptor, IPPROTO_TCP, TCP_NODELAY, 1);
  set_option(descriptor, IPPROTO_TCP, TCP_USER_TIMEOUT, static_cast<int>(limits.tcp_user_timeout.count()));
  set_option(descriptor, IPPROTO_TCP, TCP_NOTSENT_LOWAT, kUnsentLowWater);
  if (limits.send_buffer_bytes > 0) set_option(descriptor, SOL_SOCKET, SO_SNDBUF, limits.send_buffer_bytes);
}

asio::ip::address parse_listen_address(const std::string& text) {
  if (text == "localhost") return asio::ip::address_v4::loopback();
  boost::system::error_code error;
  const auto address = asio::ip::make_address(text, error);
  if (error) throw std::system_error(EINVAL, std::generic_category(), "listen: not an address: " + text);
  return address;
}

}  // namespace

Listener::Listener(ShardContext& context, ConnectionLimits& limits, Deliver deliver)
    : context_(context),
      limits_(limits),
      deliver_(std::move(deliver)),
      acceptor_(runtime::executor_of(context.shard)),
      pause_at_(descriptor_limit(context.site.limits()) / 10 * 9),
      reserve_(open_reserve()),
      resume_timer_([this] { resume(); }) {
  open();
}

void Listener::open() {
  const Options& options = context_.site.options();
  const asio::ip::tcp::endpoint endpoint(parse_listen_address(options.address), options.port);
  try {
    acceptor_.open(endpoint.protocol());
    acceptor_.set_option(asio::socket_base::reuse_address(true));
    if (endpoint.address().is_v6()) acceptor_.set_option(asio::ip::v6_only(false));
    acceptor_.native_non_blocking(true);
    acceptor_.bind(endpoint);
    acceptor_.listen(options.limits.backlog);
    port_ = acceptor_.local_endpoint().port();
  } catch (const boost::system::system_error& error) {
    throw std::system_error(error.code(),
                            "listening on " + options.address + " port " + std::to_string(options.port));
  }
}

void Listener::start() {
  wait();
}

void Listener::close() {
  context_.shard.timers().cancel(resume_timer_);
  boost::system::error_code ignored;
  acceptor_.close(ignored);
}

void Listener::wait() {
  acceptor_.async_wait(asio::socket_base::wait_read, [this](const boost::system::error_code& error) {
    if (!error) accept_some();
  });
}

void Listener::accept_some() {
  for (int i = 0; i < kAcceptsPerTurn; ++i) {
    if (!acceptor_.is_open() || !accept_one()) return;
  }
  wait();  // still readable: comes back after the others have had their turn
}

// False when the next one has to be waited for.
bool Listener::accept_one() {
  sockaddr_storage storage{};
  socklen_t size = sizeof storage;
  auto* const address = reinterpret_cast<sockaddr*>(&storage);  // NOLINT: the interface of sockets
  Descriptor descriptor(::accept4(acceptor_.native_handle(), address, &size, SOCK_NONBLOCK | SOCK_CLOEXEC));
  if (descriptor.get() < 0) {
    if (errno == EINTR || errno == ECONNABORTED) return true;
    if (errno == EAGAIN || errno == EWOULDBLOCK) {
      wait();
      return false;
    }
    pause();
    return false;
  }
  const bool is_scarce = is_descriptor_scarce(descriptor.get());
  take(std::move(descriptor), Address::from(*address), storage.ss_family == AF_INET6);
  if (is_scarce) pause();
  return !is_scarce;
}

void Listener::take(Descriptor descriptor, const Address& peer, bool is_v6) {
  Accepted accepted{std::move(descriptor), peer, is_v6, {}};
  switch (limits_.admit(peer, context_.site.is_proxy(peer), accepted.lease)) {
    case ConnectionLimits::Refusal::none: break;
    case ConnectionLimits::Refusal::per_address: context_.counters.add(Counter::refused_per_address); return;
    case ConnectionLimits::Refusal::full:
      context_.counters.add(Counter::refused_full);
      return turn_away(std::move(accepted.descriptor));
  }
  context_.counters.add(Counter::accepted);
  tune(accepted.descriptor.get(), context_.site.limits());
  deliver_(std::move(accepted));
}

// The kernel gives the lowest number that is free, so the number tells how many are taken.
bool Listener::is_descriptor_scarce(int lowest_free) const {
  return lowest_free >= pause_at_;
}

// Says that there is no room instead of leaving the peer to guess; nothing is waited for. Over TLS it would
// take a handshake to say anything.
void Listener::turn_away(Descriptor descriptor) {
  if (context_.tls == nullptr) {
    Response response = text_response(503, "There are too many connections at the moment.");
    response.headers += "Retry-After: 5\r\n";
    const std::string text =
        head_of(response, {.is_secure = false, .keeps_alive = false}) + std::string(response.content());
    // Input that is left unread makes the kernel reset the connection, and the peer lose the answer.
    std::array<char, 4096> unread;
    static_cast<void>(::recv(descriptor.get(), unread.data(), unread.size(), MSG_DONTWAIT));
    static_cast<void>(::send(descriptor.get(), text.data(), text.size(), MSG_DONTWAIT | MSG_NOSIGNAL));
    ::shutdown(descriptor.get(), SHUT_WR);
  }
  descriptor.reset();
}

// Whoever still waits in the backlog is told at once instead of hanging there.
void Listener::shed_waiting() {
  for (int i = 0; i < kAcceptsPerTurn; ++i) {
    if (!shed_one()) return;
  }
}

// With the reserve's place, so that it works when no descriptor is left. False: nobody waits.
bool Listener::shed_one() {
  reserve_.reset();
  Descriptor one(::accept4(acceptor_.native_handle(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
  const bool is_somebody = one.get() >= 0;
  if (is_somebody) {
    context_.counters.add(Counter::refused_descriptors);
    turn_away(std::move(one));
  }
  reserve_ = open_reserve();
  return is_somebody;
}

void Listener::pause() {
  log::warn("net.accepting_paused", {{"open", limits_.open()}, {"descriptors_at", pause_at_}});
  context_.shard.arm(resume_timer_, kPause);
}

void Listener::resume() {
  if (!acceptor_.is_open()) return;
  if (reserve_.get() < 0) reserve_ = open_reserve();
  const Descriptor probe(::fcntl(reserve_.get(), F_DUPFD_CLOEXEC, 0));
  if (probe.get() < 0 || is_descriptor_scarce(probe.get())) {
    shed_waiting();
    context_.shard.arm(resume_timer_, kPause);
    return;
  }
  log::info("net.accepting_resumed", {{"open", limits_.open()}});
  accept_some();
}

}  // namespace stollen::net
