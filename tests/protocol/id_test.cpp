#include "protocol/cpp/id.hpp"

#include <algorithm>
#include <random>
#include <unordered_set>

#include "protocol/generated/cpp/vocabulary.hpp"
#include "tests/support/catch.hpp"

using namespace stollen::protocol;

namespace {

PersonId random_id(std::mt19937_64& random) {
  IdBytes bytes;
  for (auto& byte : bytes) byte = static_cast<std::uint8_t>(random());
  return PersonId::from_bytes(bytes);
}

}  // namespace

TEST_CASE("The least and the greatest id have the least and the greatest text") {
  CHECK(PersonId{}.text() == std::string(26, '0'));
  IdBytes greatest;
  greatest.fill(0xFF);
  CHECK(PersonId::from_bytes(greatest).text() == "7" + std::string(25, 'z'));
  CHECK_FALSE(PersonId{});
  CHECK(PersonId::from_bytes(greatest));
}

TEST_CASE("An id survives its text, and text order is byte order") {
  std::mt19937_64 random(1);
  for (int round = 0; round < 2000; ++round) {
    const PersonId one = random_id(random);
    const PersonId other = random_id(random);
    REQUIRE(PersonId::parse(one.text()) == one);
    REQUIRE((one < other) == (one.text() < other.text()));
  }
}

TEST_CASE("A text has exactly one spelling") {
  const std::string good = "01k3zzzzzzzzzzzzzzzzzzzzzz";
  CHECK(PersonId::parse(good).has_value());
  for (std::size_t length = 0; length < 60; ++length) {
    if (length != 26) CHECK_FALSE(PersonId::parse(std::string(length, '1')).has_value());
  }
  for (const char wrong : std::string("iloUILOA-_ /:@[`{\x7F\xC3") + std::string(1, '\0')) {
    for (const std::size_t at : {std::size_t{0}, std::size_t{1}, std::size_t{25}}) {
      std::string text = good;
      text[at] = wrong;
      CAPTURE(wrong, at);
      CHECK_FALSE(PersonId::parse(text).has_value());
    }
  }
  CHECK_FALSE(PersonId::parse("8" + good.substr(1)).has_value());
}

TEST_CASE("Hashes of ids that follow each other in time differ") {
  std::unordered_set<std::size_t> hashes;
  IdBytes bytes{};
  for (int i = 0; i < 10'000; ++i) {
    bytes[4] = static_cast<std::uint8_t>(i >> 8);
    bytes[5] = static_cast<std::uint8_t>(i);
    hashes.insert(std::hash<PersonId>{}(PersonId::from_bytes(bytes)));
  }
  CHECK(hashes.size() == 10'000);
}
