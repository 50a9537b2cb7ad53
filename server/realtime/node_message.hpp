#pragma once

#include <cstdint>
#include <expected>
#include <memory>
#include <string>
#include <string_view>

#include "server/storage/node_key.hpp"

struct evp_mac_ctx_st;

namespace stollen::realtime {

/// What nodes of one store tell each other over a bus that everybody may write to.
///
/// On the wire, numbers from the highest octet on: version (1), kind (1), flags (1), sizes of origin (1),
/// epoch (1), stream (2) and text (4), sequence (8), n (8), then origin, epoch, stream and text, and at the
/// end HMAC-SHA-256 (32) of all that stands before.
struct NodeMessage {
  enum class Kind : std::uint8_t {
    event = 1,  ///< one is stored; its text is here, or too long to be
    hint = 2,   ///< `text` is for whoever follows the stream now
    bell = 3,   ///< look into the store: `flags`
  };
  enum Flag : std::uint8_t {
    signals = 1,     ///< bell: signals are stored
    texts = 2,       ///< bell: texts of stored events were replaced
    media = 4,       ///< bell: pictures were added
    everything = 8,  ///< bell: messages were lost
    no_text = 16,    ///< event: has to be read from the store
  };

  Kind kind = Kind::event;
  std::uint8_t flags = 0;
  std::uint64_t sequence = 0;  ///< grows with each message of an origin
  std::int64_t n = 0;          ///< of an event; else 0
  std::string_view origin;
  std::string_view epoch;
  std::string_view stream;
  std::string_view text;

  static constexpr std::size_t kMostText = 8 * 1024;
  static constexpr std::size_t kMostName = 200;  ///< of a stream
  static constexpr std::size_t kHeader = 27;
  static constexpr std::size_t kTag = 32;
  static constexpr std::size_t kMostBytes = kHeader + 255 + 255 + kMostName + kMostText + kTag;
};

enum class MessageFault : std::uint8_t { oversized, malformed };

/// The tag is not looked at. Views into `bytes`.
std::expected<NodeMessage, MessageFault> parse_node_message(std::string_view bytes);

/// Signs and checks. For one thread.
class MessageSeal {
 public:
  explicit MessageSeal(const storage::NodeKey& key);

  /// Writes the message, whose texts must keep their limits, with its tag over what `out` held.
  void write(std::string& out, const NodeMessage& message);
  /// Of bytes that parse_node_message took.
  [[nodiscard]] bool is_genuine(std::string_view bytes);

 private:
  struct Free {
    void operator()(evp_mac_ctx_st* context) const;
  };
  void append_tag(std::string& out, std::string_view content);

  std::unique_ptr<evp_mac_ctx_st, Free> context_;  // keyed
  std::string expected_;
};

}  // namespace stollen::realtime
