#include "server/features/account/account_tokens.hpp"

#include <array>
#include <new>
#include <stdexcept>

#include <sodium.h>

#include "server/features/account/account.hpp"
#include "server/features/account/account_rules.hpp"

namespace stollen::account {
namespace {

constexpr std::size_t kTokenBytes = 32;
constexpr unsigned long long kPasses = 2;

void ensure_sodium() {
  static const bool is_ready = sodium_init() >= 0;
  if (!is_ready) throw std::runtime_error("libsodium found no source of randomness");
}

}  // namespace

protocol::Secret new_token() {
  ensure_sodium();
  std::array<unsigned char, kTokenBytes> bytes{};
  randombytes_buf(bytes.data(), bytes.size());
  std::array<char, sodium_base64_ENCODED_LEN(kTokenBytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING)> text{};
  sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(),
                    sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  return protocol::Secret(std::string(text.data()));
}

std::string hash_password(const protocol::Secret& password, std::size_t memory_bytes) {
  ensure_sodium();
  const std::string text = normalise_password(password.reveal());
  std::array<char, crypto_pwhash_STRBYTES> hash{};
  const int failed = crypto_pwhash_str_alg(hash.data(), text.data(), text.size(), kPasses, memory_bytes,
                                           crypto_pwhash_ALG_ARGON2ID13);
  if (failed != 0) throw std::bad_alloc();
  return {hash.data()};
}

bool verify_password(const std::string& hash, const protocol::Secret& password) {
  ensure_sodium();
  const std::string text = normalise_password(password.reveal());
  return crypto_pwhash_str_verify(hash.c_str(), text.data(), text.size()) == 0;
}

}  // namespace stollen::account
