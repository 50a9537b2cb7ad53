// The store answers as the model does, and shows the same.
#include "tests/feature/booking_play.hpp"
#include "tests/support/catch.hpp"

using namespace stollen;
using namespace stollen::tests;

namespace {

#ifdef NDEBUG
constexpr int kSteps = 100'000;
#else
constexpr int kSteps = 4'000;
#endif

/// Plays on; what differs fails. A play in which hardly anything happens proves nothing: these answers must
/// come.
void play_on(BookingPlay::Waiting waiting, const std::vector<const char*>& answers) {
  const std::uint32_t seed = Catch::rngSeed() != 0 ? Catch::rngSeed() : 1;
  BookingPlay play(seed, waiting);
  for (int step = 0; step < kSteps; ++step) {
    const std::string difference = play.step();
    INFO("seed " << seed << ", step " << step << ": " << difference);
    REQUIRE(difference.empty());
  }
  REQUIRE(play.compare_pictures().empty());
  for (const char* answer : answers) {
    INFO(answer);
    CHECK(play.answers().contains(answer));
  }
}

}  // namespace

TEST_CASE("whatever comes in whatever order, the store answers and shows what the model does") {
  play_on(BookingPlay::Waiting::nobody, {"slot.hold ok",
                                         "slot.hold slot.taken",
                                         "slot.hold slot.overlap",
                                         "slot.hold slot.not_open",
                                         "slot.extend ok",
                                         "slot.extend slot.hold_lost",
                                         "appointment.book ok",
                                         "appointment.book slot.taken",
                                         "appointment.book slot.overlap",
                                         "appointment.book slot.hold_lost",
                                         "appointment.move ok",
                                         "appointment.move slot.taken",
                                         "appointment.cancel ok",
                                         "appointment.cancel appointment.over",
                                         "appointment.reassign ok",
                                         "appointment.reassign slot.member_busy",
                                         "slot.block slot.booked",
                                         "slot.withdraw ok",
                                         "slot.withdraw slot.booked",
                                         "slot.move ok",
                                         "slot.move slot.member_busy"});
}

TEST_CASE("whoever waits, the store offers and shows what the model does") {
  play_on(BookingPlay::Waiting::some,
          {"waitlist.join ok", "waitlist.join waitlist.free_slots", "waitlist.join waitlist.booked",
           "waitlist.leave ok", "waitlist.decline ok", "waitlist.decline waitlist.no_offer",
           "appointment.book ok", "appointment.book slot.taken", "appointment.cancel ok", "slot.hold ok",
           "slot.unblock ok", "slot.move ok"});
}
