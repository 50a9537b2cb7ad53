#include "protocol/generated/cpp/streams.hpp"

#include "tests/support/catch.hpp"

using namespace stollen::protocol;

namespace {

const std::string kId = "01k3zzzzzzzzzzzzzzzzzzzzzz";

}  // namespace

TEST_CASE("Streams are named and found by their names") {
  const auto person = PersonId::parse(kId).value();
  const auto booth = BoothId::parse(kId).value();
  CHECK(FairStream::name() == "fair");
  CHECK(UserStream::name(person) == "user:" + kId);
  CHECK(BoothStaffStream::name(booth) == "booth:" + kId + ":staff");
  CHECK(FairStream::parse("fair").has_value());
  CHECK(UserStream::parse("user:" + kId) == person);
  CHECK(BoothStaffStream::parse("booth:" + kId + ":staff") == booth);
}

TEST_CASE("Names that are nearly those of a stream are none") {
  for (const std::string& name : {std::string(), std::string("fair:"), std::string("fairs"), "fair:" + kId}) {
    CAPTURE(name);
    CHECK_FALSE(FairStream::parse(name).has_value());
  }
  for (const std::string& name : {std::string("user:"), "user:" + kId + "0", "user:" + kId.substr(1),
                                  "User:" + kId, "conversation:" + kId}) {
    CAPTURE(name);
    CHECK_FALSE(UserStream::parse(name).has_value());
  }
  for (const std::string& name :
       {"booth:" + kId, "booth:" + kId + ":staf", std::string("booth::staff"), std::string("booth:staff"),
        std::string(":staff"), "booth:" + kId + ":staff:"}) {
    CAPTURE(name);
    CHECK_FALSE(BoothStaffStream::parse(name).has_value());
  }
}
