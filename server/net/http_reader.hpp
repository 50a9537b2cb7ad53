#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "server/net/http_request.hpp"

namespace stollen::net {

/// Reads one request after the other out of the bytes of a connection. Beast parses; what Beast lets
/// pass and two servers in a row might read differently (request smuggling) is refused before.
class HttpReader {
 public:
  struct Limits {
    std::size_t head_bytes = 16 * 1024;
    std::size_t body_bytes = 64 * 1024;
  };

  enum class Step {
    need_more,  ///< nothing can be said yet
    head,       ///< request() is known but for its body: decide, then call advance() again
    complete,   ///< request() with its body; next() begins the next request
    refused,    ///< refusal() says why; the rest of the connection has no meaning
  };

  struct Refusal {
    unsigned status = 400;
    std::string_view reason;
  };

  explicit HttpReader(Limits limits);
  ~HttpReader();

  /// Takes what it can use off the front of `bytes`.
  Step advance(std::string& bytes);
  void next();

  /// Between `head` and `complete`: the body may have so many octets, instead of as many as the limits say.
  void allow_body(std::size_t bytes);
  /// False: the head announces a larger one. One that comes in chunks announces nothing.
  [[nodiscard]] bool allows_announced_body() const;

  [[nodiscard]] HttpRequest& request() { return request_; }
  [[nodiscard]] const Refusal& refusal() const { return refusal_; }
  /// Whether a part of a request has been read.
  [[nodiscard]] bool is_under_way() const { return phase_ != Phase::head; }

 private:
  enum class Phase { head, body, done };
  struct Parser;

  Step read_head(std::string& bytes);
  Step read_body(std::string& bytes);
  Step take_head();
  Step refuse(unsigned status, std::string_view reason);

  const Limits limits_;
  Phase phase_ = Phase::head;
  std::size_t searched_ = 0;  // bytes in which the end of the head is known not to begin
  std::unique_ptr<Parser> parser_;
  std::size_t allowed_body_ = 0;
  HttpRequest request_;
  Refusal refusal_;
};

}  // namespace stollen::net
