#pragma once

#include <netinet/in.h>
#include <sys/socket.h>

#include <expected>
#include <string>
#include <string_view>

namespace stollen::load {

/// The server under load, from a URL such as `http://localhost:8080` or `https://messe.example.org`.
struct Target {
  std::string host;
  std::string port;
  std::string origin;  ///< scheme://host[:port] as a browser would send it
  bool is_tls = false;
  bool verifies_certificate = true;
  sockaddr_storage address{};
  socklen_t address_length = 0;
};

/// Splits the URL and resolves the host (IPv4 first, since servers on a laptop listen there).
std::expected<Target, std::string> parse_target(std::string_view url);

}  // namespace stollen::load
