#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace stollen::protocol {

// Names of streams with a key: `before` + id + `after`.
template <class Key>
std::string stream_name(std::string_view before, Key key, std::string_view after) {
  const auto digits = key.chars();
  std::string name;
  name.reserve(before.size() + digits.size() + after.size());
  name.append(before).append(digits.data(), digits.size()).append(after);
  return name;
}

template <class Key>
std::optional<Key> parse_stream_name(std::string_view name, std::string_view before, std::string_view after) {
  if (name.size() < before.size() + after.size() || !name.starts_with(before) || !name.ends_with(after))
    return std::nullopt;
  return Key::parse(name.substr(before.size(), name.size() - before.size() - after.size()));
}

}  // namespace stollen::protocol
