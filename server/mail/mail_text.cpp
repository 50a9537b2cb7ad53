#include "server/mail/mail_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <vector>

#include "protocol/cpp/utf8.hpp"
#include "server/core/plain_text.hpp"
#include "server/mail/html_text.hpp"

namespace stollen::mail {
namespace {

constexpr std::size_t kLongestSubject = 190;

constexpr std::string_view name_of(Text text) {
  switch (text) {
    case Text::confirm_address: return "confirm_address";
    case Text::account_exists: return "account_exists";
    case Text::reset_password: return "reset_password";
    case Text::invitation: return "invitation";
    case Text::waitlist_offer: return "waitlist_offer";
    case Text::waitlist_ended: return "waitlist_ended";
    case Text::appointment_booked: return "appointment_booked";
    case Text::appointment_moved: return "appointment_moved";
    case Text::appointment_moved_by_team: return "appointment_moved_by_team";
    case Text::appointment_reassigned: return "appointment_reassigned";
    case Text::appointment_cancelled: return "appointment_cancelled";
    case Text::appointment_reminder: return "appointment_reminder";
    case Text::appointment_reminders: return "appointment_reminders";
    case Text::appointment_passed_on: return "appointment_passed_on";
    case Text::appointment_not_held: return "appointment_not_held";
  }
  return "";
}

/// What a place of the template is filled from.
struct Source {
  const Values& values;
  const Values* item = nullptr;

  [[nodiscard]] const std::string& find(std::string_view name) const {
    for (const Values* among : {item, &values}) {
      if (among == nullptr) continue;
      const auto found = std::ranges::find(*among, name, [](const auto& pair) { return pair.first; });
      if (found != among->end()) return found->second;
    }
    throw std::logic_error(fmt::format("a mail lacks the value {{{}}}", name));
  }
};

std::string_view take_line(std::string_view& text) {
  const std::size_t end = std::min(text.find('\n'), text.size());
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return line;
}

/// Nothing when the line is left out.
std::optional<Line> fill_line(std::string_view text, const Source& source) {
  const bool is_optional = text.starts_with('?');
  if (is_optional) text.remove_prefix(1);
  Line line;
  while (!text.empty()) {
    const std::size_t open = text.find('{');
    const std::size_t close = open == std::string_view::npos ? open : text.find('}', open);
    if (close == std::string_view::npos) break;
    const std::string_view name = text.substr(open + 1, close - open - 1);
    const std::string value = one_line(source.find(name));
    if (is_optional && value.empty()) return std::nullopt;
    if (open > 0) line.push_back({std::string(text.substr(0, open))});
    const bool is_link =
        name.ends_with("link") && (value.starts_with("https://") || value.starts_with("http://"));
    line.push_back({value, is_link});
    text.remove_prefix(close + 1);
  }
  if (!text.empty()) line.push_back({std::string(text)});
  return line;
}

class Filling {
 public:
  explicit Filling(const Mail& mail) : mail_(mail) {}

  std::vector<Paragraph> fill(std::string_view body) {
    while (!body.empty()) {
      const std::string_view line = take_line(body);
      if (line == "[") {
        fill_items(body);
      } else if (line.empty()) {
        end_paragraph();
      } else if (auto filled = fill_line(line, {.values = mail_.values})) {
        paragraph_.lines.push_back(std::move(*filled));
      }
    }
    end_paragraph();
    return std::move(paragraphs_);
  }

 private:
  void fill_items(std::string_view& body) {
    std::vector<std::string_view> lines;
    for (std::string_view line = take_line(body); line != "]"; line = take_line(body)) {
      if (body.empty()) throw std::logic_error("a template's part for each item has no end");
      lines.push_back(line);
    }
    for (const Values& item : mail_.items) {
      end_paragraph();
      paragraph_.is_item = true;
      for (const std::string_view line : lines) {
        if (auto filled = fill_line(line, {.values = mail_.values, .item = &item}))
          paragraph_.lines.push_back(std::move(*filled));
      }
    }
    end_paragraph();
  }
  void end_paragraph() {
    if (!paragraph_.lines.empty()) paragraphs_.push_back(std::move(paragraph_));
    paragraph_ = {};
  }

  const Mail& mail_;
  Paragraph paragraph_;
  std::vector<Paragraph> paragraphs_;
};

std::string fill_subject(std::string_view text, const Mail& mail) {
  const auto line = fill_line(text, {.values = mail.values});
  std::string subject;
  for (const Span& span : line.value_or(Line{})) subject += span.text;
  if (protocol::utf8_length(subject) <= kLongestSubject) return subject;
  std::size_t end = 0;
  for (std::size_t count = 1; count < kLongestSubject; ++count)
    end += protocol::utf8_sequence_length(std::string_view(subject).substr(end));
  return subject.substr(0, end) + "…";
}

}  // namespace

Written fill_template(std::string_view text, const Mail& mail) {
  const std::string_view subject = take_line(text);
  const auto paragraphs = Filling(mail).fill(text);
  return {.subject = fill_subject(subject, mail), .text = as_text(paragraphs), .html = as_html(paragraphs)};
}

Written write_mail(const Mail& mail, AddressForm form) {
  if (form == AddressForm::familiar && mail.locale == protocol::Locale::de) {
    const auto familiar =
        std::ranges::find(kTemplates, fmt::format("{}.du", name_of(mail.text)), &Template::name);
    if (familiar != kTemplates.end()) return fill_template(familiar->text, mail);
  }
  const std::string name = fmt::format("{}.{}", name_of(mail.text), to_text(mail.locale));
  const auto found = std::ranges::find(kTemplates, name, &Template::name);
  if (found == kTemplates.end()) throw std::logic_error("there is no template " + name);
  return fill_template(found->text, mail);
}

}  // namespace stollen::mail
