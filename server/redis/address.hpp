#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "protocol/cpp/secret.hpp"

namespace stollen::redis {

/// Where a Redis server is, and as whom to speak to it.
struct Address {
  bool uses_tls = false;
  std::string socket_path;  ///< of a Unix socket; empty: host and port
  std::string host;
  std::string port = "6379";
  std::string user;  ///< empty: the default user
  protocol::Secret password;
};

/// `redis://[USER:PASSWORD@]HOST[:PORT][/DB]`, `rediss://…` for TLS, `redis+unix://[USER:PASSWORD@]/path`.
/// User and password may be percent-encoded. DB must be a number and is not used: channels belong to no
/// database. What is wrong is said without the address, which may hold a password.
std::expected<Address, std::string> parse_address(std::string_view text);

}  // namespace stollen::redis
