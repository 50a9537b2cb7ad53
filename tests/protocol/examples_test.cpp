#include <algorithm>
#include <map>

#include "tests/protocol/definitions.hpp"
#include "tests/protocol/messages.hpp"
#include "tests/support/catch.hpp"

using namespace stollen::protocol;
using testing::Json;

namespace {

// {kind, name} -> examples
std::map<std::pair<std::string, std::string>, std::vector<Json>> read_examples() {
  std::map<std::pair<std::string, std::string>, std::vector<Json>> examples;
  for (const std::string& word : testing::feature_words()) {
    const Json file = testing::read_json_file("examples/" + word + ".json");
    for (const auto& [name, list] : file["commands"].items()) {
      for (const Json& example : list) {
        examples[{"command", word + "." + name}].push_back(example["with"]);
        examples[{"reply", word + "." + name}].push_back(example["reply"]);
      }
    }
    for (const auto& [name, list] : file["events"].items()) {
      for (const Json& example : list) examples[{"event", word + "." + name}].push_back(example);
    }
    for (const auto& [name, list] : file["types"].items()) {
      for (const Json& example : list) examples[{"type", name}].push_back(example);
    }
  }
  return examples;
}

}  // namespace

TEST_CASE("Every example is read and written as it was") {
  for (const auto& [key, list] : read_examples()) {
    const auto& [kind, name] = key;
    CAPTURE(kind, name);
    const auto* round_trip = testing::find_round_trip(kind, name);
    REQUIRE(round_trip != nullptr);
    for (const Json& example : list) {
      CAPTURE(example.dump());
      const auto written = (*round_trip)(example);
      if (!written) FAIL(written.error().field << ": " << written.error().message);
      CHECK(Json::parse(*written) == example);
    }
  }
}

TEST_CASE("Every command, event and snapshot has an example") {
  const auto examples = read_examples();
  const auto snapshots = testing::snapshot_types();
  for (const auto& shape : testing::all_shapes()) {
    if (shape.kind == "type" && std::ranges::find(snapshots, shape.name) == snapshots.end()) continue;
    CAPTURE(shape.kind, shape.name);
    CHECK(examples.contains({shape.kind, shape.name}));
  }
}

TEST_CASE("C++ knows every message of the definitions and no other") {
  for (const auto& shape : testing::all_shapes()) {
    CAPTURE(shape.kind, shape.name);
    CHECK(testing::find_round_trip(shape.kind, shape.name) != nullptr);
  }
  CHECK(testing::round_trip_count() == testing::all_shapes().size());
}
