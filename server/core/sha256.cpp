#include "server/core/sha256.hpp"

#include <openssl/evp.h>

#include <array>
#include <stdexcept>

namespace stollen {

std::string sha256_hex(std::string_view bytes) {
  // Looked up once: OpenSSL searches its providers, under a lock, for whoever only names the algorithm.
  static EVP_MD* const kind = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  std::array<unsigned char, 32> digest{};
  if (kind == nullptr || EVP_Digest(bytes.data(), bytes.size(), digest.data(), nullptr, kind, nullptr) != 1) {
    throw std::runtime_error("OpenSSL has no SHA-256");
  }
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string hex;
  hex.reserve(2 * digest.size());
  for (const unsigned char byte : digest) {
    hex.push_back(kDigits[byte >> 4U]);
    hex.push_back(kDigits[byte & 15U]);
  }
  return hex;
}

}  // namespace stollen
