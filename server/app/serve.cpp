#include "server/app/serve.hpp"

#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <iostream>
#include <optional>
#include <stdexcept>
#include <thread>

#include "server/app/demo.hpp"
#include "server/app/features.hpp"
#include "server/app/folder_lock.hpp"
#include "server/app/store.hpp"
#include "server/app/version.hpp"
#include "server/app/web_assets.hpp"
#include "server/core/clock.hpp"
#include "server/core/log.hpp"
#include "server/features/account/account.hpp"
#include "server/features/fair/fair.hpp"
#include "server/mail/public_url.hpp"
#include "server/net/server.hpp"
#include "server/realtime/realtime.hpp"
#include "server/runtime/scheduler.hpp"
#include "server/runtime/worker_pool.hpp"
#include "server/storage/store_error.hpp"

namespace stollen::app {
namespace {

using namespace std::chrono_literals;
using Milliseconds = std::chrono::milliseconds;

/// Whether other servers may work on the same store.
bool is_shared(const config::Settings& settings) {
  return !settings.store.empty();
}

void start_log(const config::Settings& settings) {
  log::start({.level = *log::parse_level(settings.log_level), .file = settings.log_file});
}

void allow_many_descriptors() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

runtime::FailureHook log_failure() {
  return [](std::string_view where, std::string_view what) {
    log::error("server.unforeseen", {{"where", where}, {"what", what}});
    log::stop();
  };
}

std::shared_ptr<const net::StaticFiles> pages(const config::Settings& settings) {
  if (!settings.web_dir.empty()) return net::StaticFiles::from_directory(settings.web_dir, "/assets/");
  static std::vector<net::StaticFile> files;
  for (const WebAsset& asset : web_assets()) {
    files.push_back({.path = asset.path,
                     .content_type = asset.content_type,
                     .etag = asset.etag,
                     .is_immutable = asset.is_immutable,
                     .identity = asset.plain.view(),
                     .brotli = asset.brotli.view(),
                     .gzip = asset.gzip.view()});
  }
  return net::StaticFiles::from_embedded(files);
}

std::shared_ptr<const net::StaticFiles> media(const DataFolder& data) {
  std::filesystem::create_directories(data.media());
  return net::StaticFiles::from_directory(data.media(), "/");
}

realtime::RealtimeLimits realtime_limits(const config::Settings& settings) {
  return {.heartbeat = Milliseconds(settings.heartbeat_ms),
          .silence = Milliseconds(settings.silence_ms),
          .absence_grace = Milliseconds(settings.absence_grace_ms),
          .commands_per_second = settings.commands_per_second,
          .commands_burst = static_cast<double>(settings.commands_burst),
          .sessions_per_person = static_cast<std::size_t>(settings.sessions_per_person),
          .version = build()};
}

std::optional<redis::LinkOptions> node_links(const config::Settings& settings) {
  if (settings.redis.empty()) return std::nullopt;
  auto address = redis::parse_address(settings.redis);
  if (!address) throw std::runtime_error("redis: " + address.error());
  return redis::LinkOptions{.connection = {.address = std::move(*address), .ca_file = settings.redis_ca}};
}

net::Options net_options(const config::Settings& settings, const DataFolder& data,
                         storage::Database& database) {
  net::Options options;
  options.address = settings.listen;
  options.port = static_cast<std::uint16_t>(settings.port);
  if (!settings.tls_cert.empty()) options.tls = net::TlsFiles{settings.tls_cert, settings.tls_key};
  options.public_url = settings.public_url;
  options.allowed_origins = config::split_list(settings.allowed_origins);
  options.trusted_proxies = config::split_list(settings.trusted_proxies);
  options.metrics_addresses = config::split_list(settings.metrics_allow);
  options.limits.connections = static_cast<std::uint32_t>(settings.connections);
  options.limits.per_address = static_cast<std::uint32_t>(settings.connections_per_address);
  options.pages = pages(settings);
  options.media = media(data);
  options.not_ready = [&database] {
    return database.accepts_writes() ? std::string{} : "the store refuses writes";
  };
  return options;
}

/// What a person at a terminal wants to see; logs go to standard error or their file.
void greet(const config::Settings& settings, storage::Database& database, std::uint16_t port) {
  if (isatty(STDOUT_FILENO) == 0) return;
  std::optional<protocol::FairSnapshot> fair;
  std::vector<account::PersonLine> people;
  database.read([&](storage::Transaction& tx) {
    fair = fair::read_fair(tx, settings.smtp_url.empty());
    if (fair && fair->is_demo) people = account::list_people(tx);
  });
  config::Settings shown = settings;
  shown.port = port;
  std::cout << fmt::format("\n  {}\n  {}\n\n", fair ? fair->title.de : "No fair yet: `stollen import FOLDER`",
                           public_url(shown));
  if (people.empty()) return;
  std::cout << fmt::format("  Demo log-ins, all with the password {}\n", kDemoPassword);
  int visitors = 0, staff = 0;
  for (const auto& person : people) {
    const bool is_organiser = person.roles.contains(protocol::Role::organiser);
    const bool is_moderator = person.roles.contains(protocol::Role::moderator);
    const bool is_staff = person.roles.contains(protocol::Role::exhibitor);
    if (person.email.starts_with("gast-")) continue;
    if (is_staff ? ++staff > 3 : !is_organiser && !is_moderator && ++visitors > 3) continue;
    std::cout << fmt::format("    {:<10} {:<44} {}\n",
                             is_organiser   ? "organiser"
                             : is_moderator ? "moderator"
                             : is_staff     ? "exhibitor"
                                            : "visitor",
                             person.email, person.name);
  }
  std::cout << std::endl;  // NOLINT(performance-avoid-endl): now, not at the end
}

class SignalWait {
 public:
  /// Before any thread is started, so that all inherit the mask.
  SignalWait() {
    sigemptyset(&set_);
    for (const int signal : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&set_, signal);
    pthread_sigmask(SIG_BLOCK, &set_, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN);  // a file that may not grow is a failed write, not the end
  }
  int wait() {
    int signal = 0;
    sigwait(&set_, &signal);
    return signal;
  }

 private:
  sigset_t set_{};
};

}  // namespace

int serve(const config::Effective& effective) {
  const config::Settings& settings = effective.settings;
  const std::optional<redis::LinkOptions> links = node_links(settings);
  SignalWait signals;
  allow_many_descriptors();
  start_log(settings);
  log::info("server.starting", {{"version", version()},
                                {"commit", commit()},
                                {"storage", is_shared(settings) ? "postgresql" : "sqlite"},
                                {"backplane", settings.redis.empty() ? "local" : "redis"},
                                {"shards", settings.shards},
                                {"connections", settings.connections}});

  // What the fair can do: all features, before anything runs.
  realtime::Registry registry;
  attach_features(registry, settings);
  if (const auto missing = registry.missing(); !missing.empty()) {
    throw std::logic_error(fmt::format("nobody serves {}", fmt::join(missing, ", ")));
  }

  // The store: truth, opened first and closed last.
  const DataFolder data{settings.data};
  std::filesystem::create_directories(data.root);
  std::optional<FolderLock> lock;
  if (!is_shared(settings)) lock.emplace(data.root);
  const auto database = open_store(settings, registry, StoreUser::server);

  // What the clock has done while nobody served, and where mails lead from now on.
  try {
    database->write([&](storage::Transaction& tx) {
      mail::keep_public_url(tx, public_url(settings));
      fair::advance_phase(tx, settings.smtp_url.empty());
    });
  } catch (const storage::StoreError& problem) {
    log::warn("server.clock_not_advanced",
              {{"reason", problem.what()}});  // a full disk: housekeeping tries again
  }

  // Mail leaves on its own thread; commands only fill the outbox.
  mail::Settings mail = mail_settings(settings);
  if (mail.from.empty()) {
    database->read([&](storage::Transaction& tx) {
      if (const auto fair = fair::read_fair(tx, false)) mail.from = fair->contact_email;
    });
  }
  mail::Worker mail_worker(*database, system_clock(), mail);
  registry.on_mail([&mail_worker] { mail_worker.wake(); });

  // Password hashing, apart from everything else.
  runtime::WorkerPool hashing({.name = "hash",
                               .threads = static_cast<std::uint32_t>(settings.hash_threads),
                               .queue_limit = static_cast<std::size_t>(settings.hash_queue),
                               .on_failure = log_failure()});

  // The session scheduler and what runs on it.
  runtime::Scheduler scheduler(
      {.shards = static_cast<std::uint32_t>(settings.shards), .on_failure = log_failure()});
  realtime::Realtime realtime(registry, *database, scheduler, hashing, system_clock(),
                              realtime_limits(settings));
  if (links) realtime.connect_nodes(*links);
  net::RealtimeGateway gateway(realtime);
  net::Server server(scheduler, gateway, net_options(settings, data, *database));
  registry.on_media([&server, &data] { server.set_media(media(data)); });
  scheduler.start();
  realtime.start();
  server.start();
  log::info("server.listening",
            {{"address", settings.listen}, {"port", server.port()}, {"tls", !settings.tls_cert.empty()}});
  greet(settings, *database, server.port());

  int signal = 0;
  while ((signal = signals.wait()) == SIGHUP) {
    server.reload_tls();
    server.set_media(media(data));
    log::info("server.reloaded");
  }

  // Drain: a second signal ends at once, since what was acknowledged is durable anyway.
  log::info("server.draining", {{"signal", signal}});
  std::thread([&signals] {
    signals.wait();
    std::_Exit(0);
  }).detach();
  server.announce_drain();
  std::this_thread::sleep_for(Milliseconds(settings.drain_notice_ms));
  server.drain();
  realtime.drain(Milliseconds(settings.drain_patience_ms), Milliseconds(settings.drain_spread_ms));
  mail_worker.stop();
  server.stop();
  scheduler.stop();
  hashing.stop();
  database->stop();
  log::info("server.stopped");
  log::stop();
  return 0;
}

}  // namespace stollen::app
