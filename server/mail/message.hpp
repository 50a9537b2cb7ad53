#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "server/mail/mail.hpp"

namespace stollen::mail {

struct Envelope {
  std::string from;  ///< as in the header
  std::string to;
  std::string subject;
  std::string text;
  std::string html;  ///< a complete page; empty: the mail is text alone
  protocol::Locale locale = protocol::Locale::de;
  std::optional<CalendarPart> calendar{};
  std::string message_id;  ///< without angle brackets; the same at every try
  std::int64_t date_ms = 0;
};
/// The complete message (RFC 5322, 2045-2047): text and HTML as alternatives; a calendar file as a third, for
/// programs that show invitations (RFC 6047), and as an attachment, for those that do not.
std::string format_message(const Envelope& envelope);

/// `Name <address>` or an address: the address.
std::string_view bare_address(std::string_view from);
/// RFC 2047 where needed, in words of at most 75 characters.
std::string encode_header(std::string_view text);

}  // namespace stollen::mail
