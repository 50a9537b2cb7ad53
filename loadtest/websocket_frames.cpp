#include "loadtest/websocket_frames.hpp"

#include <array>
#include <random>
#include <stdexcept>

namespace stollen::load {

std::optional<ServerWebSocketFrame> parse_frame(std::string_view bytes) {
  if (bytes.size() < 2) return std::nullopt;
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
  if ((byte(0) & 0x70U) != 0 || (byte(1) & 0x80U) != 0) {
    throw std::runtime_error("the server sent a frame with reserved bits or a mask");
  }
  std::size_t head = 2;
  std::uint64_t length = byte(1) & 0x7FU;
  if (length >= 126) {
    const std::size_t extra = length == 126 ? 2 : 8;
    if (bytes.size() < head + extra) return std::nullopt;
    length = 0;
    for (std::size_t i = 0; i < extra; ++i) length = length << 8U | byte(head + i);
    head += extra;
  }
  if (bytes.size() < head + length) return std::nullopt;
  return ServerWebSocketFrame{static_cast<Opcode>(byte(0) & 0x0FU), (byte(0) & 0x80U) != 0,
                              bytes.substr(head, length), head + static_cast<std::size_t>(length)};
}

void append_frame(std::string& out, Opcode opcode, std::string_view payload) {
  static thread_local std::minstd_rand random{std::random_device{}()};
  out.push_back(static_cast<char>(0x80U | static_cast<unsigned>(opcode)));
  if (payload.size() < 126) {
    out.push_back(static_cast<char>(0x80U | payload.size()));
  } else {
    const std::size_t extra = payload.size() < 65'536 ? 2 : 8;
    out.push_back(static_cast<char>(0x80U | (extra == 2 ? 126U : 127U)));
    for (std::size_t i = extra; i-- > 0;) out.push_back(static_cast<char>(payload.size() >> (8 * i)));
  }
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
