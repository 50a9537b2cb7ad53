#include "server/realtime/node_message.hpp"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include <array>
#include <cassert>
#include <concepts>
#include <stdexcept>

namespace stollen::realtime {
namespace {

constexpr std::uint8_t kVersion = 1;
constexpr unsigned kByteBits = 8;

template <std::unsigned_integral T>
void put(std::string& out, T value) {
  for (std::size_t i = sizeof(T); i-- > 0;) out.push_back(static_cast<char>(value >> (i * kByteBits)));
}

/// Takes from the front; the caller has made sure that there is enough.
template <std::unsigned_integral T>
T take(std::string_view& bytes) {
  T value = 0;
  for (std::size_t i = 0; i < sizeof(T); ++i)
    value =
        static_cast<T>(static_cast<std::uint64_t>(value) << kByteBits) | static_cast<unsigned char>(bytes[i]);
  bytes.remove_prefix(sizeof(T));
  return value;
}

std::string_view take_text(std::string_view& bytes, std::size_t size) {
  const std::string_view text = bytes.substr(0, size);
  bytes.remove_prefix(size);
  return text;
}

/// What a node never writes.
bool is_odd(const NodeMessage& message) {
  using Kind = NodeMessage::Kind;
  const bool has_text = !message.text.empty();
  switch (message.kind) {
    case Kind::event:
      return message.n < 1 || message.stream.empty() || has_text == (message.flags == NodeMessage::no_text) ||
             (message.flags & ~NodeMessage::no_text) != 0;
    case Kind::hint: return message.n != 0 || message.stream.empty() || !has_text || message.flags != 0;
    case Kind::bell:
      return message.n != 0 || !message.stream.empty() || has_text || message.flags == 0 ||
             message.flags >= NodeMessage::no_text;
  }
  return true;
}

}  // namespace

std::expected<NodeMessage, MessageFault> parse_node_message(std::string_view bytes) {
  if (bytes.size() > NodeMessage::kMostBytes) return std::unexpected(MessageFault::oversized);
  if (bytes.size() < NodeMessage::kHeader + NodeMessage::kTag)
    return std::unexpected(MessageFault::malformed);
  std::string_view rest = bytes.substr(0, bytes.size() - NodeMessage::kTag);
  const auto version = take<std::uint8_t>(rest);
  NodeMessage message;
  message.kind = static_cast<NodeMessage::Kind>(take<std::uint8_t>(rest));
  message.flags = take<std::uint8_t>(rest);
  const std::size_t origin = take<std::uint8_t>(rest);
  const std::size_t epoch = take<std::uint8_t>(rest);
  const std::size_t stream = take<std::uint16_t>(rest);
  const std::size_t text = take<std::uint32_t>(rest);
  message.sequence = take<std::uint64_t>(rest);
  message.n = static_cast<std::int64_t>(take<std::uint64_t>(rest));
  if (version != kVersion || rest.size() != origin + epoch + stream + text)
    return std::unexpected(MessageFault::malformed);
  if (stream > NodeMessage::kMostName || text > NodeMessage::kMostText)
    return std::unexpected(MessageFault::oversized);
  message.origin = take_text(rest, origin);
  message.epoch = take_text(rest, epoch);
  message.stream = take_text(rest, stream);
  message.text = take_text(rest, text);
  if (is_odd(message)) return std::unexpected(MessageFault::malformed);
  return message;
}

void MessageSeal::Free::operator()(evp_mac_ctx_st* context) const {
  EVP_MAC_CTX_free(context);
}

MessageSeal::MessageSeal(const storage::NodeKey& key) {
  const std::unique_ptr<EVP_MAC, void (*)(EVP_MAC*)> mac(EVP_MAC_fetch(nullptr, "HMAC", nullptr),
                                                         &EVP_MAC_free);
  std::array<char, 7> digest{"SHA256"};
  const std::array<OSSL_PARAM, 2> parameters{
      OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest.data(), 0), OSSL_PARAM_construct_end()};
  if (mac != nullptr) context_.reset(EVP_MAC_CTX_new(mac.get()));  // holds the algorithm itself
  if (context_ == nullptr || EVP_MAC_init(context_.get(), key.data(), key.size(), parameters.data()) != 1)
    throw std::runtime_error("OpenSSL has no HMAC with SHA-256");
}

void MessageSeal::append_tag(std::string& out, std::string_view content) {
  std::array<unsigned char, NodeMessage::kTag> tag{};
  std::size_t size = 0;
  // Without a key: begins anew with the one that it has.
  if (EVP_MAC_init(context_.get(), nullptr, 0, nullptr) != 1 ||
      EVP_MAC_update(context_.get(), reinterpret_cast<const unsigned char*>(content.data()),
                     content.size()) != 1 ||
      EVP_MAC_final(context_.get(), tag.data(), &size, tag.size()) != 1 || size != tag.size()) {
    throw std::runtime_error("OpenSSL could not make a tag");
  }
  out.append(reinterpret_cast<const char*>(tag.data()), tag.size());
}

void MessageSeal::write(std::string& out, const NodeMessage& message) {
  assert(message.text.size() <= NodeMessage::kMostText && message.stream.size() <= NodeMessage::kMostName);
  out.clear();
  put(out, kVersion);
  put(out, static_cast<std::uint8_t>(message.kind));
  put(out, message.flags);
  put(out, static_cast<std::uint8_t>(message.origin.size()));
  put(out, static_cast<std::uint8_t>(message.epoch.size()));
  put(out, static_cast<std::uint16_t>(message.stream.size()));
  put(out, static_cast<std::uint32_t>(message.text.size()));
  put(out, message.sequence);
  put(out, static_cast<std::uint64_t>(message.n));
  out.append(message.origin).append(message.epoch).append(message.stream).append(message.text);
  append_tag(out, out);
}

bool MessageSeal::is_genuine(std::string_view bytes) {
  const auto content = bytes.size() - NodeMessage::kTag;
  expected_.clear();
  append_tag(expected_, bytes.substr(0, content));
  return CRYPTO_memcmp(expected_.data(), bytes.data() + content, NodeMessage::kTag) == 0;
}

}  // namespace stollen::realtime
