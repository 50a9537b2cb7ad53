#include "server/net/server.hpp"

#include <atomic>
#include <csignal>
#include <future>
#include <latch>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <vector>

#include "server/core/log.hpp"
#include "server/net/http_session.hpp"
#include "server/net/listener.hpp"
#include "server/net/tls_transport.hpp"
#include "server/runtime/scheduler.hpp"

namespace stollen::net {

namespace {

// How often stop() lets the shards finish what ended connections have posted to themselves.
constexpr int kStopRounds = 1'000;

ConnectionLimits::Bounds bounds_of(const Site& site) {
  const Limits& limits = site.limits();
  return {limits.connections, limits.per_address, limits.pending, limits.anonymous, !site.has_proxies()};
}

}  // namespace

struct Server::Impl {
  Impl(runtime::Scheduler& the_scheduler, Gateway& the_gateway, Options options)
      : scheduler(the_scheduler), site(std::move(options)), limits(bounds_of(site)) {
    scheduler.for_each_shard([&](runtime::Shard& shard) {
      contexts.push_back(std::make_unique<ShardContext>(shard, scheduler.placement(), site, the_gateway));
      contexts.back()->media = site.options().media;
      contexts.back()->append_metrics = [this](std::string& out) { append_metrics(out); };
    });
  }

  void deliver(Listener::Accepted accepted);
  void append_metrics(std::string& out) const;
  /// Runs `work` on every shard and waits for all of them.
  template <class Work>
  void on_every_shard(Work work);

  runtime::Scheduler& scheduler;
  const Site site;
  ConnectionLimits limits;
  std::vector<std::unique_ptr<ShardContext>> contexts;
  std::unique_ptr<Listener> listener;
  std::uint32_t next_shard = 0;  // of the listener's thread
  bool is_running = false;
};

namespace {

// On the connection's own shard.
void begin(ShardContext& context, Listener::Accepted accepted, runtime::Placement::Reservation place) {
  if (context.is_stopped) return;
  using boost::asio::ip::tcp;
  runtime::ShardSocket socket(runtime::executor_of(context.shard));
  boost::system::error_code error;
  socket.assign(accepted.is_v6 ? tcp::v6() : tcp::v4(), accepted.descriptor.get(), error);
  if (error) return;
  static_cast<void>(accepted.descriptor.release());
  Connection connection;
  if (context.tls != nullptr) {
    connection.transport = std::make_unique<TlsTransport>(std::move(socket), *context.tls);
    connection.is_tls = true;
  } else {
    connection.transport = std::make_unique<PlainTransport>(std::move(socket));
  }
  connection.place = std::move(place);
  connection.lease = std::move(accepted.lease);
  connection.peer = accepted.peer;
  std::make_shared<HttpSession>(context, std::move(connection))->start();
}

}  // namespace

void Server::Impl::deliver(Listener::Accepted accepted) {
  // Equally loaded shards take turns: connections that serve pages are many and hold no place for long.
  runtime::Placement::Reservation place = scheduler.placement().reserve(next_shard++);
  ShardContext& context = *contexts.at(place.shard());
  context.shard.post([&context, accepted = std::move(accepted), place = std::move(place)]() mutable {
    begin(context, std::move(accepted), std::move(place));
  });
}

template <class Work>
void Server::Impl::on_every_shard(Work work) {
  std::latch done(static_cast<std::ptrdiff_t>(contexts.size()));
  for (auto& context : contexts) {
    context->shard.post([&done, &work, &shard_context = *context] {
      work(shard_context);
      done.count_down();
    });
  }
  done.wait();
}

void Server::Impl::append_metrics(std::string& out) const {
  const auto add = [&](std::string_view name, std::string_view about, std::string_view type,
                       std::uint64_t value) {
    const std::string full = "stollen_net_" + std::string(name);
    out.append("# HELP ").append(full).append(" ").append(about).append("\n# TYPE ").append(full).append(" ");
    out.append(type).append("\n").append(full).append(" ").append(std::to_string(value)).append("\n");
  };
  add("connections", "Connections that are open.", "gauge", limits.open());
  add("sockets", "WebSockets that are open.", "gauge", limits.sockets());
  out.append(
      "# HELP stollen_net_shard_places Sockets, event streams and connections before their first answer.\n");
  out.append("# TYPE stollen_net_shard_places gauge\n");
  for (std::uint32_t shard = 0; shard < scheduler.size(); ++shard) {
    out.append("stollen_net_shard_places{shard=\"").append(std::to_string(shard)).append("\"} ");
    out.append(std::to_string(scheduler.placement().load(shard))).append("\n");
  }
  for (std::uint8_t i = 0; i < static_cast<std::uint8_t>(Counter::count_); ++i) {
    const auto counter = static_cast<Counter>(i);
    std::uint64_t sum = 0;
    for (const auto& context : contexts) sum += context->counters.get(counter);
    add(text_of(counter).name, text_of(counter).about, "counter", sum);
  }
}

Server::Server(runtime::Scheduler& scheduler, Gateway& gateway, Options options)
    : impl_(std::make_unique<Impl>(scheduler, gateway, std::move(options))) {}

Server::~Server() {
  stop();
}

void Server::start() {
  // A peer that is gone is an error code, not a signal: OpenSSL writes without MSG_NOSIGNAL.
  std::signal(SIGPIPE, SIG_IGN);
  if (const auto& files = impl_->site.options().tls) {
    const auto tls = TlsContext::load(*files);
    for (auto& context : impl_->contexts) context->tls = tls;
  }
  ShardContext& context = *impl_->contexts.front();
  // On its shard, like everything that touches the shard's loop; what goes wrong is thrown here.
  std::promise<std::unique_ptr<Listener>> listening;
  context.shard.post([&] {
    try {
      auto listener = std::make_unique<Listener>(
          context, impl_->limits,
          [impl = impl_.get()](Listener::Accepted accepted) { impl->deliver(std::move(accepted)); });
      listener->start();
      listening.set_value(std::move(listener));
    } catch (...) {
      listening.set_exception(std::current_exception());
    }
  });
  impl_->listener = listening.get_future().get();
  impl_->is_running = true;
  log::info("net.listening", {{"address", impl_->site.options().address},
                              {"port", impl_->listener->port()},
                              {"tls", context.tls != nullptr}});
}

std::uint16_t Server::port() const {
  return impl_->listener == nullptr ? 0 : impl_->listener->port();
}

void Server::reload_tls() {
  const auto& files = impl_->site.options().tls;
  if (!files) return;
  const auto tls = TlsContext::load(*files);
  impl_->on_every_shard([&](ShardContext& context) { context.tls = tls; });
  log::info("net.certificate_reloaded", {{"file", files->certificate}});
}

void Server::set_media(std::shared_ptr<const StaticFiles> media) {
  for (auto& context : impl_->contexts) {
    context->shard.post([&shard_context = *context, media] { shard_context.media = media; });
  }
}

void Server::announce_drain() {
  if (!impl_->is_running) return;
  impl_->on_every_shard([](ShardContext& context) { context.is_draining = true; });
}

void Server::drain() {
  if (!impl_->is_running) return;
  impl_->on_every_shard([this](ShardContext& context) {
    if (&context == impl_->contexts.front().get()) impl_->listener->close();
    context.is_draining = true;
  });
}

void Server::stop() {
  if (!impl_->is_running) return;
  drain();
  impl_->is_running = false;
  const auto end_all = [](ShardContext& context) {
    context.is_stopped = true;
    while (!context.endpoints.empty()) context.endpoints.front().end();
  };
  // Handing over, Beast's operations and the last references go through the loops' queues: a few rounds.
  // The last connection counts itself out before it is wholly gone, so that one more round waits for its
  // rest.
  bool was_empty = false;
  for (int round = 0; round < kStopRounds && !was_empty; ++round) {
    was_empty = impl_->limits.open() == 0;
    impl_->on_every_shard(end_all);
  }
  if (impl_->limits.open() > 0) log::error("net.connections_left", {{"open", impl_->limits.open()}});
  impl_->listener.reset();
}

std::uint32_t Server::open_connections() const {
  return impl_->limits.open();
}
std::uint32_t Server::open_sockets() const {
  return impl_->limits.sockets();
}
void Server::append_metrics(std::string& out) const {
  impl_->append_metrics(out);
}

}  // namespace stollen::net
