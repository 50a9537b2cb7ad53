#pragma once

#include <openssl/types.h>

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace stollen::tests {

struct HttpResponse {
  int status = 0;
  std::multimap<std::string, std::string> headers;  ///< names in lower case
  std::string body;
  [[nodiscard]] std::string header(const std::string& name) const;
  [[nodiscard]] std::size_t count(const std::string& name) const { return headers.count(name); }
};

struct WebsocketFrame {
  int opcode = 0;
  bool is_final = false;
  bool is_masked = false;
  std::string payload;
  /// Of a close frame; 1005 when it carries none.
  [[nodiscard]] int close_code() const;
};

/// A client that does exactly what the test says, right or wrong. Blocking; every wait ends after ten seconds
/// with an exception, so that a silent server fails a test instead of hanging it.
class WireClient {
 public:
  explicit WireClient(std::uint16_t port, int receive_buffer = 0);
  ~WireClient();
  WireClient(WireClient&& other) noexcept;
  WireClient& operator=(WireClient&& other) noexcept;

  /// TLS from here on; false: the handshake failed. The context is the caller's.
  bool start_tls(ssl_ctx_st* context);
  [[nodiscard]] ssl_st* tls() const { return ssl_; }

  void send(std::string_view bytes);
  /// Like send(), but a connection that is closed meanwhile is no failure. False then.
  bool try_send(std::string_view bytes);
  /// Next response; `has_body` false for answers to HEAD.
  HttpResponse response(bool has_body = true);
  HttpResponse get(std::string_view path, std::string_view headers = {});
  /// Whatever else comes until the server closes. Nothing: it has not closed within ten seconds.
  std::optional<std::string> rest();

  /// Upgrades with the given further headers; the response as it came.
  HttpResponse upgrade(std::string_view headers);
  void send_frame(int opcode, std::string_view payload, bool is_final = true, bool is_masked = true,
                  int reserved = 0);
  void send_text(std::string_view payload) { send_frame(1, payload); }
  WebsocketFrame frame();
  /// Skips other frames; the close code that the server sent.
  int closed_with();

 private:
  bool fill();  // false: the server closed
  std::string take(std::size_t count);

  int descriptor_ = -1;
  ssl_st* ssl_ = nullptr;
  std::string buffer_;
};

/// One frame of a client.
std::string client_frame(int opcode, std::string_view payload, bool is_final = true, bool is_masked = true,
                         int reserved = 0);

}  // namespace stollen::tests
