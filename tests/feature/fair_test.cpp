#include "server/features/fair/fair.hpp"

#include <algorithm>

#include "tests/feature/house.hpp"
#include "tests/support/catch.hpp"

namespace stollen::tests {
namespace {

using namespace std::chrono_literals;
using protocol::Phase;
using Names = std::vector<std::string>;

/// As the demo's folder says it: live for six hours, with one item of the programme.
void import_demo(House& house, bool has_fixed_date = false) {
  house.write([&](Transaction& tx) {
    fair::FairImport demo{
        .slug = "demo", .title = {"Demo", {}}, .zone = "Europe/Berlin", .address_form = "Sie"};
    demo.phases = {
        {Phase::live, tx.now() - 1h}, {Phase::after, tx.now() + 5h}, {Phase::over, tx.now() + 1'000h}};
    demo.halls = {{.slug = "halle-1", .title = {"Halle 1", {}}}};
    demo.programme = {{.slug = "start", .starts_at = tx.now() - 1h, .minutes = 15, .title = {"Start", {}}}};
    demo.is_demo = true;
    if (!has_fixed_date) demo.dates_from = tx.now();
    fair::import_fair(tx, demo, true);
  });
  house.housekeeping("fair.advance_phase");
}

protocol::FairSnapshot shown(House& house) {
  return house.snapshot<protocol::FairStream>(Caller{}).value();
}

}  // namespace

TEST_CASE("a phase that begins is told once, also by nodes whose clocks differ a little", "[fair]") {
  House house;
  import_demo(house, true);
  house.clock.move(5h);
  house.housekeeping("fair.advance_phase");
  CHECK(shown(house).phase == Phase::after);
  const auto head = house.head("fair");
  for (const auto behind : {-1s, -3s, 4s}) {
    house.clock.move(behind);
    house.housekeeping("fair.advance_phase");
  }
  CHECK(shown(house).phase == Phase::after);
  CHECK(house.head("fair") == head);
  house.clock.move(-1min);  // a clock that was put right is followed
  house.housekeeping("fair.advance_phase");
  CHECK(shown(house).phase == Phase::live);
}

TEST_CASE("a demo that is opened days later is live again, and what happened in it stays", "[fair]") {
  House house;
  import_demo(house);
  const auto vera = house.visitor("Vera Winkler");
  const auto talk =
      house.get(vera, protocol::conversation::Open{.booth_id = house.holzwerk, .text = "Noch da?"});
  const auto before = shown(house);
  const auto head = house.head("fair");

  house.clock.move(75h);
  house.housekeeping("fair.advance_phase");
  const auto after = shown(house);
  CHECK(after.phase == Phase::live);
  REQUIRE(after.phases.size() == before.phases.size());
  for (std::size_t i = 0; i < before.phases.size(); ++i) {
    CHECK(after.phases[i].starts_at == before.phases[i].starts_at + 75h);
  }
  CHECK(after.programme.at(0).starts_at == before.programme.at(0).starts_at + 75h);
  CHECK(house.event_names("fair", head) == Names{"fair.changed"});
  const auto messages = house.get(
      vera, protocol::conversation::ListMessages{.conversation_id = talk.conversation_id, .before_n = 100});
  CHECK(messages.messages.at(0).text == "Noch da?");

  house.housekeeping("fair.advance_phase");
  CHECK(house.head("fair") == head + 1);  // once
}

TEST_CASE("a demo whose end has come is renewed while it runs", "[fair]") {
  House house;
  import_demo(house);
  house.clock.move(5h - 1ms);
  house.housekeeping("fair.advance_phase");
  const auto before = shown(house);
  house.clock.move(1ms);
  house.housekeeping("fair.advance_phase");
  const auto after = shown(house);
  CHECK(after.phase == Phase::live);
  CHECK(after.phases.at(1).starts_at == before.phases.at(1).starts_at + 5h);
}

TEST_CASE("fixed dates are left alone, and so is a fair that is no demo", "[fair]") {
  House house;  // no demo
  house.clock.move(2'000h);
  house.housekeeping("fair.advance_phase");
  CHECK(shown(house).phase == Phase::read_only);

  House fixed;
  import_demo(fixed, true);
  const auto before = shown(fixed).phases;
  fixed.clock.move(75h);
  fixed.housekeeping("fair.advance_phase");
  CHECK(shown(fixed).phase == Phase::after);
  CHECK(shown(fixed).phases == before);
}

}  // namespace stollen::tests
