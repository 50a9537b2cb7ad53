#include <memory>
#include <stdexcept>

#include <unicode/idna.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include "server/features/account/account.hpp"
#include "server/features/account/unicode_text.hpp"

namespace stollen::account {
namespace {

constexpr std::size_t kAddressMost = 254;  // RFC 5321, section 4.5.3.1
constexpr std::size_t kLocalMost = 64;

// RFC 5322's atext, and letters of any language (RFC 6531): `jörg.weiß` is somebody's address.
bool is_local_character(char32_t c) {
  if (c < 0x80) {
    const bool is_alphanumeric =
        (c >= U'0' && c <= U'9') || (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z');
    return is_alphanumeric || std::u32string_view(U"!#$%&'*+-/=?^_`{|}~.").contains(c);
  }
  return u_isalnum(static_cast<UChar32>(c)) != 0;
}

bool is_local_part(std::u16string_view local) {
  if (local.empty() || local.front() == u'.' || local.back() == u'.') return false;
  if (local.find(u"..") != std::u16string_view::npos) return false;
  return every_code_point(local, is_local_character);
}

std::optional<std::string> ascii_domain(std::u16string_view domain) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::IDNA> idna(icu::IDNA::createUTS46Instance(
      UIDNA_USE_STD3_RULES | UIDNA_CHECK_BIDI | UIDNA_NONTRANSITIONAL_TO_ASCII, status));
  if (U_FAILURE(status) != 0) throw std::runtime_error("ICU has no data for domain names");
  icu::UnicodeString ascii;
  icu::IDNAInfo info;
  idna->nameToASCII({domain.data(), static_cast<int32_t>(domain.size())}, ascii, info, status);
  if (U_FAILURE(status) != 0 || info.hasErrors() != 0) return std::nullopt;
  std::string out;
  ascii.toUTF8String(out);
  const std::size_t last_dot = out.rfind('.');
  if (last_dot == std::string::npos || last_dot + 2 >= out.size()) return std::nullopt;
  const bool is_number = out.find_first_not_of("0123456789", last_dot + 1) == std::string::npos;
  if (is_number) return std::nullopt;
  return out;
}

}  // namespace

std::optional<std::string> normalise_email(std::string_view text) {
  if (text.size() > kAddressMost * 4) return std::nullopt;
  const std::u16string wide = composed(to_utf16(text));
  const std::u16string_view address = trimmed(wide);
  const std::size_t at = address.rfind(u'@');
  if (at == std::u16string_view::npos || !is_local_part(address.substr(0, at))) return std::nullopt;
  const auto domain = ascii_domain(address.substr(at + 1));
  if (!domain) return std::nullopt;
  const std::string local = to_utf8(lower_case(address.substr(0, at)));
  if (local.size() > kLocalMost || local.size() + 1 + domain->size() > kAddressMost) return std::nullopt;
  return local + '@' + *domain;
}

}  // namespace stollen::account
