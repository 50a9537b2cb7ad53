#pragma once

#include <openssl/types.h>

#include <memory>
#include <string>

#include "server/net/tls_context.hpp"
#include "server/net/transport.hpp"

namespace stollen::net {

/// TLS straight on OpenSSL, on the same readiness as plain: OpenSSL reads and writes the descriptor itself,
/// so that no byte is copied through buffers of Asio.
class TlsTransport final : public Transport {
 public:
  TlsTransport(runtime::ShardSocket socket, const TlsContext& context);
  ~TlsTransport() override;

  IoResult try_handshake() noexcept override;
  IoResult try_read(std::span<char> into) noexcept override;
  IoResult try_write(std::span<const iovec> parts) noexcept override;
  [[nodiscard]] bool has_buffered_input() const noexcept override;
  [[nodiscard]] bool has_unsent() const noexcept override { return !staged_.empty(); }
  void shut_output() noexcept override;

 private:
  IoResult result_of(int code, std::size_t bytes) noexcept;
  IoResult write_once(const char* bytes, std::size_t size) noexcept;

  struct Free {
    void operator()(ssl_st* ssl) const;
  };
  std::unique_ptr<ssl_st, Free> ssl_;
  // A record that OpenSSL has begun to send: it is encrypted, so it must be sent, whatever becomes of the
  // queue above.
  std::string staged_;
  bool is_broken_ = false;  // after a fatal error no close_notify may follow
};

}  // namespace stollen::net
