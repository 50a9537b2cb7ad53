#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "server/net/gateway.hpp"
#include "server/net/options.hpp"

namespace stollen::runtime {
class Scheduler;
}

namespace stollen::net {

/// The network side of one node: one port for pages, commands and sockets. All functions are called by one
/// thread that is no shard's; those that wait need the scheduler to be running.
class Server {
 public:
  /// Reads and checks the options. Throws std::invalid_argument that names the option. Scheduler and gateway
  /// must outlive the server.
  Server(runtime::Scheduler& scheduler, Gateway& gateway, Options options);
  /// Stops.
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  /// Loads the certificate, listens and accepts. Throws std::runtime_error (std::system_error) that names
  /// file or address.
  void start();
  /// The port that is listened on.
  [[nodiscard]] std::uint16_t port() const;

  /// Reads certificate and key anew; connections that exist go on with the old ones. Throws
  /// std::runtime_error, and then nothing has changed.
  void reload_tls();
  /// Replaces the table of imported media. Any thread, but a shard's too.
  void set_media(std::shared_ptr<const StaticFiles> media);

  /// From now on /readyz says 503 and upgrades are refused, while the port stays open, so that a load
  /// balancer notices before anybody meets a closed one. Waits until every shard knows.
  void announce_drain();
  /// Likewise, and closes the port. Connections go on.
  void drain();
  /// Ends every connection without farewell and waits until nothing of them is left. Idempotent.
  void stop();

  /// Connections and sockets that are open now.
  [[nodiscard]] std::uint32_t open_connections() const;
  [[nodiscard]] std::uint32_t open_sockets() const;
  /// Net's figures in Prometheus' text format; /metrics has them too. Any thread.
  void append_metrics(std::string& out) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace stollen::net
