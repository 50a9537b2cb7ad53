#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>

#include "server/net/server.hpp"
#include "server/runtime/scheduler.hpp"
#include "tests/support/wire_client.hpp"

namespace stollen::tests {

/// Headers of a sound upgrade from the server's own page.
inline const std::string kUpgradeHeaders =
    "Origin: http://fair\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
    "Sec-WebSocket-Protocol: jobfair.1\r\n";

/// An outbox of few frames before a kernel that takes all that is sent in these tests.
void with_small_outbox(net::Options& options);

/// A frame of a flood: a KiB.
std::string flood_text(int number);

/// What stands below the network in these tests: sockets answer with what they get, and a few words have
/// effects (test_server.cpp says which); commands answer with what net made of the request.
class EchoGateway final : public net::Gateway {
 public:
  explicit EchoGateway(bool greets) : greets_(greets) {}
  void authenticate(runtime::Shard& shard, std::string_view token, Authenticated done) override;
  std::unique_ptr<realtime::Session> open_session(realtime::Peer& peer, runtime::Shard& shard,
                                                  realtime::Caller caller) override;
  void http_command(runtime::Shard& shard, realtime::Caller caller, std::string_view name,
                    std::string_view cid, std::string_view body, Answered done) override;
  /// One command takes more than others.
  [[nodiscard]] std::size_t body_bytes(std::string_view command) const override {
    return command == "slot.import_busy" ? 300'000 : 64 * 1024;
  }
  /// Pages stand below /page/.
  [[nodiscard]] bool has_page(std::string_view path) const override { return path.starts_with("/page/"); }
  void page(runtime::Shard& shard, const realtime::Caller& caller, std::string_view path,
            PageRead done) override;

 private:
  const bool greets_;
};

/// A server on a port of its own.
class TestServer {
 public:
  struct Shape {
    std::uint32_t shards = 2;
    bool greets = true;  ///< a socket's first frame is "hello" and the client's address
  };
  explicit TestServer(const std::function<void(net::Options&)>& change = [](net::Options&) {});
  TestServer(const std::function<void(net::Options&)>& change, Shape shape);
  ~TestServer();

  [[nodiscard]] std::uint16_t port() const { return server_->port(); }
  WireClient client() const { return WireClient(port()); }
  /// A socket that is open; the greeting is read.
  WireClient socket(int receive_buffer = 0) const;
  net::Server& server() { return *server_; }
  /// A figure of /metrics.
  [[nodiscard]] long figure(const std::string& name) const;

 private:
  runtime::Scheduler scheduler_;
  EchoGateway gateway_;
  std::unique_ptr<net::Server> server_;
};

}  // namespace stollen::tests
