#include "server/features/account/account_rules.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <stdexcept>

#include <unicode/uchar.h>
#include <unicode/uspoof.h>

#include "protocol/cpp/utf8.hpp"
#include "server/features/account/account.hpp"
#include "server/features/account/unicode_text.hpp"

namespace stollen::account {
namespace {

constexpr std::size_t kNameLeast = 2;
constexpr std::size_t kNameMost = 80;

bool is_space(char32_t c) {
  return u_isUWhiteSpace(static_cast<UChar32>(c)) != 0;
}

void append(std::u16string& text, char32_t c) {
  if (c < 0x10000) {
    text.push_back(static_cast<char16_t>(c));
  } else {
    text.push_back(static_cast<char16_t>(0xD7C0 + (c >> 10U)));
    text.push_back(static_cast<char16_t>(0xDC00 + (c & 0x3FFU)));
  }
}

// `https:`, `a/b`, `@host`, `host.example`; but `Dr. J. Weiß` and `J.R.` are names.
bool reads_like_link(std::u16string_view name) {
  if (name.find_first_of(u"/\\:@<>{}") != std::u16string_view::npos) return true;
  for (std::size_t dot = name.find(u'.'); dot != std::u16string_view::npos; dot = name.find(u'.', dot + 1)) {
    const auto behind = name.substr(dot + 1);
    if (dot > 0 && behind.size() >= 2 && u_isalnum(behind[0]) != 0 && u_isalnum(behind[1]) != 0) return true;
  }
  return false;
}

std::u16string skeleton(const std::u16string& text) {
  static const std::unique_ptr<USpoofChecker, void (*)(USpoofChecker*)> checker = [] {
    UErrorCode status = U_ZERO_ERROR;
    USpoofChecker* made = uspoof_open(&status);
    if (U_FAILURE(status) != 0) throw std::runtime_error("ICU has no data about confusable letters");
    return std::unique_ptr<USpoofChecker, void (*)(USpoofChecker*)>(made, uspoof_close);
  }();
  UErrorCode status = U_ZERO_ERROR;
  std::u16string out(text.size() * 4 + 16, u'\0');
  const int32_t length = uspoof_getSkeleton(checker.get(), 0, text.data(), static_cast<int32_t>(text.size()),
                                            out.data(), static_cast<int32_t>(out.size()), &status);
  if (U_FAILURE(status) != 0) return text;
  out.resize(static_cast<std::size_t>(length));
  return out;
}

std::u16string letters_of(std::u16string_view text) {
  std::u16string kept;
  every_code_point(text, [&](char32_t c) {
    if (u_isalnum(static_cast<UChar32>(c)) != 0) append(kept, c);
    return true;
  });
  return kept;
}

// Folds one run of letters. The skeleton keeps i and l apart, which many fonts do not in one case or the
// other.
std::string fold_word(std::u16string_view word) {
  std::u16string folded = skeleton(letters_of(case_folded(word)));
  folded = letters_of(case_folded(folded));
  for (char16_t& c : folded) {
    if (c == u'l' || c == u'1' || c == u'ı') c = u'i';
    if (c == u'0') c = u'o';
  }
  return to_utf8(folded);
}

// Printable ASCII and the letters from U+00C0 to U+02FF, well formed: composed whatever stands beside them.
// Nearly all that is typed at a fair, so that ICU need not turn it into UTF-16 and back.
bool is_plain_latin(std::string_view text, bool allows_lines) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte >= 0xC3 && byte <= 0xCB) {
      const bool is_followed = ++i < text.size() && (static_cast<unsigned char>(text[i]) & 0xC0U) == 0x80U;
      if (!is_followed) return false;
    } else if ((byte < 0x20 || byte > 0x7E) && !(allows_lines && (byte == '\n' || byte == '\t'))) {
      return false;
    }
  }
  return true;
}

std::string_view without_white_ends(std::string_view text) {
  constexpr std::string_view kWhite = " \n\t";
  const std::size_t begin = text.find_first_not_of(kWhite);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kWhite) + 1 - begin);
}

}  // namespace

std::optional<std::string> clean_text(std::string_view text, bool allows_lines) {
  if (is_plain_latin(text, allows_lines)) return std::string(without_white_ends(text));
  const std::u16string normal = composed(to_utf16(text));
  const bool is_clean = every_code_point(normal, [allows_lines](char32_t c) {
    if (allows_lines && (c == U'\n' || c == U'\t')) return true;
    return u_charType(static_cast<UChar32>(c)) != U_CONTROL_CHAR && !is_direction_control(c);
  });
  if (!is_clean) return std::nullopt;
  return to_utf8(trimmed(normal));
}

std::optional<std::string> clean_name(std::string_view text) {
  const std::u16string normal = composed(to_utf16(text));
  std::u16string name;
  bool has_letter = false;
  bool owes_space = false;
  const bool is_clean = every_code_point(trimmed(normal), [&](char32_t c) {
    if (c == U' ' || c == U'\u00A0') {
      owes_space = true;
      return true;
    }
    if (is_space(c) || is_invisible(c)) return false;
    if (owes_space) name.push_back(u' ');
    owes_space = false;
    has_letter = has_letter || u_isalpha(static_cast<UChar32>(c)) != 0;
    append(name, c);
    return true;
  });
  if (!is_clean || !has_letter || reads_like_link(name)) return std::nullopt;
  std::string utf8 = to_utf8(name);
  const std::size_t length = protocol::utf8_length(utf8);
  if (length < kNameLeast || length > kNameMost) return std::nullopt;
  return utf8;
}

std::string fold_name(std::string_view name) {
  return fold_word(to_utf16(name));
}

bool claims_authority(std::string_view name) {
  static const auto titles = [] {
    std::array<std::string, 16> folded{"admin",       "administrator", "administration", "support",
                                       "moderation",  "moderator",     "moderatorin",    "organisation",
                                       "organisator", "veranstalter",  "veranstalterin", "organiser",
                                       "organizer",   "messeleitung",  "messeteam",      "system"};
    for (std::string& title : folded) title = fold_name(title);
    return folded;
  }();
  const auto is_title = [](const std::string& folded) {
    return std::ranges::find(titles, folded) != titles.end();
  };
  std::u16string word;
  bool is_found = false;
  const auto end_word = [&] {
    is_found = is_found || (!word.empty() && is_title(fold_word(word)));
    word.clear();
  };
  every_code_point(to_utf16(name), [&](char32_t c) {
    if (u_isalnum(static_cast<UChar32>(c)) != 0) {
      append(word, c);
    } else {
      end_word();
    }
    return true;
  });
  end_word();
  return is_found || is_title(fold_name(name));  // the last: A d m i n
}

std::string normalise_password(std::string_view password) {
  return to_utf8(composed(to_utf16(password)));
}

}  // namespace stollen::account
