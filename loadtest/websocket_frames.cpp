#include "loadtest/websocket_frames.hpp"

#include <array>
#include <charconv>
#include <random>
#include <stdexcept>

namespace stollen::load {

std::optional<FrameHead> parse_head(std::string_view bytes) {
  if (bytes.size() < 2) return std::nullopt;
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
  FrameHead head{.opcode = static_cast<Opcode>(byte(0) & 0x0FU),
                 .is_final = (byte(0) & 0x80U) != 0,
                 .has_reserved_bits = (byte(0) & 0x70U) != 0,
                 .is_masked = (byte(1) & 0x80U) != 0,
                 .size = 2,
                 .payload_size = byte(1) & 0x7FU};
  if (head.payload_size >= 126) {
    const std::size_t extra = head.payload_size == 126 ? 2 : 8;
    if (bytes.size() < head.size + extra) return std::nullopt;
    head.payload_size = 0;
    for (std::size_t i = 0; i < extra; ++i) head.payload_size = head.payload_size << 8U | byte(head.size + i);
    head.size += extra;
  }
  return head;
}

std::optional<ServerWebSocketFrame> parse_frame(std::string_view bytes) {
  const auto head = parse_head(bytes);
  if (!head) return std::nullopt;
  if (head->has_reserved_bits || head->is_masked)
    throw std::runtime_error("the server sent a frame with reserved bits or a mask");
  if (bytes.size() - head->size < head->payload_size) return std::nullopt;
  const auto size = static_cast<std::size_t>(head->payload_size);
  return ServerWebSocketFrame{head->opcode, head->is_final, bytes.substr(head->size, size),
                              head->size + size};
}

Farewell read_farewell(std::string_view payload) {
  Farewell farewell;
  if (payload.size() < 2) return farewell;
  farewell.code = static_cast<unsigned>(static_cast<unsigned char>(payload[0])) * 256U +
                  static_cast<unsigned char>(payload[1]);
  farewell.reason = payload.substr(2);
  constexpr std::string_view kKey = "retry_after_ms=";
  const std::size_t at = farewell.reason.find(kKey);
  if (at == std::string_view::npos) return farewell;
  const std::string_view digits = farewell.reason.substr(at + kKey.size());
  std::int64_t millis = 0;
  if (std::from_chars(digits.data(), digits.data() + digits.size(), millis).ec == std::errc{})
    farewell.wait = std::chrono::milliseconds(millis);
  return farewell;
}

void append_head(std::string& out, Opcode opcode, std::size_t payload_size, bool is_masked) {
  const unsigned mask_bit = is_masked ? 0x80U : 0U;
  out.push_back(static_cast<char>(0x80U | static_cast<unsigned>(opcode)));
  if (payload_size < 126) return out.push_back(static_cast<char>(mask_bit | payload_size));
  const std::size_t extra = payload_size < 65'536 ? 2 : 8;
  out.push_back(static_cast<char>(mask_bit | (extra == 2 ? 126U : 127U)));
  for (std::size_t i = extra; i-- > 0;) out.push_back(static_cast<char>(payload_size >> (8 * i)));
}

void append_frame(std::string& out, Opcode opcode, std::string_view payload) {
  static thread_local std::minstd_rand random{std::random_device{}()};
  append_head(out, opcode, payload.size(), true);
  const auto key = static_cast<std::uint32_t>(random());
  std::array<char, 4> mask{};
  for (std::size_t i = 0; i < 4; ++i) mask[i] = static_cast<char>(key >> (8 * i));
  out.append(mask.data(), mask.size());
  const std::size_t begin = out.size();
  out.append(payload);
  for (std::size_t i = 0; i < payload.size(); ++i)
    out[begin + i] = static_cast<char>(out[begin + i] ^ mask[i % 4]);
}

}  // namespace stollen::load
