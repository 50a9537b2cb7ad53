#pragma once

#include <expected>
#include <functional>
#include <string>

#include <nlohmann/json.hpp>

#include "protocol/cpp/json_reader.hpp"

namespace stollen::protocol::testing {

// Reads `json` as the C++ type of this message, writes it, reads it again and compares the two values; gives
// what was written. Throws when the second value is not the first.
using RoundTrip = std::function<std::expected<std::string, FieldError>(const nlohmann::json& json)>;

// `kind` and `name` as in Shape. Null when C++ does not know the message.
const RoundTrip* find_round_trip(const std::string& kind, const std::string& name);

std::size_t round_trip_count();

}  // namespace stollen::protocol::testing
