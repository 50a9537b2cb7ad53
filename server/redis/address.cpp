#include "server/redis/address.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>

#include "server/core/percent.hpp"

namespace stollen::redis {
namespace {

bool is_number(std::string_view text, std::uint32_t most) {
  std::uint32_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size() && value <= most;
}

/// `HOST`, `HOST:PORT`, `[IPv6]:PORT`.
std::expected<void, std::string> take_host(Address& address, std::string_view text) {
  std::string_view port;
  bool has_port = false;
  if (text.starts_with('[')) {
    const auto end = text.find(']');
    if (end == std::string_view::npos) return std::unexpected("\"]\" is missing behind the host");
    address.host = text.substr(1, end - 1);
    const std::string_view rest = text.substr(end + 1);
    if (!rest.empty() && rest.front() != ':') return std::unexpected("only \":PORT\" may stand behind \"]\"");
    has_port = !rest.empty();
    if (has_port) port = rest.substr(1);
  } else {
    const auto colon = text.find(':');
    address.host = text.substr(0, colon);
    has_port = colon != std::string_view::npos;
    if (has_port) port = text.substr(colon + 1);
  }
  if (address.host.empty()) return std::unexpected("the host is missing");
  if (!has_port) return {};
  if (port == "0" || !is_number(port, 65'535))
    return std::unexpected("the port must be a number from 1 to 65535");
  address.port = port;
  return {};
}

std::expected<void, std::string> take_user(Address& address, std::string_view text) {
  const auto colon = text.find(':');
  if (colon == std::string_view::npos) return std::unexpected("USER:PASSWORD must stand before \"@\"");
  const auto user = percent_decoded(text.substr(0, colon));
  const auto password = percent_decoded(text.substr(colon + 1));
  if (!user || !password) return std::unexpected("\"%\" in user or password needs two hex digits behind it");
  if (password->empty()) return std::unexpected("the password is missing");
  address.user = *user;
  address.password = protocol::Secret(*password);
  return {};
}

}  // namespace

std::expected<Address, std::string> parse_address(std::string_view text) {
  Address address;
  const auto scheme_end = text.find("://");
  const std::string_view scheme = text.substr(0, scheme_end);
  const bool is_local = scheme == "redis+unix";
  if (scheme_end == std::string_view::npos || (scheme != "redis" && scheme != "rediss" && !is_local))
    return std::unexpected("must begin with redis://, rediss:// or redis+unix://");
  address.uses_tls = scheme == "rediss";
  text.remove_prefix(scheme_end + 3);

  const auto slash = std::min(text.find('/'), text.size());
  std::string_view authority = text.substr(0, slash);
  const std::string_view path = text.substr(slash);
  if (const auto at = authority.rfind('@'); at != std::string_view::npos) {
    if (auto taken = take_user(address, authority.substr(0, at)); !taken)
      return std::unexpected(taken.error());
    authority.remove_prefix(at + 1);
  }
  if (is_local) {
    if (!authority.empty() || path.size() < 2)
      return std::unexpected("the socket's whole path must follow, as in redis+unix:///run/redis/redis.sock");
    constexpr std::size_t kLongestPath = 107;  // sockaddr_un
    if (path.size() > kLongestPath) return std::unexpected("the socket's path has more than 107 octets");
    address.socket_path = path;
    return address;
  }
  if (auto taken = take_host(address, authority); !taken) return std::unexpected(taken.error());
  if (path.size() > 1 && !is_number(path.substr(1), 1'000'000))
    return std::unexpected("behind the host only \"/\" and the number of a database may follow");
  return address;
}

}  // namespace stollen::redis
