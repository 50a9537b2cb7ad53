#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace stollen::net {

/// One request as its head says it, with the body once that has been read.
struct HttpRequest {
  struct Header {
    std::string name;
    std::string value;
  };

  std::string method;
  std::string path;   ///< without query, as sent (not decoded); begins with '/'
  std::string query;  ///< without '?'
  std::string host;   ///< Host header, or the authority of an absolute target
  unsigned version = 11;
  bool keeps_alive = true;
  bool has_body = false;
  std::vector<Header> headers;
  std::string body;

  /// The first header of that name, compared without case; empty when there is none.
  [[nodiscard]] std::string_view header(std::string_view name) const;
  [[nodiscard]] bool has_header(std::string_view name) const;
  [[nodiscard]] std::size_t count_headers(std::string_view name) const;
  /// Whether a comma-separated header contains the token, compared without case.
  [[nodiscard]] bool has_token(std::string_view name, std::string_view token) const;
  [[nodiscard]] bool is_read() const { return method == "GET" || method == "HEAD"; }
  /// Value of a cookie; empty when it was not sent.
  [[nodiscard]] std::string_view cookie(std::string_view name) const;
};

bool equals_without_case(std::string_view a, std::string_view b);
std::string_view trimmed(std::string_view text);

}  // namespace stollen::net
