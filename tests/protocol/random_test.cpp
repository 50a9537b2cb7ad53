#include "tests/protocol/definitions.hpp"
#include "tests/protocol/messages.hpp"
#include "tests/protocol/samples.hpp"
#include "tests/support/catch.hpp"

using namespace stollen::protocol;
using testing::Json;

// The round trip itself throws when the value that was read again differs from the first.
TEST_CASE("Any valid message survives writing and reading") {
  std::mt19937_64 random(20261001);
  for (const auto& shape : testing::all_shapes()) {
    for (int round = 0; round < 60; ++round) {
      const Json object = testing::random_object(shape.fields, random);
      const auto written = (*testing::find_round_trip(shape.kind, shape.name))(object);
      INFO(shape.kind << " " << shape.name << " " << object.dump());
      if (!written) FAIL(written.error().field << ": " << written.error().message);
      REQUIRE(Json::parse(*written) == object);
    }
  }
}

// Breaks a valid message at random places: whatever comes must be read whole or refused with a message, never
// half.
TEST_CASE("A damaged message is read or refused, and never breaks the reader") {
  std::mt19937_64 random(7);
  std::size_t refused = 0;
  for (const auto& shape : testing::all_shapes()) {
    for (int round = 0; round < 200; ++round) {
      std::string text = testing::random_object(shape.fields, random).dump();
      for (int damage = 0; damage < 3; ++damage) text[random() % text.size()] = static_cast<char>(random());
      const auto parsed = parse_json(text);
      if (!parsed) {
        CHECK_FALSE(parsed.error().empty());
        ++refused;
        continue;
      }
      const auto written = (*testing::find_round_trip(shape.kind, shape.name))(parsed->value());
      if (!written) {
        CHECK_FALSE(written.error().message.empty());
        ++refused;
      }
    }
  }
  CHECK(refused > 1000);
}
