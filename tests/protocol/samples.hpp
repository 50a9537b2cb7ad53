#pragma once

#include <random>
#include <string>

#include "tests/protocol/definitions.hpp"

namespace stollen::protocol::testing {

inline constexpr const char* kSampleId = "01k3zzzzzzzzzzzzzzzzzzzzzz";

// The smallest valid value of one item of the field, or of the field.
Json least_item(const Json& field);
Json least_value(const Json& field);
// All fields, also optional ones, with their smallest values.
Json least_object(const Json& fields);

std::string repeated(const std::string& text, std::size_t count);

// A random valid object; optional fields come and go, lists are short.
Json random_object(const Json& fields, std::mt19937_64& random, int depth = 0);

}  // namespace stollen::protocol::testing
