#pragma once

#include <span>
#include <string>
#include <string_view>

#include "server/mail/mail.hpp"

namespace stollen::mail {

/// A template of templates/: `confirm_address.de`. Its first line is the subject. Made at build time.
struct Template {
  std::string_view name;
  std::string_view text;
};
extern const std::span<const Template> kTemplates;

struct Written {
  std::string subject;
  std::string text;
};
/// Puts the values into the template. Values cannot add lines, so no header and no line of the text can be
/// forged: control characters become spaces. Throws std::logic_error for a template that is not there.
Written write_mail(const Mail& mail);

struct Envelope {
  std::string from;  ///< as in the header
  std::string to;
  std::string subject;
  std::string text;
  std::string message_id;  ///< without angle brackets; the same at every try
  std::int64_t date_ms = 0;
};
/// The complete message (RFC 5322, 2045-2047): UTF-8, text and HTML with the same content.
std::string format_message(const Envelope& envelope);

/// `Name <address>` or an address: the address.
std::string_view bare_address(std::string_view from);
/// RFC 2047 where needed, in words of at most 75 characters.
std::string encode_header(std::string_view text);
/// Text as HTML: escaped, links clickable, paragraphs kept.
std::string to_html(std::string_view text);

}  // namespace stollen::mail
