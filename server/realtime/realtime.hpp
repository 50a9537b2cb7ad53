#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "server/core/result.hpp"
#include "server/realtime/caller.hpp"
#include "server/realtime/peer.hpp"
#include "server/redis/link.hpp"
#include "server/storage/effects.hpp"

namespace stollen::runtime {
class Scheduler;
class Shard;
class WorkerPool;
}  // namespace stollen::runtime
namespace stollen::storage {
class Database;
}
namespace stollen {
class Clock;
}

namespace stollen::realtime {

class Registry;
class Session;

/// Limits of the real-time side; app fills it from the settings table.
struct RealtimeLimits {
  std::chrono::milliseconds heartbeat{20'000};
  std::chrono::milliseconds silence{45'000};        ///< no frame from the client: closed 4009
  std::chrono::milliseconds absence_grace{20'000};  ///< after the last socket closed, before on_absence
  double commands_per_second = 5;
  double commands_burst = 20;
  std::size_t max_frame_bytes = 65'536;
  /// Of the few commands that carry files, over HTTP: 262,144 characters of any script fit.
  std::size_t max_large_body_bytes = 1'280 * std::size_t{1'024};
  std::size_t streams_per_session = 64;
  std::size_t replay_events = 500;
  std::size_t replay_bytes = 256 * 1024;  ///< of one stream; who missed more gets a snapshot
  std::size_t sessions_per_person = 10;
  std::size_t running_commands = 16;  ///< of one session; those beyond wait in the socket, or are refused
  /// How often commits of other processes are looked for: by itself, while other nodes tell of theirs, and
  /// while they cannot.
  std::chrono::milliseconds store_watch{1'000};
  std::chrono::milliseconds store_watch_with_bell{1'500};
  std::chrono::milliseconds store_watch_without_bell{250};
  std::chrono::milliseconds node_beat{3'000};    ///< how often a node tells the others that it lives
  std::chrono::milliseconds node_lease{10'000};  ///< silent for so long it is taken for dead; some beats
  std::string version = "dev";                   ///< told to clients in session.hello
};

/// Answer of the HTTP twin.
struct HttpAnswer {
  int status = 200;
  std::string body;  ///< {"ok":…} or {"error":…}
  std::optional<storage::Effects::Cookie> cookie;
  std::optional<std::chrono::milliseconds> retry_after;
};

/// Answer to a page's address.
struct PageAnswer {
  int status = 200;               ///< 404: nothing there; 429; 503: the store could not answer
  std::string_view content_type;  ///< constant text
  std::string body;
  std::optional<std::chrono::milliseconds> retry_after;
};

/// Router, hub, resume and presence of one node. Owns no socket and no thread.
class Realtime {
 public:
  Realtime(const Registry& registry, storage::Database& database, runtime::Scheduler& scheduler,
           runtime::WorkerPool& pool, const Clock& clock, RealtimeLimits limits);
  ~Realtime();

  /// Other nodes on the store are told of what happens here, and heard. Before start().
  void connect_nodes(redis::LinkOptions options);

  /// Starts leases for people that the store believes present, housekeeping and heartbeats.
  void start();
  /// Refuses new commands with session.draining, waits for running ones at most `patience`, then closes
  /// every session with 4001 and a retry_after spread over `spread`, and leaves the people to other nodes.
  void drain(std::chrono::milliseconds patience, std::chrono::milliseconds spread);

  /// Resolves a cookie's token; `done` is called on `shard`. An empty caller: not logged in.
  /// `failed` true: the store could not answer (503), which is not "not logged in".
  void authenticate(runtime::Shard& shard, std::string_view cookie_token,
                    std::move_only_function<void(std::optional<Caller>, bool failed)> done);

  /// A new WebSocket of this caller, on the current shard. Sends hello. The session must be destroyed
  /// on the same shard when the socket is gone. `token` lets the session be found when it is ended.
  std::unique_ptr<Session> open_session(Peer& peer, runtime::Shard& shard, Caller caller);

  /// One command over HTTP; `done` is called on `shard`. `name` is the path's last part, `cid` may be empty.
  void http_command(runtime::Shard& shard, Caller caller, std::string_view name, std::string_view cid,
                    std::string_view body, std::move_only_function<void(HttpAnswer)> done);

  /// How large a command's body may be over HTTP. Any thread.
  [[nodiscard]] std::size_t body_bytes(std::string_view command) const;

  /// Whether a feature answers at the path. Any thread.
  [[nodiscard]] bool has_page(std::string_view path) const;
  /// Reads what stands there; `done` is called on `shard`. `caller` is counted like one without log-in.
  void page(runtime::Shard& shard, const Caller& caller, std::string_view path,
            std::move_only_function<void(PageAnswer)> done);

  /// For effects of units that this process ran outside a command. Those of other processes are noticed.
  void apply(storage::Effects&& effects);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// Realtime's half of a connection: its caller, its streams, its budget. Shard-bound.
class Session {
 public:
  virtual ~Session() = default;
  /// One complete text message from the client. The view is valid during the call only.
  virtual void receive(std::string_view text) = 0;
  /// A pong or any other sign of life.
  virtual void saw_life() = 0;
  /// True while too many commands of this session are running: net stops reading until it is false
  /// again (`on_readable` is called then), but not for long. What it reads meanwhile is answered "busy".
  [[nodiscard]] virtual bool is_saturated() const = 0;
  virtual void on_readable(std::move_only_function<void()> resume_reading) = 0;
};

}  // namespace stollen::realtime
