#include "server/net/session_cookie.hpp"

namespace stollen::net {

std::string set_cookie_line(const storage::Effects::Cookie& cookie, bool is_secure) {
  const std::int64_t max_age = cookie.token ? cookie.max_age_seconds : 0;
  std::string line = "Set-Cookie: ";
  line.append(session_cookie_name(is_secure)).append("=");
  if (cookie.token) line.append(cookie.token->reveal());
  line.append("; Path=/; Max-Age=").append(std::to_string(max_age)).append("; HttpOnly; SameSite=Lax");
  if (is_secure) line.append("; Secure");
  return line.append("\r\n");
}

}  // namespace stollen::net
