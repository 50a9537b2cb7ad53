#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "server/mail/mail.hpp"

namespace stollen::mail {

/// A template of templates/: `confirm_address.de`. Made at build time. Its first line is the subject; blank
/// lines part the paragraphs of the rest. Places `{name}` are filled with values; one whose name ends with
/// `link` is a link in HTML. A line that begins with `?` is left out when one of its values is empty. Lines
/// between `[` and `]` are a paragraph that is written once for each item, with the item's values.
struct Template {
  std::string_view name;
  std::string_view text;
};
extern const std::span<const Template> kTemplates;

/// The same words twice.
struct Written {
  std::string subject;
  std::string text;
  std::string html;  ///< paragraphs, without a frame
};
enum class AddressForm : std::uint8_t { formal, familiar };
/// Puts the values into the template; of a fair that says "du" into its own, where there is one. Values
/// cannot add lines, links or markup, so no header and no line of the text can be forged. Throws
/// std::logic_error for a template or a value that is not there.
Written write_mail(const Mail& mail, AddressForm form = AddressForm::formal);
/// Of a given template, for tests of how they are filled.
Written fill_template(std::string_view text, const Mail& mail);

}  // namespace stollen::mail
