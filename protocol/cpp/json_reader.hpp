#pragma once

#include <cstddef>
#include <expected>
#include <memory>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

namespace stollen::protocol {

using Json = nlohmann::json;

// A JSON tree that can be held and passed on without including the whole of nlohmann/json. Never empty,
// except when moved from.
class OwnedJson {
 public:
  // An empty object.
  OwnedJson();
  explicit OwnedJson(Json&& json);

  const Json& value() const { return *json_; }
  operator const Json&() const {
    return *json_;
  }  // NOLINT(google-explicit-constructor): is a tree, only elsewhere

  // The compact JSON text.
  std::string text() const;

 private:
  struct Delete {
    void operator()(Json* json) const;
  };
  std::unique_ptr<Json, Delete> json_;
};

struct JsonLimits {
  std::size_t max_bytes = std::size_t{16} << 20U;
  std::size_t max_depth = 32;
};

// One JSON value and nothing else. Refused, with a sentence that says what is wrong: invalid UTF-8, a byte
// order mark, lone surrogates, keys that come twice in an object, numbers beyond a double, deeper nesting and
// more bytes than `limits` allow.
std::expected<OwnedJson, std::string> parse_json(std::string_view text, const JsonLimits& limits = {});

struct FieldError {
  std::string field;    // path, such as `streams[2].stream`; empty when the whole is no object
  std::string message;  // English sentence that says what is expected

  bool operator==(const FieldError&) const = default;
};

// Specialised by the generated code for each type, command, reply and event. On false `error` is set and
// `out` half filled.
template <class T>
bool read_fields(const Json& json, T& out, FieldError& error);

// Checks types and limits of all fields; unknown fields are ignored.
template <class T>
std::expected<T, FieldError> decode(const Json& json) {
  std::expected<T, FieldError> out{std::in_place};
  FieldError error;
  if (!read_fields(json, *out, error)) out = std::unexpected(std::move(error));
  return out;
}

}  // namespace stollen::protocol
