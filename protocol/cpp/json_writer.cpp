#include "protocol/cpp/json_writer.hpp"

#include <array>
#include <charconv>
#include <cstring>

#include "protocol/cpp/utf8.hpp"

namespace stollen::protocol {
namespace {

constexpr std::string_view kHexDigits = "0123456789abcdef";
constexpr std::string_view kReplacementCharacter = "\xEF\xBF\xBD";

constexpr std::uint64_t repeat(std::uint8_t byte) {
  return 0x0101010101010101ULL * byte;
}

// True when one of eight bytes is a control character, a quote, a backslash or not ASCII.
bool has_special(std::uint64_t bytes) {
  constexpr std::uint64_t kHighBits = repeat(0x80);
  const auto has_zero = [](std::uint64_t word) { return (word - repeat(0x01)) & ~word; };
  const std::uint64_t controls = (bytes - repeat(0x20)) & ~bytes;
  const std::uint64_t quotes = has_zero(bytes ^ repeat('"'));
  const std::uint64_t backslashes = has_zero(bytes ^ repeat('\\'));
  return ((controls | quotes | backslashes | bytes) & kHighBits) != 0;
}

bool is_special(unsigned char byte) {
  return byte < 0x20 || byte == '"' || byte == '\\' || byte >= 0x80;
}

// Length of the longest beginning that needs neither escaping nor checking.
std::size_t plain_length(std::string_view text) {
  std::size_t at = 0;
  for (; at + 8 <= text.size(); at += 8) {
    std::uint64_t bytes = 0;
    std::memcpy(&bytes, text.data() + at, sizeof bytes);
    if (has_special(bytes)) break;
  }
  while (at < text.size() && !is_special(static_cast<unsigned char>(text[at]))) ++at;
  return at;
}

void append_escape(std::string& out, unsigned char byte) {
  switch (byte) {
    case '"': out.append("\\\""); return;
    case '\\': out.append("\\\\"); return;
    case '\b': out.append("\\b"); return;
    case '\f': out.append("\\f"); return;
    case '\n': out.append("\\n"); return;
    case '\r': out.append("\\r"); return;
    case '\t': out.append("\\t"); return;
    default: break;
  }
  const std::array<char, 6> escape{'\\', 'u', '0', '0', kHexDigits[byte >> 4U], kHexDigits[byte & 15U]};
  out.append(escape.data(), escape.size());
}

}  // namespace

void JsonWriter::comma() {
  if (needs_comma_) out_->push_back(',');
  needs_comma_ = true;
}

void JsonWriter::open(char bracket) {
  comma();
  out_->push_back(bracket);
  needs_comma_ = false;
}

void JsonWriter::close(char bracket) {
  out_->push_back(bracket);
  needs_comma_ = true;
}

void JsonWriter::plain(std::string_view text) {
  comma();
  out_->append(text);
}

void JsonWriter::key(std::string_view name) {
  const std::size_t before = out_->size();
  const std::size_t comma_size = needs_comma_ ? 1 : 0;
  const std::size_t after = before + comma_size + name.size() + 3;
  // One check of the capacity instead of four: most of a frame is keys. libstdc++ 12 hands the capacity to
  // the function where the standard says the size; so it is not used.
  out_->resize_and_overwrite(after, [&](char* bytes, std::size_t /*size*/) {
    char* to = bytes + before;
    if (comma_size != 0) *to++ = ',';
    *to++ = '"';
    std::memcpy(to, name.data(), name.size());
    to += name.size();
    *to++ = '"';
    *to = ':';
    return after;
  });
  needs_comma_ = false;
}

void JsonWriter::plain_string(std::string_view text) {
  comma();
  out_->push_back('"');
  out_->append(text);
  out_->push_back('"');
}

void JsonWriter::string(std::string_view text) {
  comma();
  out_->push_back('"');
  while (true) {
    const std::size_t plain = plain_length(text);
    out_->append(text.data(), plain);
    text.remove_prefix(plain);
    if (text.empty()) break;
    const auto first = static_cast<unsigned char>(text.front());
    if (first < 0x80) {
      append_escape(*out_, first);
      text.remove_prefix(1);
      continue;
    }
    const std::size_t length = utf8_sequence_length(text);
    out_->append(length == 0 ? kReplacementCharacter : text.substr(0, length));
    text.remove_prefix(length == 0 ? 1 : length);
  }
  out_->push_back('"');
}

void JsonWriter::integer(std::int64_t value) {
  std::array<char, 20> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  plain({digits.data(), static_cast<std::size_t>(end - digits.data())});
}

void JsonWriter::boolean(bool value) {
  plain(value ? "true" : "false");
}

}  // namespace stollen::protocol
