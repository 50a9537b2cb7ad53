#pragma once

// For the generated .cpp files only: it includes the whole of nlohmann/json.

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "protocol/cpp/enum_text.hpp"
#include "protocol/cpp/id.hpp"
#include "protocol/cpp/json_reader.hpp"
#include "protocol/cpp/raw_json.hpp"
#include "protocol/cpp/secret.hpp"
#include "protocol/cpp/timestamp.hpp"

namespace stollen::protocol {

// JavaScript holds integers exactly up to here.
inline constexpr std::int64_t kMaximumInteger = (std::int64_t{1} << 53U) - 1;

// Limits of one field; those that do not apply to its type stay at their defaults. Lengths count code points,
// in a list those of each item.
struct FieldLimits {
  std::size_t min_length = 0;
  std::size_t max_length = std::numeric_limits<std::size_t>::max();
  std::int64_t minimum = -kMaximumInteger;
  std::int64_t maximum = kMaximumInteger;
  std::size_t min_items = 0;
  std::size_t max_items = std::numeric_limits<std::size_t>::max();
};

// Each sets error.message and returns false when `json` is not what the field takes.
bool read_value(const Json& json, const FieldLimits& limits, std::string& out, FieldError& error);
bool read_value(const Json& json, const FieldLimits& limits, std::int64_t& out, FieldError& error);
bool read_value(const Json& json, const FieldLimits& limits, bool& out, FieldError& error);
bool read_value(const Json& json, const FieldLimits& limits, Timestamp& out, FieldError& error);
bool read_value(const Json& json, const FieldLimits& limits, Secret& out, FieldError& error);
bool read_value(const Json& json, const FieldLimits& limits, RawJson& out, FieldError& error);

// The value of a field, or null with error set when `json` has no such field.
const Json* find_field(const Json& json, std::string_view name);
bool fail_missing(std::string_view name, FieldError& error);
bool fail_id(FieldError& error);
bool fail_enum(const std::string_view* texts, std::size_t count, FieldError& error);
bool fail_list(const FieldLimits& limits, FieldError& error);
bool check_object(const Json& json, FieldError& error);

// Puts the name of the outer field before the path of the inner one.
void prepend_field(std::string_view name, FieldError& error);
void prepend_index(std::size_t index, FieldError& error);

inline std::string_view text_of(const Json& json) {
  const auto* text = json.get_ptr<const std::string*>();
  return text == nullptr ? std::string_view{} : std::string_view{*text};
}

template <class Tag>
bool read_value(const Json& json, const FieldLimits& /*limits*/, Id<Tag>& out, FieldError& error) {
  const auto id = Id<Tag>::parse(text_of(json));
  if (!id) return fail_id(error);
  out = *id;
  return true;
}

template <WireEnum Enum>
bool read_value(const Json& json, const FieldLimits& /*limits*/, Enum& out, FieldError& error) {
  const auto value = json.is_string() ? from_text<Enum>(text_of(json)) : std::nullopt;
  if (!value) return fail_enum(EnumTexts<Enum>::kTexts.data(), EnumTexts<Enum>::kTexts.size(), error);
  out = *value;
  return true;
}

template <class T>
bool read_value(const Json& json, const FieldLimits& limits, std::vector<T>& out, FieldError& error) {
  const auto* items = json.get_ptr<const Json::array_t*>();
  if (items == nullptr || items->size() < limits.min_items || items->size() > limits.max_items)
    return fail_list(limits, error);
  out.reserve(items->size());
  for (const Json& item : *items) {
    if (!read_value(item, limits, out.emplace_back(), error)) {
      prepend_index(out.size() - 1, error);
      return false;
    }
  }
  return true;
}

// A type of the protocol.
template <class T>
  requires std::is_aggregate_v<T>
bool read_value(const Json& json, const FieldLimits& /*limits*/, T& out, FieldError& error) {
  return read_fields(json, out, error);
}

template <class T>
bool read_required(const Json& json, std::string_view name, const FieldLimits& limits, T& out,
                   FieldError& error) {
  const Json* value = find_field(json, name);
  if (value == nullptr) return fail_missing(name, error);
  if (read_value(*value, limits, out, error)) return true;
  prepend_field(name, error);
  return false;
}

// Absent means absent: null is refused like any other wrong type.
template <class T>
bool read_optional(const Json& json, std::string_view name, const FieldLimits& limits, std::optional<T>& out,
                   FieldError& error) {
  const Json* value = find_field(json, name);
  if (value == nullptr) return true;
  if (read_value(*value, limits, out.emplace(), error)) return true;
  prepend_field(name, error);
  return false;
}

}  // namespace stollen::protocol
