#include "protocol/cpp/field_reader.hpp"

#include "protocol/cpp/utf8.hpp"

namespace stollen::protocol {
namespace {

bool fail(FieldError& error, std::string message) {
  error.message = std::move(message);
  return false;
}

// "1 to 80", "at most 80"
std::string range(std::size_t least, std::size_t most) {
  return least == 0 ? "at most " + std::to_string(most)
                    : std::to_string(least) + " to " + std::to_string(most);
}

bool fail_text(const FieldLimits& limits, FieldError& error) {
  return fail(error, "Expected a text of " + range(limits.min_length, limits.max_length) +
                         " characters without NUL.");
}

// Code points are at most as many as bytes and at least a quarter of them, so that counting is rarely needed.
bool has_allowed_length(const std::string& text, const FieldLimits& limits) {
  if (text.size() < limits.min_length || text.size() / 4 > limits.max_length) return false;
  if (text.size() <= limits.max_length && text.size() / 4 >= limits.min_length) return true;
  const std::size_t length = utf8_length(text);
  return length >= limits.min_length && length <= limits.max_length;
}

bool read_integer(const Json& json, std::int64_t least, std::int64_t most, std::int64_t& out) {
  if (const auto* whole = json.get_ptr<const Json::number_unsigned_t*>()) {
    if (*whole > static_cast<std::uint64_t>(kMaximumInteger)) return false;
    out = static_cast<std::int64_t>(*whole);
  } else if (const auto* negative = json.get_ptr<const Json::number_integer_t*>()) {
    out = *negative;
  } else {
    return false;
  }
  return out >= least && out <= most;
}

}  // namespace

bool read_value(const Json& json, const FieldLimits& limits, std::string& out, FieldError& error) {
  const auto* text = json.get_ptr<const std::string*>();
  if (text == nullptr || !has_allowed_length(*text, limits)) return fail_text(limits, error);
  if (text->find('\0') != std::string::npos) return fail_text(limits, error);
  out = *text;
  return true;
}

bool read_value(const Json& json, const FieldLimits& limits, std::int64_t& out, FieldError& error) {
  if (read_integer(json, limits.minimum, limits.maximum, out)) return true;
  return fail(error, "Expected an integer from " + std::to_string(limits.minimum) + " to " +
                         std::to_string(limits.maximum) + ".");
}

bool read_value(const Json& json, const FieldLimits& /*limits*/, bool& out, FieldError& error) {
  const auto* value = json.get_ptr<const bool*>();
  if (value == nullptr) return fail(error, "Expected true or false.");
  out = *value;
  return true;
}

bool read_value(const Json& json, const FieldLimits& /*limits*/, Timestamp& out, FieldError& error) {
  if (read_integer(json, 0, Timestamp::kMaximumMs, out.ms)) return true;
  return fail(error, "Expected a time: an integer of milliseconds since 1970, UTC.");
}

bool read_value(const Json& json, const FieldLimits& limits, Secret& out, FieldError& error) {
  std::string text;
  if (!read_value(json, limits, text, error)) return false;
  out = Secret(std::move(text));
  return true;
}

bool read_value(const Json& json, const FieldLimits& /*limits*/, RawJson& out, FieldError& /*error*/) {
  out.text = json.dump();
  return true;
}

const Json* find_field(const Json& json, std::string_view name) {
  const auto& fields = *json.get_ptr<const Json::object_t*>();
  const auto found = fields.find(name);
  return found == fields.end() ? nullptr : &found->second;
}

bool check_object(const Json& json, FieldError& error) {
  if (json.is_object()) return true;
  return fail(error, "Expected an object.");
}

bool fail_missing(std::string_view name, FieldError& error) {
  error.field = name;
  return fail(error, "This field is missing.");
}

bool fail_id(FieldError& error) {
  return fail(error, "Expected an id: 26 characters of 0-9 and a-z without i, l, o and u.");
}

bool fail_enum(const std::string_view* texts, std::size_t count, FieldError& error) {
  std::string message = "Expected one of: ";
  for (std::size_t i = 0; i < count; ++i) message.append(i == 0 ? "" : ", ").append(texts[i]);
  return fail(error, message + ".");
}

bool fail_list(const FieldLimits& limits, FieldError& error) {
  return fail(error, "Expected a list of " + range(limits.min_items, limits.max_items) + " items.");
}

void prepend_field(std::string_view name, FieldError& error) {
  std::string path(name);
  if (!error.field.empty() && error.field.front() != '[') path.push_back('.');
  error.field.insert(0, path);
}

void prepend_index(std::size_t index, FieldError& error) {
  std::string path = "[" + std::to_string(index) + "]";
  if (!error.field.empty() && error.field.front() != '[') path.push_back('.');
  error.field.insert(0, path);
}

}  // namespace stollen::protocol
