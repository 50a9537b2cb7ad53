#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include "protocol/cpp/json_reader.hpp"
#include "protocol/cpp/json_writer.hpp"

namespace stollen::protocol {

// Types of the protocol as the store keeps them: as JSON text.
template <class T>
std::string to_stored(const T& value) {
  std::string text;
  JsonWriter writer(text);
  write(writer, value);
  return text;
}

// What to_stored wrote. Whatever is wrong with it is a damaged store: std::runtime_error.
template <class T>
T from_stored(std::string_view text) {
  auto json = parse_json(text);
  if (!json) throw std::runtime_error("a stored JSON text is damaged: " + json.error());
  auto value = decode<T>(*json);
  if (!value) throw std::runtime_error("a stored JSON text is damaged: " + value.error().field);
  return std::move(*value);
}

}  // namespace stollen::protocol
