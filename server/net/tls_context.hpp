#pragma once

#include <openssl/types.h>

#include <memory>

#include "server/net/options.hpp"

namespace stollen::net {

/// Certificate, key and the rules of TLS here: 1.3, or 1.2 with ECDHE and an AEAD cipher; no renegotiation,
/// no compression. Immutable: a new certificate is a new context, and connections keep the one they began
/// with.
class TlsContext {
 public:
  /// Throws std::runtime_error that names the file and says what is wrong with it.
  static std::shared_ptr<const TlsContext> load(const TlsFiles& files);

  /// A new server side connection over the descriptor, which it does not own. Throws std::runtime_error.
  [[nodiscard]] ssl_st* connect(int descriptor) const;

 private:
  struct Free {
    void operator()(ssl_ctx_st* context) const;
  };
  explicit TlsContext(std::unique_ptr<ssl_ctx_st, Free> context) : context_(std::move(context)) {}

  std::unique_ptr<ssl_ctx_st, Free> context_;
};

}  // namespace stollen::net
