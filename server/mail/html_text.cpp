#include "server/mail/html_text.hpp"

#include <fmt/format.h>

namespace stollen::mail {
namespace {

std::string escaped(std::string_view text) {
  std::string html;
  for (const char c : text) {
    switch (c) {
      case '&': html += "&amp;"; break;
      case '<': html += "&lt;"; break;
      case '>': html += "&gt;"; break;
      case '"': html += "&quot;"; break;
      default: html.push_back(c);
    }
  }
  return html;
}

std::string html_of(const Line& line) {
  std::string html;
  for (const Span& span : line) {
    const std::string text = escaped(span.text);
    html += span.is_link ? fmt::format("<a href=\"{0}\" style=\"word-break:break-all\">{0}</a>", text) : text;
  }
  return html;
}

}  // namespace

std::string as_text(std::span<const Paragraph> paragraphs) {
  std::string text;
  for (const Paragraph& paragraph : paragraphs) {
    if (!text.empty()) text += '\n';
    for (const Line& line : paragraph.lines) {
      for (const Span& span : line) text += span.text;
      text += '\n';
    }
  }
  return text;
}

std::string as_html(std::span<const Paragraph> paragraphs) {
  std::string html;
  for (const Paragraph& paragraph : paragraphs) {
    html +=
        paragraph.is_item ? "<p style=\"margin-left:4px;padding-left:12px;border-left:3px solid\">" : "<p>";
    for (std::size_t i = 0; i < paragraph.lines.size(); ++i) {
      if (i > 0) html += "<br>\n";
      html += html_of(paragraph.lines[i]);
    }
    html += "</p>\n";
  }
  return html;
}

std::string sign_text(std::string text, std::string_view fair_title) {
  if (!fair_title.empty()) text += fmt::format("\n-- \n{}\n", fair_title);
  return text;
}

std::string html_page(std::string_view body, std::string_view subject, std::string_view fair_title,
                      protocol::Locale locale) {
  const std::string signature =
      fair_title.empty()
          ? std::string{}
          : fmt::format("<hr style=\"border:0;border-top:1px solid\">\n<p>{}</p>\n", escaped(fair_title));
  return fmt::format(
      "<!doctype html>\n<html lang=\"{}\"><head><meta charset=\"utf-8\">"
      "<meta name=\"viewport\" content=\"width=device-width\">"
      "<meta name=\"color-scheme\" content=\"light dark\">"
      "<meta name=\"supported-color-schemes\" content=\"light dark\">"
      "<title>{}</title></head>\n"
      "<body style=\"font:16px/1.5 system-ui,sans-serif;max-width:38em;margin:1em auto;padding:0 1em\">\n"
      "{}{}</body></html>\n",
      protocol::to_text(locale), escaped(subject), body, signature);
}

}  // namespace stollen::mail
