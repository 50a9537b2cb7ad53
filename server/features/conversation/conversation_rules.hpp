#pragma once

#include <string>
#include <string_view>

#include "server/core/result.hpp"

namespace stollen::conversation {

/// The text as it is stored: composed (NFC), without white space at its ends. Nothing else is altered:
/// control characters (but line breaks and tabs), such that turn the direction of writing, and an empty rest
/// are `session.invalid_field` at `text`.
Result<std::string> clean_message(std::string_view text);

/// Whether this may be a reaction: no control characters, letters, digits or white space.
bool is_reaction(std::string_view emoji);

/// The beginning of a message for lists: one line, at most 160 characters.
std::string quote(std::string_view text);

}  // namespace stollen::conversation
