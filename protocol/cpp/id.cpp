#include "protocol/cpp/id.hpp"

namespace stollen::protocol {
namespace {

constexpr std::string_view kDigits = "0123456789abcdefghjkmnpqrstvwxyz";
constexpr std::uint8_t kNoDigit = 0xFF;

constexpr std::array<std::uint8_t, 256> make_digit_values() {
  std::array<std::uint8_t, 256> values{};
  values.fill(kNoDigit);
  for (std::size_t i = 0; i < kDigits.size(); ++i) {
    values[static_cast<unsigned char>(kDigits[i])] = static_cast<std::uint8_t>(i);
  }
  return values;
}

constexpr auto kDigitValues = make_digit_values();

// 26 digits hold 130 bits: the first one carries only three.
constexpr std::uint8_t kFirstDigitMaximum = 7;

std::uint64_t load_big_endian(const std::uint8_t* from) {
  std::uint64_t value = 0;
  for (int i = 0; i < 8; ++i) value = (value << 8U) | from[i];
  return value;
}

void store_big_endian(std::uint64_t value, std::uint8_t* to) {
  for (int i = 7; i >= 0; --i, value >>= 8U) to[i] = static_cast<std::uint8_t>(value & 0xFFU);
}

}  // namespace

IdText id_text(const IdBytes& bytes) {
  std::uint64_t high = load_big_endian(bytes.data());
  std::uint64_t low = load_big_endian(bytes.data() + 8);
  IdText text;
  for (std::size_t i = text.size(); i-- > 0;) {
    text[i] = kDigits[low & 31U];
    low = (low >> 5U) | (high << 59U);
    high >>= 5U;
  }
  return text;
}

std::optional<IdBytes> parse_id_text(std::string_view text) {
  if (text.size() != kIdTextLength) return std::nullopt;
  if (kDigitValues[static_cast<unsigned char>(text[0])] > kFirstDigitMaximum) return std::nullopt;
  std::uint64_t high = 0;
  std::uint64_t low = 0;
  for (const char character : text) {
    const std::uint8_t digit = kDigitValues[static_cast<unsigned char>(character)];
    if (digit == kNoDigit) return std::nullopt;
    high = (high << 5U) | (low >> 59U);
    low = (low << 5U) | digit;
  }
  IdBytes bytes;
  store_big_endian(high, bytes.data());
  store_big_endian(low, bytes.data() + 8);
  return bytes;
}

}  // namespace stollen::protocol
