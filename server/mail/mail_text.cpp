#include "server/mail/mail_text.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <ctime>
#include <stdexcept>

#include "protocol/cpp/utf8.hpp"

namespace stollen::mail {
namespace {

constexpr std::string_view name_of(Text text) {
  switch (text) {
    case Text::confirm_address: return "confirm_address";
    case Text::account_exists: return "account_exists";
    case Text::reset_password: return "reset_password";
    case Text::invitation: return "invitation";
  }
  return "";
}

std::string one_line(std::string_view value) {
  std::string line(value);
  std::ranges::replace_if(
      line, [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7F'; }, ' ');
  return line;
}

std::string fill(std::string_view text, const Mail& mail) {
  std::string filled;
  while (!text.empty()) {
    const std::size_t open = text.find('{');
    const std::size_t close = open == std::string_view::npos ? open : text.find('}', open);
    if (close == std::string_view::npos) break;
    filled.append(text.substr(0, open));
    const std::string_view name = text.substr(open + 1, close - open - 1);
    const auto value = std::ranges::find(mail.values, name, [](const auto& pair) { return pair.first; });
    if (value == mail.values.end())
      throw std::logic_error(fmt::format("a mail lacks the value {{{}}}", name));
    filled.append(one_line(value->second));
    text.remove_prefix(close + 1);
  }
  return filled.append(text);
}

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
  return fmt::format("{} <{}>", encode_header(name), address);
}

void append_escaped(std::string& html, std::string_view text) {
  for (const char c : text) {
    switch (c) {
      case '&': html += "&amp;"; break;
      case '<': html += "&lt;"; break;
      case '>': html += "&gt;"; break;
      case '"': html += "&quot;"; break;
      default: html.push_back(c);
    }
  }
}

}  // namespace

Written write_mail(const Mail& mail) {
  const std::string name = fmt::format("{}.{}", name_of(mail.text), to_text(mail.locale));
  const auto found = std::ranges::find(kTemplates, name, &Template::name);
  if (found == kTemplates.end()) throw std::logic_error("there is no template " + name);
  const std::size_t line_end = found->text.find('\n');
  std::string_view body = found->text.substr(line_end);
  body.remove_prefix(std::min(body.find_first_not_of('\n'), body.size()));
  return {.subject = fill(found->text.substr(0, line_end), mail), .text = fill(body, mail)};
}

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
  // 45 bytes become 60 characters, which with the frame stay below 75; never within a character.
  std::string encoded;
  while (!text.empty()) {
    std::size_t taken = 0;
    while (taken < text.size()) {
      const std::size_t length = std::max<std::size_t>(1, protocol::utf8_sequence_length(text.substr(taken)));
      if (taken + length > 45) break;
      taken += length;
    }
    encoded += fmt::format("{}=?UTF-8?B?{}?=", encoded.empty() ? "" : "\r\n ", base64(text.substr(0, taken)));
    text.remove_prefix(taken);
  }
  return encoded;
}

std::string to_html(std::string_view text) {
  std::string html =
      "<!doctype html><html><head><meta charset=\"utf-8\"></head>"
      "<body style=\"font:16px/1.5 sans-serif;max-width:36em;margin:1em auto;color:#222\"><p>";
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    if (line.empty()) {
      html += "</p><p>";
    } else if (line.starts_with("https://") || line.starts_with("http://")) {
      html += "<a href=\"";
      append_escaped(html, line);
      html += "\">";
      append_escaped(html, line);
      html += "</a><br>";
    } else {
      append_escaped(html, line);
      html += "<br>";
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return html + "</p></body></html>";
}

std::string format_message(const Envelope& envelope) {
  constexpr std::string_view kBoundary = "=_stollen_part";
  std::string message = fmt::format(
      "Date: {}\r\nFrom: {}\r\nTo: {}\r\nSubject: {}\r\nMessage-ID: <{}>\r\nAuto-Submitted: "
      "auto-generated\r\n"
      "MIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=\"{}\"\r\n\r\n",
      date_text(envelope.date_ms), from_header(envelope.from), envelope.to, encode_header(envelope.subject),
      envelope.message_id, kBoundary);
  const auto part = [&](std::string_view type, std::string_view content) {
    message +=
        fmt::format("--{}\r\nContent-Type: {}; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n{}",
                    kBoundary, type, base64_lines(content));
  };
  part("text/plain", envelope.text);
  part("text/html", to_html(envelope.text));
  return message + fmt::format("--{}--\r\n", kBoundary);
}

}  // namespace stollen::mail
