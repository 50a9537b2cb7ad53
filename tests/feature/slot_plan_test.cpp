#include "tests/feature/booking_desk.hpp"
#include "tests/support/catch.hpp"

using namespace stollen;
using namespace stollen::tests;

TEST_CASE("when a demo's day is over its plan moves with its dates, and what was booked stays where it was") {
  BookingDesk desk;
  desk.write([&](Transaction& tx) {
    fair::FairImport demo{
        .slug = "messe", .title = {"Messe", {}}, .zone = "Europe/Berlin", .address_form = "Sie"};
    demo.phases = {{protocol::Phase::live, tx.now() - std::chrono::hours(1)},
                   {protocol::Phase::after, tx.now() + std::chrono::hours(5)}};
    demo.halls = {{.slug = "halle-1", .title = {"Halle 1", {}}}};
    demo.is_demo = true;
    demo.dates_from = tx.now();
    fair::import_fair(tx, demo, true);
    const std::vector<slot::PlannedTime> plan{{.booth_id = desk.holzwerk,
                                               .person_id = desk.lea.person_id,
                                               .from = desk.in(60),
                                               .to = desk.in(120),
                                               .title = {}}};
    CHECK(slot::follow_plan(tx, plan).added == 3);
  });
  const auto planned = desk.calendar();
  const auto made = desk.book(desk.anna, planned.at(0).slot_id);
  desk.sweep();
  CHECK(desk.calendar().size() == 3);

  desk.clock.move(std::chrono::hours(30));
  desk.housekeeping("fair.advance_phase");
  desk.sweep();
  const auto renewed = desk.calendar();
  REQUIRE(renewed.size() == 3);
  for (std::size_t i = 0; i < 3; ++i) {
    CHECK(renewed[i].starts_at == planned[i].starts_at + std::chrono::hours(30));
    CHECK(renewed[i].free_seats == 1);
  }
  CHECK(desk.get(desk.anna, protocol::appointment::List{}).appointments.at(0).starts_at == made.starts_at);
  desk.sweep();
  CHECK(desk.effects.events.empty());
}
