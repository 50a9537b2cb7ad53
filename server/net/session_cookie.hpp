#pragma once

#include <string>
#include <string_view>

#include "server/storage/effects.hpp"

namespace stollen::net {

/// Over TLS the `__Host-` prefix makes browsers hold it to this very host; they refuse that prefix over plain
/// HTTP.
inline constexpr std::string_view kSecureCookieName = "__Host-stollen";
inline constexpr std::string_view kPlainCookieName = "stollen";

constexpr std::string_view session_cookie_name(bool is_secure) {
  return is_secure ? kSecureCookieName : kPlainCookieName;
}

/// The Set-Cookie line, with CRLF, that sets the token or takes it away.
std::string set_cookie_line(const storage::Effects::Cookie& cookie, bool is_secure);

}  // namespace stollen::net
