#include "loadtest/target.hpp"

#include <fmt/format.h>
#include <netdb.h>

#include <cstring>

namespace stollen::load {

std::expected<Target, std::string> parse_target(std::string_view url) {
  Target target;
  const std::string given(url);
  if (url.starts_with("https://")) {
    target.is_tls = true;
  } else if (!url.starts_with("http://")) {
    return std::unexpected(fmt::format("--url: \"{}\" must begin with http:// or https://", given));
  }
  url.remove_prefix(url.find("//") + 2);
  url = url.substr(0, url.find('/'));
  if (url.empty()) return std::unexpected(fmt::format("--url: \"{}\" names no host", given));
  target.origin = fmt::format("{}://{}", target.is_tls ? "https" : "http", url);
  const std::size_t colon = url.rfind(':');
  const bool has_port = colon != std::string_view::npos && url.find(']', colon) == std::string_view::npos;
  target.host = url.substr(0, has_port ? colon : url.size());
  target.port = has_port ? std::string(url.substr(colon + 1)) : (target.is_tls ? "443" : "80");
  if (target.host.starts_with('[') && target.host.ends_with(']')) {
    target.host = target.host.substr(1, target.host.size() - 2);
  }

  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (const int error = getaddrinfo(target.host.c_str(), target.port.c_str(), &hints, &found); error != 0) {
    return std::unexpected(fmt::format("--url: {}: {}", target.host, gai_strerror(error)));
  }
  const addrinfo* chosen = found;
  for (const addrinfo* each = found; each != nullptr; each = each->ai_next) {
    if (each->ai_family == AF_INET) {
      chosen = each;
      break;
    }
  }
  std::memcpy(&target.address, chosen->ai_addr, chosen->ai_addrlen);
  target.address_length = chosen->ai_addrlen;
  freeaddrinfo(found);
  return target;
}

}  // namespace stollen::load
