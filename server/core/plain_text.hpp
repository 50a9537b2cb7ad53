#pragma once

#include <string>
#include <string_view>

namespace stollen {

/// What people wrote, made harmless for places that have lines of their own (headers, calendar entries, plain
/// mails): control characters and line separators become spaces, characters that turn the direction of what
/// follows are dropped, what is no UTF-8 becomes U+FFFD. Letters of any script stay, so do marks and emoji.
std::string one_line(std::string_view text);
/// Likewise, but line breaks of any kind stay, as `\n`.
std::string plain_lines(std::string_view text);

}  // namespace stollen
