#include "server/features/conversation/conversation_rules.hpp"

#include <algorithm>

#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include "protocol/cpp/utf8.hpp"
#include "protocol/generated/cpp/session.hpp"
#include "server/features/account/account.hpp"

namespace stollen::conversation {
namespace {

bool is_plain_white(char c) {
  return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

}  // namespace

Result<std::string> clean_message(std::string_view text) {
  auto clean = account::clean_text(text, true);
  if (!clean) {
    return fail(protocol::session::errors::invalid_field,
                "text must not contain control characters or such that turn the direction of writing",
                "text");
  }
  if (clean->empty()) return fail(protocol::session::errors::invalid_field, "text must not be empty", "text");
  return std::move(*clean);
}

bool is_reaction(std::string_view emoji) {
  const auto wide =
      icu::UnicodeString::fromUTF8(icu::StringPiece(emoji.data(), static_cast<int32_t>(emoji.size())));
  bool has_symbol = false;
  for (int32_t i = 0; i < wide.length();) {
    const UChar32 c = wide.char32At(i);
    i += U16_LENGTH(c);
    // Of the invisible ones only those that join emoji: the zero-width joiner and the tags of flags.
    const bool joins = c == 0x200D || (c >= 0xE0020 && c <= 0xE007F);
    if ((u_iscntrl(c) != 0 && !joins) || u_isalpha(c) != 0 || u_isUWhiteSpace(c) != 0 || c < 0x80)
      return false;
    has_symbol = has_symbol || u_charType(c) == U_OTHER_SYMBOL || u_charType(c) == U_MODIFIER_SYMBOL;
  }
  return has_symbol;
}

std::string quote(std::string_view text) {
  constexpr std::size_t kLongest = 160;
  std::string line;
  line.reserve(std::min(text.size(), 2 * kLongest));
  std::size_t count = 0;
  while (!text.empty() && count < kLongest) {
    const bool is_ascii = static_cast<unsigned char>(text.front()) < 0x80;
    const std::size_t length = is_ascii ? 1 : protocol::utf8_sequence_length(text);
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
