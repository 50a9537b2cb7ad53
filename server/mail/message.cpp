#include "server/mail/message.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <ctime>

#include "protocol/cpp/utf8.hpp"

namespace stollen::mail {
namespace {

std::string base64(std::string_view bytes) {
  std::string text(sodium_base64_ENCODED_LEN(bytes.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
  sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const unsigned char*>(bytes.data()),
                    bytes.size(), sodium_base64_VARIANT_ORIGINAL);
  text.pop_back();  // its terminating zero
  return text;
}

std::string base64_lines(std::string_view bytes) {
  const std::string text = base64(bytes);
  std::string lines;
  for (std::size_t at = 0; at < text.size(); at += 76) lines += text.substr(at, 76) + "\r\n";
  return lines;
}

std::string date_text(std::int64_t date_ms) {
  const std::time_t seconds = date_ms / 1000;
  std::tm utc{};
  gmtime_r(&seconds, &utc);
  constexpr const char* kDays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr const char* kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  return fmt::format("{}, {:02} {} {} {:02}:{:02}:{:02} +0000", kDays[utc.tm_wday], utc.tm_mday,
                     kMonths[utc.tm_mon], utc.tm_year + 1900, utc.tm_hour, utc.tm_min, utc.tm_sec);
}

std::string from_header(std::string_view from) {
  const std::string_view address = bare_address(from);
  if (address.size() == from.size()) return std::string(from);
  std::string_view name = from.substr(0, from.find('<'));
  while (name.ends_with(' ')) name.remove_suffix(1);
  return fmt::format("{}\r\n <{}>", encode_header(name), address);
}

/// A body part with its headers. Base64 keeps lines short and every octet as it is.
std::string part(std::string_view type, std::string_view more_headers, std::string_view content) {
  return fmt::format("Content-Type: {}\r\nContent-Transfer-Encoding: base64\r\n{}\r\n{}", type, more_headers,
                     base64_lines(content));
}

/// No line of base64 or of a header begins like a boundary.
std::string multipart(std::string_view kind, const std::vector<std::string>& parts) {
  const std::string boundary = fmt::format("=_stollen_{}", kind);
  std::string body = fmt::format("Content-Type: multipart/{}; boundary=\"{}\"\r\n\r\n", kind, boundary);
  for (const std::string& each : parts) body += fmt::format("--{}\r\n{}", boundary, each);
  return body + fmt::format("--{}--\r\n", boundary);
}

std::string body_of(const Envelope& envelope) {
  std::string text = part("text/plain; charset=utf-8", "", envelope.text);
  if (envelope.html.empty()) return text;
  std::vector<std::string> alternatives{text, part("text/html; charset=utf-8", "", envelope.html)};
  if (!envelope.calendar) return multipart("alternative", alternatives);
  alternatives.push_back(
      part(fmt::format("text/calendar; charset=utf-8; method={}", method_text(envelope.calendar->method)), "",
           envelope.calendar->text));
  const std::string_view file = envelope.locale == protocol::Locale::de ? "termin.ics" : "appointment.ics";
  return multipart("mixed", {multipart("alternative", alternatives),
                             part(fmt::format("application/ics; name=\"{}\"", file),
                                  fmt::format("Content-Disposition: attachment; filename=\"{}\"\r\n", file),
                                  envelope.calendar->text)});
}

}  // namespace

std::string_view bare_address(std::string_view from) {
  const std::size_t open = from.find('<');
  const std::size_t close = from.find('>', open);
  return open == std::string_view::npos || close == std::string_view::npos
             ? from
             : from.substr(open + 1, close - open - 1);
}

std::string encode_header(std::string_view text) {
  const auto is_plain = [](char c) { return c >= ' ' && c < '\x7F'; };
  if (text.size() <= 60 && std::ranges::all_of(text, is_plain) &&
      text.find_first_of("=?<>\"(),:;@[\\]") == std::string_view::npos) {
    return std::string(text);
  }
  // 39 bytes become 52 characters, which with the frame and the header's name stay below 76; never within a
  // character.
  std::string encoded;
  while (!text.empty()) {
    std::size_t taken = 0;
    while (taken < text.size()) {
      const std::size_t length = std::max<std::size_t>(1, protocol::utf8_sequence_length(text.substr(taken)));
      if (taken + length > 39) break;
      taken += length;
    }
    encoded += fmt::format("{}=?UTF-8?B?{}?=", encoded.empty() ? "" : "\r\n ", base64(text.substr(0, taken)));
    text.remove_prefix(taken);
  }
  return encoded;
}

std::string format_message(const Envelope& envelope) {
  return fmt::format(
             "Date: {}\r\nFrom: {}\r\nTo: {}\r\nSubject: {}\r\nMessage-ID: <{}>\r\n"
             "Auto-Submitted: auto-generated\r\nContent-Language: {}\r\nMIME-Version: 1.0\r\n",
             date_text(envelope.date_ms), from_header(envelope.from), envelope.to,
             encode_header(envelope.subject), envelope.message_id, protocol::to_text(envelope.locale)) +
         body_of(envelope);
}

}  // namespace stollen::mail
