#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace stollen::net {

/// `scheme://host[:port]` of an http(s) URL in the form in which browsers send it: lower case, no
/// default port, no path. Nothing when the text is no such URL.
std::optional<std::string> origin_of(std::string_view url);

/// Which pages may open the socket and send commands.
class OriginPolicy {
 public:
  /// With an empty `public_url` the fair has no fixed name (local use): the page's own origin is
  /// accepted, made from the Host header. Throws std::invalid_argument, naming the setting.
  OriginPolicy(std::string_view public_url, const std::vector<std::string>& allowed_origins);

  /// Exact comparison with scheme, host and port; "null" and an empty text never match.
  [[nodiscard]] bool admits(std::string_view origin, std::string_view host, bool is_secure) const;

 private:
  std::vector<std::string> allowed_;
  bool takes_own_host_ = false;
};

}  // namespace stollen::net
