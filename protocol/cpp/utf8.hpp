#pragma once

#include <cstddef>
#include <string_view>

namespace stollen::protocol {

// Length in bytes of the well-formed UTF-8 sequence that `text` begins with (Unicode, table 3-7: no overlong
// forms, no surrogates, nothing above U+10FFFF); 0 when it begins with none. `text` is not empty.
constexpr std::size_t utf8_sequence_length(std::string_view text) {
  const auto byte = [&](std::size_t i) {
    return static_cast<unsigned char>(i < text.size() ? text[i] : '\0');
  };
  const auto continues = [&](std::size_t i) { return (byte(i) & 0xC0U) == 0x80U; };
  const unsigned char first = byte(0);
  if (first < 0x80) return 1;
  if (first < 0xC2) return 0;
  if (first < 0xE0) return continues(1) ? 2 : 0;
  if (first < 0xF0) {
    const unsigned char least = first == 0xE0 ? 0xA0 : 0x80;
    const unsigned char most = first == 0xED ? 0x9F : 0xBF;
    return byte(1) >= least && byte(1) <= most && continues(2) ? 3 : 0;
  }
  if (first > 0xF4) return 0;
  const unsigned char least = first == 0xF0 ? 0x90 : 0x80;
  const unsigned char most = first == 0xF4 ? 0x8F : 0xBF;
  return byte(1) >= least && byte(1) <= most && continues(2) && continues(3) ? 4 : 0;
}

// Number of code points. `text` is valid UTF-8.
constexpr std::size_t utf8_length(std::string_view text) {
  std::size_t count = 0;
  for (const char byte : text) count += (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U ? 1 : 0;
  return count;
}

}  // namespace stollen::protocol
