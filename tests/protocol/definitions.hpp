#pragma once

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

// The definitions as they stand in protocol/messages: the tests' own view, independent of the generator.

namespace stollen::protocol::testing {

using Json = nlohmann::json;

// A set of fields that is read as a whole.
struct Shape {
  std::string kind;  // "command", "reply", "event" or "type"
  std::string name;  // full name of the command or event, or the type's name
  Json fields;
};

const std::vector<Shape>& all_shapes();

// Fields of a type, or values of an enum, by name; null when there is no such thing.
const Json& type_fields(const std::string& name);
const Json& enum_values(const std::string& name);
bool is_id(const std::string& type);

// Types that a stream gives as its snapshot.
std::vector<std::string> snapshot_types();

Json read_json_file(const std::string& path_in_protocol);
std::vector<std::string> feature_words();

}  // namespace stollen::protocol::testing
