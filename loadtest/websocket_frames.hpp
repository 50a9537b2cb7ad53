#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace stollen::load {

/// RFC 6455, as far as honest peers need it.
enum class Opcode : std::uint8_t { continuation = 0, text = 1, binary = 2, close = 8, ping = 9, pong = 10 };

struct FrameHead {
  Opcode opcode = Opcode::text;
  bool is_final = true;
  bool has_reserved_bits = false;
  bool is_masked = false;
  std::size_t size = 0;  ///< without the mask, which is behind it
  std::uint64_t payload_size = 0;
};

/// The head that `bytes` begins with; nothing while it is incomplete.
std::optional<FrameHead> parse_head(std::string_view bytes);
/// Of a final frame.
void append_head(std::string& out, Opcode opcode, std::size_t payload_size, bool is_masked);

struct ServerWebSocketFrame {
  Opcode opcode = Opcode::text;
  bool is_final = true;
  std::string_view payload;
  std::size_t size = 0;  ///< of the whole frame
};

/// The frame that `bytes` begins with; nothing while it is incomplete. Throws std::runtime_error for a frame
/// that a server must not send (masked, reserved bits).
std::optional<ServerWebSocketFrame> parse_frame(std::string_view bytes);

/// What a close frame says.
struct Farewell {
  unsigned code = 1005;  ///< RFC 6455: there was none
  std::string_view reason;
  std::optional<std::chrono::milliseconds>
      wait;  ///< until one may come back: `retry_after_ms=…` in the reason
};
Farewell read_farewell(std::string_view payload);

/// A masked, final frame.
void append_frame(std::string& out, Opcode opcode, std::string_view payload);

}  // namespace stollen::load
