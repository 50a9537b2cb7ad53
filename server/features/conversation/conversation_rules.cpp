#include "server/features/conversation/conversation_rules.hpp"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <stdexcept>

#include "protocol/cpp/utf8.hpp"
#include "protocol/generated/cpp/session.hpp"

namespace stollen::conversation {
namespace {

bool is_plain_white(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

bool is_control(char c) {
  return (static_cast<unsigned char>(c) < ' ' && c != '\n' && c != '\r' && c != '\t') || c == '\x7F';
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_plain_white(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_plain_white(text.back())) text.remove_suffix(1);
  return text;
}

/// Most chat is ASCII, which is composed already.
std::string composed(std::string_view text) {
  const auto is_ascii = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
  if (std::ranges::all_of(text, is_ascii)) return std::string(text);
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* nfc = icu::Normalizer2::getNFCInstance(status);
  const auto wide = icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
  const icu::UnicodeString normal = nfc->normalize(wide, status);
  if (U_FAILURE(status)) throw std::runtime_error("normalising a text failed");
  std::string result;
  normal.toUTF8String(result);
  return result;
}

}  // namespace

Result<std::string> clean_message(std::string_view text) {
  if (std::ranges::any_of(text, is_control)) {
    return fail(protocol::session::errors::invalid_field, "text must not contain control characters", "text");
  }
  std::string clean = composed(trimmed(text));
  if (clean.empty()) return fail(protocol::session::errors::invalid_field, "text must not be empty", "text");
  return clean;
}

bool is_reaction(std::string_view emoji) {
  const auto wide = icu::UnicodeString::fromUTF8(icu::StringPiece(emoji.data(), static_cast<int32_t>(emoji.size())));
  bool has_symbol = false;
  for (int32_t i = 0; i < wide.length();) {
    const UChar32 c = wide.char32At(i);
    i += U16_LENGTH(c);
    if (u_iscntrl(c) != 0 || u_isalpha(c) != 0 || u_isUWhiteSpace(c) != 0 || c < 0x80) return false;
    has_symbol = has_symbol || u_charType(c) == U_OTHER_SYMBOL || u_charType(c) == U_MODIFIER_SYMBOL;
  }
  return has_symbol;
}

std::string quote(std::string_view text) {
  constexpr std::size_t kLongest = 160;
  std::string line;
  std::size_t count = 0;
  while (!text.empty() && count < kLongest) {
    const std::size_t length = protocol::utf8_sequence_length(text);
    if (length == 0) break;
    if (is_plain_white(text.front())) {
      if (!line.ends_with(' ')) line.push_back(' '), ++count;
    } else {
      line.append(text.substr(0, length));
      ++count;
    }
    text.remove_prefix(length);
  }
  return line;
}

}  // namespace stollen::conversation
