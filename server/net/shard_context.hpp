#pragma once

#include <functional>
#include <memory>
#include <string>

#include "server/net/address.hpp"
#include "server/net/connection_limits.hpp"
#include "server/net/counters.hpp"
#include "server/net/gateway.hpp"
#include "server/net/site.hpp"
#include "server/net/tls_context.hpp"
#include "server/net/transport.hpp"
#include "server/runtime/placement.hpp"
#include "server/runtime/run_list.hpp"
#include "server/runtime/shard.hpp"

namespace stollen::net {

/// An accepted connection, with everything that is given back when it ends.
struct Connection {
  std::unique_ptr<Transport> transport;
  /// Of a socket, an event stream, or what may become one: given back with the first answer, since what
  /// serves pages goes on serving pages, and a browser's sockets would else all land beside its page
  /// connections.
  runtime::Placement::Reservation place;
  ConnectionLimits::Lease lease;
  Address peer;
  bool is_tls = false;
};

/// Whoever speaks over a connection now. Of one shard; keeps itself alive until end().
class Endpoint : public runtime::ListHook<Endpoint>, public std::enable_shared_from_this<Endpoint> {
 public:
  virtual ~Endpoint() = default;
  /// At once and without farewell. Idempotent.
  virtual void end() noexcept = 0;
};

/// What the connections of one shard share; touched by its thread alone, but for the counters.
struct ShardContext {
  ShardContext(runtime::Shard& the_shard, runtime::Placement& the_places, const Site& the_site,
               Gateway& the_gateway)
      : shard(the_shard), places(the_places), site(the_site), gateway(the_gateway) {}

  runtime::Shard& shard;
  runtime::Placement& places;
  const Site& site;
  Gateway& gateway;
  Counters counters;
  std::shared_ptr<const TlsContext> tls;  ///< null: plain
  std::shared_ptr<const StaticFiles> media;
  std::function<void(std::string&)> append_metrics;  ///< net's own figures, of all shards
  std::uint32_t large_bodies = 0;                    ///< that are being read or answered
  bool is_draining = false;
  bool is_stopped = false;
  runtime::RunList<Endpoint> endpoints;
};

}  // namespace stollen::net
