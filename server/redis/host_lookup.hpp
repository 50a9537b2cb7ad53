#pragma once

#include <functional>
#include <string>
#include <vector>

#include "server/runtime/shard_io.hpp"
#include "server/runtime/worker_pool.hpp"

namespace stollen::redis {

/// Names of hosts. A shard's loop takes no locks and so cannot ask for them, and asking blocks for as long
/// as a name server likes: it is done on a thread of its own.
class HostLookup {
 public:
  using Endpoint = boost::asio::ip::tcp::endpoint;
  /// Empty and `trouble`: there is no such host.
  using Done = std::move_only_function<void(std::vector<Endpoint> found, std::string trouble)>;

  /// `done` is called on `shard`, for a numeric address before this returns.
  void find(runtime::Shard& shard, const std::string& host, const std::string& port, Done done);
  /// Waits for what is under way. Before its shard is destroyed.
  void stop() { pool_.stop(); }

 private:
  runtime::WorkerPool pool_{{.name = "lookup", .threads = 1, .queue_limit = 8}};
};

}  // namespace stollen::redis
