#pragma once

#include <cstdint>
#include <functional>
#include <memory>

#include "server/net/connection_limits.hpp"
#include "server/net/descriptor.hpp"
#include "server/net/shard_context.hpp"
#include "server/runtime/shard_io.hpp"
#include "server/runtime/timer_wheel.hpp"

namespace stollen::net {

/// The listening socket, on one shard. Accepts, counts, places; whoever is accepted is handed to `deliver`.
class Listener {
 public:
  struct Accepted {
    Descriptor descriptor;
    Address peer;
    bool is_v6 = false;
    ConnectionLimits::Lease lease;
  };
  using Deliver = std::move_only_function<void(Accepted)>;

  /// Binds and listens; throws std::system_error that names the address.
  Listener(ShardContext& context, ConnectionLimits& limits, Deliver deliver);

  [[nodiscard]] std::uint16_t port() const { return port_; }

  // On the shard's thread.
  void start();
  void close();

 private:
  void open();
  void wait();
  void accept_some();
  bool accept_one();
  void take(Descriptor descriptor, const Address& peer, bool is_v6);
  void turn_away(Descriptor descriptor);
  void shed_waiting();
  bool shed_one();
  void pause();
  void resume();
  [[nodiscard]] bool is_descriptor_scarce(int lowest_free) const;

  ShardContext& context_;
  ConnectionLimits& limits_;
  Deliver deliver_;
  runtime::ShardAcceptor acceptor_;
  std::uint16_t port_ = 0;
  int pause_at_ = 0;
  Descriptor reserve_;  // given up for a moment when no other is left, to turn somebody away properly
  runtime::Timer resume_timer_;
};

}  // namespace stollen::net
