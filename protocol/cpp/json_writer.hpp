#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "protocol/cpp/enum_text.hpp"
#include "protocol/cpp/id.hpp"
#include "protocol/cpp/raw_json.hpp"
#include "protocol/cpp/secret.hpp"
#include "protocol/cpp/timestamp.hpp"

namespace stollen::protocol {

// Appends JSON to a string, without a tree. Commas are set by the writer; that begin and end match and that
// keys come only in objects is the caller's duty.
class JsonWriter {
 public:
  explicit JsonWriter(std::string& out) : out_(&out) {}

  void begin_object() { open('{'); }
  void end_object() { close('}'); }
  void begin_array() { open('['); }
  void end_array() { close(']'); }

  // Written as it is: a plain name of the protocol, nothing that would need escaping.
  void key(std::string_view name);

  // Escaped. Bytes that are not UTF-8 become U+FFFD, so that a damaged row never makes a frame that clients
  // refuse.
  void string(std::string_view text);
  void integer(std::int64_t value);
  void boolean(bool value);
  void null() { plain("null"); }

  // Text of one JSON value, taken as it is.
  void raw(std::string_view json) { plain(json); }

  // Text that needs no escaping, such as ids and enumerators.
  void plain_string(std::string_view text);

 private:
  void open(char bracket);
  void close(char bracket);
  void plain(std::string_view text);
  void comma();

  std::string* out_;
  bool needs_comma_ = false;
};

inline void write(JsonWriter& writer, const std::string& text) {
  writer.string(text);
}
void write(JsonWriter& writer, const char* text) = delete;  // would be taken for a bool
inline void write(JsonWriter& writer, std::int64_t value) {
  writer.integer(value);
}
inline void write(JsonWriter& writer, bool value) {
  writer.boolean(value);
}
inline void write(JsonWriter& writer, Timestamp at) {
  writer.integer(at.ms);
}
inline void write(JsonWriter& writer, const Secret& secret) {
  writer.string(secret.reveal());
}
inline void write(JsonWriter& writer, const RawJson& json) {
  writer.raw(json.text.empty() ? "null" : std::string_view{json.text});
}

template <class Tag>
void write(JsonWriter& writer, const Id<Tag>& id) {
  const IdText digits = id.chars();
  writer.plain_string({digits.data(), digits.size()});
}

template <WireEnum Enum>
void write(JsonWriter& writer, Enum value) {
  writer.plain_string(to_text(value));
}

// The JSON text of any type of the protocol.
template <class T>
std::string to_json(const T& value) {
  std::string out;
  JsonWriter writer(out);
  write(writer, value);
  return out;
}

}  // namespace stollen::protocol
