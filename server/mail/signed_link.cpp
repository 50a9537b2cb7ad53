#include "server/mail/signed_link.hpp"

#include <sodium.h>

#include <array>
#include <optional>
#include <stdexcept>

namespace stollen::mail {
namespace {

using storage::Transaction;

constexpr std::size_t kMacBytes = crypto_auth_hmacsha256_BYTES;
constexpr std::size_t kKeyBytes = crypto_auth_hmacsha256_KEYBYTES;
constexpr std::size_t kTimeBytes = 8;
constexpr std::size_t kLongestText = 255;
constexpr std::size_t kLongestToken = 1'024;
constexpr int kBase64Url = sodium_base64_VARIANT_URLSAFE_NO_PADDING;

using Key = std::array<unsigned char, kKeyBytes>;
using Mac = std::array<unsigned char, kMacBytes>;

const unsigned char* octets(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::string to_base64url(std::string_view bytes) {
  std::string text(sodium_base64_ENCODED_LEN(bytes.size(), kBase64Url), '\0');
  sodium_bin2base64(text.data(), text.size(), octets(bytes), bytes.size(), kBase64Url);
  text.pop_back();  // its terminating zero
  return text;
}

/// Only what to_base64url writes: any other spelling of the same bytes is refused.
std::optional<std::string> from_base64url(std::string_view text) {
  std::string bytes(text.size(), '\0');
  std::size_t size = 0;
  if (sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), text.data(),
                        text.size(), nullptr, &size, nullptr, kBase64Url) != 0) {
    return std::nullopt;
  }
  bytes.resize(size);
  return bytes;
}

std::optional<Key> find_key(Transaction& tx) {
  const auto stored = tx.one<std::string>("SELECT secret FROM link_secret WHERE id = 1");
  if (!stored) return std::nullopt;
  const auto bytes = from_base64url(*stored);
  if (!bytes || bytes->size() != kKeyBytes)
    throw std::runtime_error("the store's secret for links is damaged");
  Key key{};
  bytes->copy(reinterpret_cast<char*>(key.data()), key.size());
  return key;
}

Key ensure_key(Transaction& tx) {
  if (const auto key = find_key(tx)) return *key;
  if (sodium_init() < 0) throw std::runtime_error("libsodium found no source of randomness");
  std::string made(kKeyBytes, '\0');
  randombytes_buf(made.data(), made.size());
  // Of two nodes that make one, the first to commit wins.
  tx.run("INSERT INTO link_secret (id, secret) VALUES (1, $1) ON CONFLICT (id) DO NOTHING",
         to_base64url(made));
  return find_key(tx).value();
}

Mac mac_of(const Key& key, std::string_view payload) {
  Mac mac{};
  crypto_auth_hmacsha256(mac.data(), octets(payload), payload.size(), key.data());
  return mac;
}

void append_text(std::string& payload, std::string_view text) {
  if (text.empty() || text.size() > kLongestText)
    throw std::logic_error("a link's purpose and subject have 1 to 255 octets");
  payload.push_back(static_cast<char>(text.size()));  // lengths first, so that no two pairs look the same
  payload.append(text);
}

std::string payload_of(std::string_view purpose, std::string_view subject, protocol::Timestamp expires) {
  std::string payload;
  append_text(payload, purpose);
  append_text(payload, subject);
  for (std::size_t i = 0; i < kTimeBytes; ++i) {
    payload.push_back(static_cast<char>((expires.ms >> (8U * (kTimeBytes - 1 - i))) & 0xFF));
  }
  return payload;
}

/// Of a payload whose signature was found right.
struct Payload {
  std::string_view purpose;
  std::string_view subject;
  protocol::Timestamp expires;
};
Payload read_payload(std::string_view payload) {
  const auto text = [&payload] {
    const auto size = static_cast<std::size_t>(static_cast<unsigned char>(payload.at(0)));
    const std::string_view found = payload.substr(1, size);
    payload.remove_prefix(1 + size);
    return found;
  };
  Payload read;
  read.purpose = text();
  read.subject = text();
  for (const char byte : payload) read.expires.ms = read.expires.ms << 8U | static_cast<unsigned char>(byte);
  return read;
}

}  // namespace

std::string sign_link(Transaction& tx, std::string_view purpose, std::string_view subject,
                      protocol::Timestamp expires) {
  std::string token = payload_of(purpose, subject, expires);
  const Mac mac = mac_of(ensure_key(tx), token);
  token.append(reinterpret_cast<const char*>(mac.data()), mac.size());
  return to_base64url(token);
}

std::expected<std::string, LinkFault> open_link(Transaction& tx, std::string_view purpose,
                                                std::string_view token) {
  const auto not_ours = std::unexpected(LinkFault::not_ours);
  if (token.size() > kLongestToken) return not_ours;
  const auto key = find_key(tx);
  const auto bytes = from_base64url(token);
  if (!key || !bytes || bytes->size() <= kMacBytes) return not_ours;
  const std::string_view payload = std::string_view(*bytes).substr(0, bytes->size() - kMacBytes);
  const Mac mac = mac_of(*key, payload);
  // In constant time, and before anything of the payload is believed.
  if (sodium_memcmp(mac.data(), bytes->data() + payload.size(), mac.size()) != 0) return not_ours;
  const Payload read = read_payload(payload);
  if (read.purpose != purpose) return not_ours;
  if (read.expires <= tx.now()) return std::unexpected(LinkFault::expired);
  return std::string(read.subject);
}

}  // namespace stollen::mail
