#pragma once
// The little that accounts need of ICU.

#include <string>
#include <string_view>

namespace stollen::account {

std::string to_utf8(std::u16string_view text);
/// Invalid bytes become U+FFFD.
std::u16string to_utf16(std::string_view text);
/// Unicode's composed form.
std::u16string composed(std::u16string_view text);
/// Case folded and compatibility composed, for comparing.
std::u16string case_folded(std::u16string_view text);
/// The same letters in lower case, in no particular language.
std::u16string lower_case(std::u16string_view text);
std::u16string_view trimmed(std::u16string_view text);

bool is_direction_control(char32_t c);
bool is_invisible(char32_t c);

/// Calls `each` with every code point until it answers false.
template <class F>
bool every_code_point(std::u16string_view text, F each) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    char32_t c = text[i];
    const bool is_lead = c >= 0xD800 && c < 0xDC00 && i + 1 < text.size();
    if (is_lead) c = 0x10000 + ((c - 0xD800) << 10U) + (static_cast<char32_t>(text[++i]) - 0xDC00);
    if (!each(c)) return false;
  }
  return true;
}

}  // namespace stollen::account
