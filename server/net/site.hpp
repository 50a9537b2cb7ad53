#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "server/net/address.hpp"
#include "server/net/http_request.hpp"
#include "server/net/options.hpp"
#include "server/net/origin.hpp"

namespace stollen::net {

/// Who is at the other end, through trusted proxies.
struct Client {
  Address address;
  bool is_proxied = false;
  bool is_secure = false;  ///< HTTPS as the browser sees it
};

/// The options, read and checked. Immutable, shared by all shards.
class Site {
 public:
  /// Throws std::invalid_argument that names the option.
  explicit Site(Options options);

  [[nodiscard]] Client identify(const HttpRequest& request, const Address& peer, bool is_tls) const;
  [[nodiscard]] bool is_proxy(const Address& peer) const { return contains(proxies_, peer); }
  [[nodiscard]] bool has_proxies() const { return !proxies_.empty(); }
  /// What rates of callers without log-in are counted by; empty for loopback while no proxy is trusted.
  [[nodiscard]] std::string rate_key(const Address& client) const;
  [[nodiscard]] bool takes_host(std::string_view host) const;
  [[nodiscard]] bool takes_origin(const HttpRequest& request, const Client& client) const;
  [[nodiscard]] bool shows_metrics_to(const Client& client) const;

  [[nodiscard]] const Options& options() const { return options_; }
  [[nodiscard]] const Limits& limits() const { return options_.limits; }

 private:
  const Options options_;
  const OriginPolicy origins_;
  const std::vector<AddressBlock> proxies_;
  const std::vector<AddressBlock> metrics_;
};

/// Short text for a person's list of log-ins, such as "Firefox, Windows"; made from User-Agent.
std::string device_of(std::string_view user_agent);

}  // namespace stollen::net
