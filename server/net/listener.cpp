#include "server/net/listener.hpp"

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/socket_base.hpp>
#include <cerrno>
#include <system_error>

#include "server/core/log.hpp"

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
    shed_one();
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
    case ConnectionLimits::Refusal::full: context_.counters.add(Counter::refused_full); return;
  }
  context_.counters.add(Counter::accepted);
  tune(accepted.descriptor.get(), context_.site.limits());
  deliver_(std::move(accepted));
}

// The kernel gives the lowest number that is free, so the number tells how many are taken.
bool Listener::is_descriptor_scarce(int lowest_free) const {
  return lowest_free >= pause_at_;
}

// No descriptor is left: whoever waits in the backlog is told at once instead of hanging there.
void Listener::shed_one() {
  context_.counters.add(Counter::refused_descriptors);
  reserve_.reset();
  Descriptor turned_away(::accept4(acceptor_.native_handle(), nullptr, nullptr, SOCK_CLOEXEC));
  turned_away.reset();
  reserve_ = open_reserve();
}

void Listener::pause() {
  log::warn("net.accepting_paused", {{"open", limits_.open()}, {"descriptors_at", pause_at_}});
  context_.shard.arm(resume_timer_, kPause);
}

void Listener::resume() {
  if (!acceptor_.is_open()) return;
  const Descriptor probe(::fcntl(reserve_.get(), F_DUPFD_CLOEXEC, 0));
  if (probe.get() < 0 || is_descriptor_scarce(probe.get())) {
    context_.shard.arm(resume_timer_, kPause);
    return;
  }
  log::info("net.accepting_resumed", {{"open", limits_.open()}});
  accept_some();
}

}  // namespace stollen::net
