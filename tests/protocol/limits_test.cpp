#include "protocol/cpp/field_reader.hpp"
#include "tests/protocol/definitions.hpp"
#include "tests/protocol/messages.hpp"
#include "tests/protocol/samples.hpp"
#include "tests/support/catch.hpp"

using namespace stollen::protocol;
using testing::Json;

namespace {

// Puts values into one field of an otherwise valid message.
class Probe {
 public:
  Probe(const testing::Shape& shape, const std::string& name)
      : round_trip_(*testing::find_round_trip(shape.kind, shape.name)),
        name_(name),
        object_(testing::least_object(shape.fields)) {}

  void takes(Json value) {
    object_[name_] = std::move(value);
    const auto written = round_trip_(object_);
    INFO(name_ << " = " << object_[name_].dump().substr(0, 100));
    if (!written) FAIL_CHECK(written.error().field << ": " << written.error().message);
  }

  // `path` is what follows the field's name in the error.
  void refuses(Json value, const std::string& path = "") {
    object_[name_] = std::move(value);
    check_refused(path);
  }

  void refuses_absence() {
    object_.erase(name_);
    check_refused("");
  }

  void takes_absence() {
    object_.erase(name_);
    CHECK(round_trip_(object_).has_value());
  }

 private:
  void check_refused(const std::string& path) {
    const auto written = round_trip_(object_);
    INFO(name_ << " = " << object_.value(name_, Json()).dump().substr(0, 100));
    REQUIRE_FALSE(written.has_value());
    CHECK(written.error().field == name_ + path);
    CHECK_FALSE(written.error().message.empty());
  }

  const testing::RoundTrip& round_trip_;
  std::string name_;
  Json object_;
};

// Calls `check` for every field of every message.
template <class Check>
void for_every_field(Check check) {
  for (const auto& shape : testing::all_shapes()) {
    for (const auto& [name, field] : shape.fields.items()) {
      INFO(shape.kind << " " << shape.name << " " << name);
      Probe probe(shape, name);
      check(probe, field);
    }
  }
}

bool is_list(const Json& field) {
  return field.value("list", false);
}

// The item alone, or as the only item of a list with as many as the field needs.
Json in_field(const Json& field, const Json& item) {
  if (!is_list(field)) return item;
  Json list = testing::least_value(field);
  if (list.empty()) list.push_back(item);
  list[0] = item;
  return list;
}

std::string item_path(const Json& field) {
  return is_list(field) ? "[0]" : "";
}

}  // namespace

TEST_CASE("Every text is bounded in code points") {
  for_every_field([](Probe& probe, const Json& field) {
    if (field["type"] != "text") return;
    const auto least = field.value("min_length", std::size_t{0});
    const auto most = field["max_length"].get<std::size_t>();
    for (const std::string letter : {"a", "ü", "漢", "🙂"}) {
      probe.takes(in_field(field, testing::repeated(letter, most)));
      probe.takes(in_field(field, testing::repeated(letter, least)));
      probe.refuses(in_field(field, testing::repeated(letter, most + 1)), item_path(field));
      if (least > 0) probe.refuses(in_field(field, testing::repeated(letter, least - 1)), item_path(field));
    }
    if (most > least)
      probe.refuses(in_field(field, std::string(least, 'a') + std::string(1, '\0')), item_path(field));
  });
}

TEST_CASE("Every integer is bounded") {
  for_every_field([](Probe& probe, const Json& field) {
    if (field["type"] != "integer") return;
    const auto least = field.value("minimum", -kMaximumInteger);
    const auto most = field.value("maximum", kMaximumInteger);
    probe.takes(in_field(field, least));
    probe.takes(in_field(field, most));
    probe.refuses(in_field(field, least - 1), item_path(field));
    probe.refuses(in_field(field, most + 1), item_path(field));
    for (const char* text : {"9007199254740992", "-9007199254740992", "9223372036854775808",
                             "18446744073709551615", "18446744073709551616", "1.0", "1e2", "0.5"}) {
      probe.refuses(in_field(field, Json::parse(text)), item_path(field));
    }
  });
}

TEST_CASE("Every time is bounded") {
  for_every_field([](Probe& probe, const Json& field) {
    if (field["type"] != "timestamp") return;
    probe.takes(in_field(field, 0));
    probe.takes(in_field(field, Timestamp::kMaximumMs));
    probe.refuses(in_field(field, -1), item_path(field));
    probe.refuses(in_field(field, Timestamp::kMaximumMs + 1), item_path(field));
    probe.refuses(in_field(field, 1.5), item_path(field));
  });
}

TEST_CASE("Every list is bounded") {
  for_every_field([](Probe& probe, const Json& field) {
    if (!is_list(field)) return;
    const auto least = field.value("min_items", std::size_t{0});
    const auto most = field["max_items"].get<std::size_t>();
    const Json item = testing::least_item(field);
    probe.takes(Json(most, item));
    probe.refuses(Json(most + 1, item));
    probe.takes(Json(least, item));
    if (least > 0) probe.refuses(Json(least - 1, item));
    // The error names the item.
    Json list(std::max<std::size_t>(least, 2), item);
    list[1] = Json::array();
    probe.refuses(list, "[1]");
  });
}

TEST_CASE("Every id has 26 characters of the alphabet") {
  for_every_field([](Probe& probe, const Json& field) {
    if (!testing::is_id(field["type"])) return;
    const std::string id = testing::kSampleId;
    probe.takes(in_field(field, id));
    for (const std::string& wrong : {id.substr(1), id + "0", "8" + id.substr(1), "01K3" + id.substr(4),
                                     "01ki" + id.substr(4), std::string(), "01ü" + id.substr(4)}) {
      probe.refuses(in_field(field, wrong), item_path(field));
    }
  });
}

TEST_CASE("Every enum takes its values only") {
  for_every_field([](Probe& probe, const Json& field) {
    const Json& values = testing::enum_values(field["type"]);
    if (values.is_null()) return;
    for (const auto& [value, about] : values.items()) probe.takes(in_field(field, value));
    for (const char* wrong : {"", "no_such_value", "0"})
      probe.refuses(in_field(field, wrong), item_path(field));
  });
}

TEST_CASE("Every field refuses values of another type and names itself") {
  const Json values{nullptr, true, 1, 1.5, "text", Json::array(), Json::object()};
  for_every_field([&](Probe& probe, const Json& field) {
    const std::string type = field["type"];
    if (type == "raw") return;
    for (const Json& value : values) {
      const bool is_number = type == "integer" || type == "timestamp";
      const bool is_text = type == "text" || testing::is_id(type) || !testing::enum_values(type).is_null();
      const bool is_object = !testing::type_fields(type).is_null();
      const bool fits = (is_number && value.is_number_integer()) ||
                        (type == "boolean" && value.is_boolean()) || (is_text && value.is_string()) ||
                        (is_object && value.is_object());
      if (!fits) probe.refuses(in_field(field, value), item_path(field));
      if (is_list(field) && !value.is_array()) probe.refuses(value);
    }
  });
}

TEST_CASE("A missing field is refused unless it is optional") {
  for_every_field([](Probe& probe, const Json& field) {
    if (field.value("optional", false)) {
      probe.takes_absence();
    } else {
      probe.refuses_absence();
    }
  });
}

TEST_CASE("Unknown fields are ignored and do not come out again") {
  for (const auto& shape : testing::all_shapes()) {
    CAPTURE(shape.kind, shape.name);
    const Json object = testing::least_object(shape.fields);
    Json larger = object;
    larger["no_such_field"] = Json{{"deep", {1, 2, 3}}};
    const auto written = (*testing::find_round_trip(shape.kind, shape.name))(larger);
    REQUIRE(written.has_value());
    CHECK(Json::parse(*written) == object);
  }
}

TEST_CASE("A message must be an object") {
  for (const auto& shape : testing::all_shapes()) {
    CAPTURE(shape.kind, shape.name);
    for (const Json& value : {Json(), Json(1), Json("text"), Json::array()}) {
      const auto written = (*testing::find_round_trip(shape.kind, shape.name))(value);
      REQUIRE_FALSE(written.has_value());
      CHECK(written.error() == FieldError{"", "Expected an object."});
    }
  }
}
