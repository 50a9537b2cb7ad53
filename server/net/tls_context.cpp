#include "server/net/tls_context.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <array>
#include <stdexcept>
#include <string>

namespace stollen::net {

namespace {

// TLS 1.2: forward secrecy and an AEAD; ChaCha20 last, since it is not in the BSI's list.
constexpr const char* kCiphers12 =
    "ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:"
    "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:"
    "ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305";
constexpr const char* kCiphers13 =
    "TLS_AES_256_GCM_SHA384:TLS_AES_128_GCM_SHA256:TLS_CHACHA20_POLY1305_SHA256";
constexpr const char* kGroups = "X25519:P-256:P-384";

[[noreturn]] void fail(const std::string& what) {
  std::array<char, 256> text{};
  const unsigned long code = ERR_get_error();
  ERR_error_string_n(code, text.data(), text.size());
  ERR_clear_error();
  throw std::runtime_error(what + ": " + text.data());
}

// HTTP/1.1 is all that is spoken; a client that insists on something else is told so in the handshake.
int choose_protocol(SSL* /*ssl*/, const unsigned char** out, unsigned char* out_size, const unsigned char* in,
                    unsigned in_size, void* /*unused*/) {
  static constexpr std::array<unsigned char, 9> kHttp11{8, 'h', 't', 't', 'p', '/', '1', '.', '1'};
  unsigned char* chosen = nullptr;
  const int result = SSL_select_next_proto(&chosen, out_size, kHttp11.data(), kHttp11.size(), in, in_size);
  if (result != OPENSSL_NPN_NEGOTIATED) return SSL_TLSEXT_ERR_ALERT_FATAL;
  *out = chosen;
  return SSL_TLSEXT_ERR_OK;
}

void set_rules(SSL_CTX* context) {
  SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
  SSL_CTX_set_options(context, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION |
                                   SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_IGNORE_UNEXPECTED_EOF);
  SSL_CTX_clear_options(context, SSL_OP_LEGACY_SERVER_CONNECT | SSL_OP_ALLOW_UNSAFE_LEGACY_RENEGOTIATION);
  // Moving: a retried write comes from another buffer; releasing: an idle connection keeps no 34 KiB of
  // buffers.
  SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                                SSL_MODE_RELEASE_BUFFERS);
  // Tickets only: they need no memory here.
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_alpn_select_cb(context, choose_protocol, nullptr);
  if (SSL_CTX_set_cipher_list(context, kCiphers12) != 1 ||
      SSL_CTX_set_ciphersuites(context, kCiphers13) != 1 || SSL_CTX_set1_groups_list(context, kGroups) != 1) {
    fail("OpenSSL does not know the ciphers that are asked for");
  }
}

}  // namespace

void TlsContext::Free::operator()(ssl_ctx_st* context) const {
  SSL_CTX_free(context);
}

std::shared_ptr<const TlsContext> TlsContext::load(const TlsFiles& files) {
  std::unique_ptr<ssl_ctx_st, Free> context(SSL_CTX_new(TLS_server_method()));
  if (context == nullptr) fail("OpenSSL cannot make a context");
  set_rules(context.get());
  if (SSL_CTX_use_certificate_chain_file(context.get(), files.certificate.c_str()) != 1) {
    fail("TLS certificate " + files.certificate);
  }
  if (SSL_CTX_use_PrivateKey_file(context.get(), files.key.c_str(), SSL_FILETYPE_PEM) != 1) {
    fail("TLS key " + files.key);
  }
  if (SSL_CTX_check_private_key(context.get()) != 1) {
    fail("TLS key " + files.key + " does not belong to certificate " + files.certificate);
  }
  return std::shared_ptr<const TlsContext>(new TlsContext(std::move(context)));
}

ssl_st* TlsContext::connect(int descriptor) const {
  SSL* const ssl = SSL_new(context_.get());
  if (ssl == nullptr || SSL_set_fd(ssl, descriptor) != 1) {
    SSL_free(ssl);
    fail("OpenSSL cannot make a connection");
  }
  SSL_set_accept_state(ssl);
  return ssl;
}

}  // namespace stollen::net
