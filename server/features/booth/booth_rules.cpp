#include "server/features/booth/booth_rules.hpp"

#include <unicode/locid.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <stdexcept>

namespace stollen::booth {
namespace {

constexpr std::size_t kMostWords = 6;

icu::UnicodeString to_lower(std::string_view text) {
  auto wide = icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
  return wide.toLower(icu::Locale::getRoot());
}

std::string to_utf8(const icu::UnicodeString& wide) {
  std::string text;
  wide.toUTF8String(text);
  return text;
}

}  // namespace

protocol::BoothState state_of(std::span<const account::TeamPerson> team) {
  const auto any = [team](protocol::Duty duty) {
    return std::ranges::any_of(team, [duty](const auto& member) { return member.duty == duty; });
  };
  if (any(protocol::Duty::free)) return protocol::BoothState::free;
  if (any(protocol::Duty::talking)) return protocol::BoothState::talking;
  if (any(protocol::Duty::pause)) return protocol::BoothState::pause;
  return protocol::BoothState::unstaffed;
}

std::string fold(std::string_view text) {
  UErrorCode status = U_ZERO_ERROR;
  icu::UnicodeString german;
  const icu::UnicodeString lower =
      icu::Normalizer2::getNFCInstance(status)->normalize(to_lower(text), status);
  for (int32_t i = 0; i < lower.length(); ++i) {
    switch (lower[i]) {
      case u'ä': german.append(u"ae", 2); break;
      case u'ö': german.append(u"oe", 2); break;
      case u'ü': german.append(u"ue", 2); break;
      case u'ß': german.append(u"ss", 2); break;
      default: german.append(lower[i]);
    }
  }
  const icu::UnicodeString apart = icu::Normalizer2::getNFKDInstance(status)->normalize(german, status);
  if (U_FAILURE(status)) throw std::runtime_error("normalising a text failed");
  icu::UnicodeString plain;
  for (int32_t i = 0; i < apart.length();) {
    const UChar32 c = apart.char32At(i);
    i += U16_LENGTH(c);
    if (u_charType(c) != U_NON_SPACING_MARK) plain.append(c);
  }
  return to_utf8(plain);
}

std::string lower_case(std::string_view text) {
  return to_utf8(to_lower(text));
}

std::vector<std::string> search_patterns(std::string_view words) {
  std::vector<std::string> patterns;
  std::string pattern;
  const auto finish = [&] {
    if (!pattern.empty() && patterns.size() < kMostWords) patterns.push_back("%" + pattern + "%");
    pattern.clear();
  };
  for (const char c : fold(words)) {
    if (c == ' ' || c == '\t' || c == '\n') {
      finish();
    } else {
      if (c == '%' || c == '_' || c == '\\') pattern.push_back('\\');
      pattern.push_back(c);
    }
  }
  finish();
  return patterns;
}

}  // namespace stollen::booth
