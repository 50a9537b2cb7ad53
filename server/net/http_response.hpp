#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "protocol/cpp/error_code.hpp"

namespace stollen::net {

/// An answer before it is put on the wire. Length, date, connection and security headers are added
/// there, to every answer without exception.
struct Response {
  unsigned status = 200;
  std::string_view content_type;  ///< empty: none
  std::string headers;            ///< further lines, each ending in CRLF
  std::string body;
  std::string_view borrowed;  ///< instead of body: bytes that `owner` keeps alive
  std::shared_ptr<const void> owner;
  std::string_view content_security_policy;  ///< empty: that of the pages
  bool closes = false;                       ///< the connection ends after it
  bool is_endless = false;                   ///< no length is told: it lasts as long as the connection

  [[nodiscard]] std::string_view content() const {
    return borrowed.empty() ? std::string_view(body) : borrowed;
  }
};

struct HeadChoice {
  bool is_secure = false;  ///< HTTPS as the browser sees it
  bool keeps_alive = true;
};

/// Status line and all headers, with the empty line at the end.
std::string head_of(const Response& response, HeadChoice choice);

/// The security headers alone, each line ending in CRLF.
std::string security_headers(bool is_secure, std::string_view content_security_policy = {});
/// Calls `set(name, value)` for each of them: for the 101 that Beast writes.
template <class Set>
void for_each_security_header(bool is_secure, Set&& set);

/// An answer for people.
Response text_response(unsigned status, std::string_view text);
/// An answer for programs: {"error":{…}} as everywhere in the protocol.
Response error_response(unsigned status, const protocol::ErrorCode& code, std::string_view message,
                        std::string_view field = {});
Response method_not_allowed(std::string_view allowed);

struct SecurityHeader {
  std::string_view name;
  std::string_view value;
};
inline constexpr std::string_view kPageContentSecurityPolicy =
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'; require-trusted-types-for 'script'; "
    "trusted-types svelte-trusted-html";
inline constexpr std::string_view kImageContentSecurityPolicy =
    "sandbox; default-src 'none'; style-src 'unsafe-inline'";
inline constexpr SecurityHeader kSecurityHeaders[] = {
    {"X-Content-Type-Options", "nosniff"},
    {"Referrer-Policy", "same-origin"},
    {"Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
};
inline constexpr SecurityHeader kTransportSecurity{"Strict-Transport-Security",
                                                   "max-age=31536000; includeSubDomains"};

template <class Set>
void for_each_security_header(bool is_secure, Set&& set) {
  set("Content-Security-Policy", kPageContentSecurityPolicy);
  for (const auto& header : kSecurityHeaders) set(header.name, header.value);
  if (is_secure) set(kTransportSecurity.name, kTransportSecurity.value);
}

}  // namespace stollen::net
