#include "server/core/plain_text.hpp"

#include "protocol/cpp/utf8.hpp"

namespace stollen {
namespace {

enum class Meaning { letter, line_break, space, nothing };

Meaning meaning_of(std::string_view character) {
  if (character.size() == 1) {
    const auto code = static_cast<unsigned char>(character[0]);
    if (code == '\n' || code == '\r') return Meaning::line_break;
    return code < ' ' || code == 0x7F ? Meaning::space : Meaning::letter;
  }
  if (character.size() == 2 && character[0] == '\xC2' && static_cast<unsigned char>(character[1]) < 0xA0)
    return character[1] == '\x85' ? Meaning::line_break : Meaning::space;  // U+0080 … U+009F
  if (character == "\xE2\x80\xA8" || character == "\xE2\x80\xA9") return Meaning::line_break;
  // U+202A … U+202E embed and override, U+2066 … U+2069 isolate; U+FEFF is a mark of byte order.
  if (character.starts_with("\xE2\x80") && character[2] >= '\xAA' && character[2] <= '\xAE')
    return Meaning::nothing;
  if (character.starts_with("\xE2\x81") && character[2] >= '\xA6' && character[2] <= '\xA9')
    return Meaning::nothing;
  return character == "\xEF\xBB\xBF" ? Meaning::nothing : Meaning::letter;
}

std::string made_plain(std::string_view text, char line_break) {
  std::string plain;
  while (!text.empty()) {
    const std::size_t length = protocol::utf8_sequence_length(text);
    if (length == 0) {
      plain += "\xEF\xBF\xBD";
      text.remove_prefix(1);
      continue;
    }
    const std::string_view character = text.substr(0, text.starts_with("\r\n") ? 2 : length);
    switch (character == "\r\n" ? Meaning::line_break : meaning_of(character)) {
      case Meaning::letter: plain += character; break;
      case Meaning::line_break: plain += line_break; break;
      case Meaning::space: plain += ' '; break;
      case Meaning::nothing: break;
    }
    text.remove_prefix(character.size());
  }
  return plain;
}

}  // namespace

std::string one_line(std::string_view text) {
  return made_plain(text, ' ');
}

std::string plain_lines(std::string_view text) {
  return made_plain(text, '\n');
}

}  // namespace stollen
