#include "server/core/sha256.hpp"

#include <openssl/evp.h>

#include <stdexcept>

#include "server/core/hex.hpp"

namespace stollen {

std::array<std::uint8_t, 32> sha256(std::string_view bytes) {
  // Looked up once: OpenSSL searches its providers, under a lock, for whoever only names the algorithm.
  static EVP_MD* const kind = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  std::array<std::uint8_t, 32> digest{};
  if (kind == nullptr || EVP_Digest(bytes.data(), bytes.size(), digest.data(), nullptr, kind, nullptr) != 1) {
    throw std::runtime_error("OpenSSL has no SHA-256");
  }
  return digest;
}

std::string sha256_hex(std::string_view bytes) {
  return to_hex(sha256(bytes));
}

}  // namespace stollen
