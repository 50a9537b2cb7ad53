#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/generated/cpp/vocabulary.hpp"

/// What a mail says, before it is plain text or HTML: one source, so that both say the same.
namespace stollen::mail {

struct Span {
  std::string text;
  bool is_link = false;  ///< the text is the address
};
using Line = std::vector<Span>;
struct Paragraph {
  std::vector<Line> lines;
  bool is_item = false;  ///< one of several things of a kind, such as an appointment
};

std::string as_text(std::span<const Paragraph> paragraphs);
/// Escaped, nothing but paragraphs, line breaks and links.
std::string as_html(std::span<const Paragraph> paragraphs);

/// The text with the fair's title below, behind the line that mail programs know to end a mail.
std::string sign_text(std::string text, std::string_view fair_title);
/// The page for `body`, with the fair's title below. It fetches nothing and sets no colours, so that it is
/// legible on light and on dark.
std::string html_page(std::string_view body, std::string_view subject, std::string_view fair_title,
                      protocol::Locale locale);

}  // namespace stollen::mail
