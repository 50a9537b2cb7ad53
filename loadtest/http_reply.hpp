#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace stollen::load {

/// An HTTP/1.1 answer with Content-Length, or 101.
struct HttpReply {
  int status = 0;
  std::string_view head;  ///< with the last line's end
  std::string_view body;
  std::size_t size = 0;  ///< of all of it

  /// Value of a header, found without regard to case; empty when it is absent. `name` in lower case.
  [[nodiscard]] std::string_view header(std::string_view name) const;
};

/// The answer that `bytes` begins with; nothing while it is incomplete.
std::optional<HttpReply> parse_http_reply(std::string_view bytes);

}  // namespace stollen::load
