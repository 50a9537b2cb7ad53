#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "server/net/static_files.hpp"

namespace stollen::net {

/// Every bound of the network side. The defaults are the product's; tests make them small.
struct Limits {
  using Milliseconds = std::chrono::milliseconds;

  // Connections.
  std::uint32_t connections = 18'000;  ///< in all
  std::uint32_t per_address = 400;     ///< connections of one address (IPv6: of one /64)
  std::uint32_t pending = 2'000;       ///< connections that are no accepted socket (yet)
  std::uint32_t anonymous = 10'000;    ///< sockets without log-in
  std::uint32_t descriptors = 0;       ///< 0: what the process may open (RLIMIT_NOFILE)
  int backlog = 4'096;

  // HTTP.
  std::size_t head_bytes = 16 * 1024;
  std::size_t body_bytes = 64 * 1024;
  Milliseconds handshake{10'000};  ///< TLS, in total
  Milliseconds head{10'000};       ///< from the first byte (or the connection) to the head's end
  Milliseconds body{30'000};       ///< in total
  Milliseconds idle{60'000};       ///< between two requests
  Milliseconds answer{30'000};     ///< until realtime has answered a command
  Milliseconds linger{2'000};      ///< for the peer to take our last bytes and close

  // Sockets.
  std::size_t message_bytes = 64 * 1024;
  std::uint32_t frames_per_message = 64;
  double control_frames_per_second = 10;
  std::uint32_t control_frames_burst = 20;
  std::size_t outbox_bytes = 256 * 1024;
  std::size_t outbox_frames = 256;
  Milliseconds input_wait{250};      ///< how long input may wait for commands that run, until it is refused
  Milliseconds write_stall{10'000};  ///< no progress with pending output: reset
  Milliseconds ping_after{15'000};   ///< without inbound traffic
  Milliseconds pong_within{10'000};  ///< after the ping: dropped
  Milliseconds tcp_user_timeout{20'000};
  int send_buffer_bytes = 0;  ///< SO_SNDBUF; 0: the kernel decides
};

struct TlsFiles {
  std::string certificate;  ///< PEM, the chain with the server's own first
  std::string key;          ///< PEM
};

struct Options {
  std::string address = "127.0.0.1";  ///< to listen on; "::" takes IPv4 too
  std::uint16_t port = 8080;          ///< 0: any
  std::optional<TlsFiles> tls;        ///< absent: plain
  std::string public_url;             ///< origin under which people reach the fair; empty: local use
  std::vector<std::string> allowed_origins;
  std::vector<std::string> hosts;            ///< accepted Host headers; empty: all
  std::vector<std::string> trusted_proxies;  ///< addresses or blocks whose X-Forwarded-* is believed
  std::vector<std::string> metrics_addresses{"127.0.0.0/8", "::1"};  ///< who may read /metrics
  Limits limits;

  std::shared_ptr<const StaticFiles> pages;  ///< the built client
  std::shared_ptr<const StaticFiles>
      media;  ///< imported media, answered below /media/; paths like "/logo-17.svg"

  /// Why this node should get no new visitors ("store refuses writes"), or empty. Any shard's thread.
  std::function<std::string()> not_ready;
};

}  // namespace stollen::net
