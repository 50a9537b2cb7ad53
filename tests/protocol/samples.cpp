#include "tests/protocol/samples.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

#include "protocol/cpp/field_reader.hpp"

namespace stollen::protocol::testing {
namespace {

using Random = std::mt19937_64;

std::int64_t between(Random& random, std::int64_t least, std::int64_t most) {
  return std::uniform_int_distribution<std::int64_t>(least, most)(random);
}

std::size_t size_between(Random& random, std::size_t least, std::size_t most) {
  return std::uniform_int_distribution<std::size_t>(least, most)(random);
}

// What is hard to escape, to count and to check stands beside plain letters.
std::string random_text(Random& random, std::size_t least, std::size_t most) {
  static const std::array<std::string, 20> pieces{"a",  "Z",    "7",          " ",    "ü",      "ß",     "€",
                                                  "漢", "🙂",   "\U0010FFFF", "\"",   "\\",     "/",     "\n",
                                                  "\t", "\x01", "\x1F",       "\x7F", "\u2028", "\uFFFD"};
  std::string text;
  const std::size_t length = size_between(random, least, std::min(most, least + 40));
  for (std::size_t i = 0; i < length; ++i) text += pieces[size_between(random, 0, pieces.size() - 1)];
  return text;
}

std::string random_id(Random& random) {
  static const std::string digits = "0123456789abcdefghjkmnpqrstvwxyz";
  std::string text(1, digits[size_between(random, 0, 7)]);
  while (text.size() < 26) text += digits[size_between(random, 0, 31)];
  return text;
}

Json random_raw(Random& random, int depth) {
  switch (between(random, 0, depth > 3 ? 4 : 6)) {
    case 0: return nullptr;
    case 1: return between(random, 0, 1) == 1;
    case 2: return between(random, -1'000'000'000'000, 1'000'000'000'000);
    case 3: return static_cast<double>(between(random, -1000, 1000)) / 8;
    case 4: return random_text(random, 0, 10);
    case 5: return Json::array({random_raw(random, depth + 1), random_raw(random, depth + 1)});
    default:
      return Json{{"key", random_raw(random, depth + 1)}, {"other \"key\"", random_raw(random, depth + 1)}};
  }
}

Json random_item(const Json& field, Random& random, int depth) {
  const std::string type = field["type"];
  if (type == "text")
    return random_text(random, field.value("min_length", 0U), field["max_length"].get<std::size_t>());
  if (type == "integer")
    return between(random, field.value("minimum", -kMaximumInteger), field.value("maximum", kMaximumInteger));
  if (type == "boolean") return between(random, 0, 1) == 1;
  if (type == "timestamp") return between(random, 0, Timestamp::kMaximumMs);
  if (type == "raw") return random_raw(random, 0);
  if (is_id(type)) return random_id(random);
  if (const Json& values = enum_values(type); !values.is_null()) {
    return std::next(values.begin(), between(random, 0, static_cast<std::int64_t>(values.size()) - 1)).key();
  }
  return random_object(type_fields(type), random, depth + 1);
}

}  // namespace

std::string repeated(const std::string& text, std::size_t count) {
  std::string all;
  for (std::size_t i = 0; i < count; ++i) all += text;
  return all;
}

Json least_item(const Json& field) {
  const std::string type = field["type"];
  if (type == "text") return std::string(field.value("min_length", 0U), 'x');
  if (type == "integer") return field.value("minimum", std::int64_t{0});
  if (type == "boolean") return false;
  if (type == "timestamp") return 0;
  if (type == "raw") return Json::object();
  if (is_id(type)) return kSampleId;
  if (const Json& values = enum_values(type); !values.is_null()) return values.begin().key();
  return least_object(type_fields(type));
}

Json least_value(const Json& field) {
  if (!field.value("list", false)) return least_item(field);
  Json list = Json::array();
  while (list.size() < field.value("min_items", 0U)) list.push_back(least_item(field));
  return list;
}

Json least_object(const Json& fields) {
  Json object = Json::object();
  for (const auto& [name, field] : fields.items()) object[name] = least_value(field);
  return object;
}

Json random_object(const Json& fields, Random& random, int depth) {
  Json object = Json::object();
  for (const auto& [name, field] : fields.items()) {
    if (field.value("optional", false) && between(random, 0, 1) == 0) continue;
    if (!field.value("list", false)) {
      object[name] = random_item(field, random, depth);
      continue;
    }
    const auto least = field.value("min_items", std::size_t{0});
    const auto most = std::min(field["max_items"].get<std::size_t>(), least + (depth > 1 ? 1 : 3));
    Json& list = object[name] = Json::array();
    for (std::size_t count = size_between(random, least, most); count > 0; --count) {
      list.push_back(random_item(field, random, depth));
    }
  }
  return object;
}

}  // namespace stollen::protocol::testing
