#include "server/features/booth/booth_rules.hpp"
#include "tests/support/catch.hpp"

using namespace stollen::booth;
using stollen::protocol::BoothState;
using stollen::protocol::Duty;

namespace {
BoothState state_with(std::initializer_list<Duty> duties) {
  std::vector<stollen::account::TeamPerson> team;
  for (const Duty duty : duties) team.push_back({.duty = duty});
  return state_of(team);
}
}  // namespace

TEST_CASE("a booth is what the best of its team can offer") {
  CHECK(state_with({}) == BoothState::unstaffed);
  CHECK(state_with({Duty::off, Duty::off}) == BoothState::unstaffed);
  CHECK(state_with({Duty::off, Duty::pause}) == BoothState::pause);
  CHECK(state_with({Duty::pause, Duty::talking}) == BoothState::talking);
  CHECK(state_with({Duty::talking, Duty::free, Duty::pause}) == BoothState::free);
}

TEST_CASE("searching does not mind case, accents and how umlauts are written") {
  CHECK(fold("Käse") == "kaese");
  CHECK(fold("KAESE") == "kaese");
  CHECK(fold("Ka\u0308se") == "kaese");
  CHECK(fold("Große Straße") == "grosse strasse");
  CHECK(fold("Café Señor Łódź") == "cafe senor łodz");
}

TEST_CASE("each word of a search is one pattern, and its signs mean themselves") {
  CHECK(search_patterns("  Müller   Aue ") == std::vector<std::string>{"%mueller%", "%aue%"});
  CHECK(search_patterns("100%_\\") == std::vector<std::string>{"%100\\%\\_\\\\%"});
  CHECK(search_patterns("").empty());
  CHECK(search_patterns("a b c d e f g h").size() == 6);
}
