#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace stollen::protocol {

// Specialised for every enum of the wire: kTexts[i] is the text of the enumerator with value i, gap-free from
// 0.
template <class Enum>
struct EnumTexts;

template <class Enum>
concept WireEnum = requires { EnumTexts<Enum>::kTexts; };

template <WireEnum Enum>
constexpr std::string_view to_text(Enum value) {
  return EnumTexts<Enum>::kTexts[static_cast<std::size_t>(value)];
}

template <WireEnum Enum>
constexpr std::optional<Enum> from_text(std::string_view text) {
  for (std::size_t i = 0; i < EnumTexts<Enum>::kTexts.size(); ++i) {
    if (EnumTexts<Enum>::kTexts[i] == text) return static_cast<Enum>(i);
  }
  return std::nullopt;
}

// All values in the order of the definition.
template <WireEnum Enum>
constexpr auto values_of() {
  std::array<Enum, EnumTexts<Enum>::kTexts.size()> values{};
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<Enum>(i);
  return values;
}

}  // namespace stollen::protocol
