#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace stollen {

/// Percent-encoding (RFC 3986, section 2.1) undone; nothing when two hex digits are missing behind a "%".
std::optional<std::string> percent_decoded(std::string_view text);

}  // namespace stollen
