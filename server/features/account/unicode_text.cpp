#include "server/features/account/unicode_text.hpp"

#include <stdexcept>

#include <unicode/locid.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

namespace stollen::account {
namespace {

icu::UnicodeString as_icu(std::u16string_view text) {
  return {text.data(), static_cast<int32_t>(text.size())};
}

std::u16string as_text(const icu::UnicodeString& text) {
  return {text.getBuffer(), static_cast<std::size_t>(text.length())};
}

using Form = const icu::Normalizer2* (*)(UErrorCode&);

std::u16string normalised(std::u16string_view text, Form form) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* normalizer = form(status);
  if (U_FAILURE(status) != 0) throw std::runtime_error("ICU has no normalisation data");
  const icu::UnicodeString result = normalizer->normalize(as_icu(text), status);
  if (U_FAILURE(status) != 0) throw std::runtime_error("ICU could not normalise a text");
  return as_text(result);
}

}  // namespace

std::string to_utf8(std::u16string_view text) {
  std::string out;
  as_icu(text).toUTF8String(out);
  return out;
}

std::u16string to_utf16(std::string_view text) {
  return as_text(icu::UnicodeString::fromUTF8({text.data(), static_cast<int32_t>(text.size())}));
}

std::u16string composed(std::u16string_view text) {
  return normalised(text, icu::Normalizer2::getNFCInstance);
}

std::u16string case_folded(std::u16string_view text) {
  return normalised(text, icu::Normalizer2::getNFKCCasefoldInstance);
}

std::u16string lower_case(std::u16string_view text) {
  return as_text(as_icu(text).toLower(icu::Locale::getRoot()));
}

std::u16string_view trimmed(std::u16string_view text) {
  while (!text.empty() && u_isUWhiteSpace(text.front()) != 0) text.remove_prefix(1);
  while (!text.empty() && u_isUWhiteSpace(text.back()) != 0) text.remove_suffix(1);
  return text;
}

bool is_direction_control(char32_t c) {
  return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

bool is_invisible(char32_t c) {
  const auto point = static_cast<UChar32>(c);
  const auto type = u_charType(point);
  return type == U_CONTROL_CHAR || type == U_FORMAT_CHAR || type == U_LINE_SEPARATOR ||
         type == U_PARAGRAPH_SEPARATOR || type == U_UNASSIGNED || type == U_PRIVATE_USE_CHAR ||
         u_hasBinaryProperty(point, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) != 0;
}

}  // namespace stollen::account
