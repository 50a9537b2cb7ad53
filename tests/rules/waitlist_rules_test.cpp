#include "server/features/waitlist/waitlist_rules.hpp"

#include <vector>

#include "server/core/new_id.hpp"
#include "server/features/slot/slot.hpp"
#include "tests/support/catch.hpp"

using namespace stollen;
using namespace stollen::waitlist;
using namespace std::chrono_literals;

namespace {

const Timestamp kNow{1'800'000'000'000};
const auto kLea = new_id<protocol::PersonId>();
const auto kTom = new_id<protocol::PersonId>();

protocol::Slot slot_in(std::chrono::milliseconds span) {
  return {.person_id = kLea, .starts_at = kNow + span, .minutes = 20, .seats = 1, .free_seats = 1};
}

}  // namespace

TEST_CASE("there are fifteen minutes to answer, three when the slot begins within two hours") {
  CHECK(deadline(kNow, kNow + 24h) == kNow + 15min);
  CHECK(deadline(kNow, kNow + 2h) == kNow + 15min);
  CHECK(deadline(kNow, kNow + 2h - 1ms) == kNow + 3min);
  CHECK(deadline(kNow, kNow + 3min) == kNow + 3min);
}

TEST_CASE("nobody is asked who could not answer before the slot begins") {
  CHECK(deadline(kNow, kNow + 3min - 1ms) == std::nullopt);
  CHECK(deadline(kNow, kNow) == std::nullopt);
}

TEST_CASE(
    "after an outage an offer has its whole time anew, never less than it had, and not beyond the start") {
  CHECK(deadline_after_outage(kNow, kNow - 1h, kNow + 24h) == kNow + 15min);
  CHECK(deadline_after_outage(kNow, kNow + 14min, kNow + 1h) == kNow + 14min);
  CHECK(deadline_after_outage(kNow, kNow + 1min, kNow + 1h) == kNow + 3min);
  CHECK(deadline_after_outage(kNow, kNow - 1h, kNow + 2min) == kNow + 2min);
}

TEST_CASE("a wish says whose slots and how soon") {
  const Wish anybody_later{};
  CHECK(fits(anybody_later, slot_in(2h), kNow));
  CHECK_FALSE(fits(anybody_later, slot_in(2h - 1ms), kNow));
  CHECK(fits({.member = {}, .short_notice = true}, slot_in(1h), kNow));
  CHECK(fits({.member = kLea}, slot_in(3h), kNow));
  CHECK_FALSE(fits({.member = kTom}, slot_in(3h), kNow));
}

TEST_CASE("who waits longest is next, but for whom it does not suit") {
  const auto full = static_cast<std::int64_t>(slot::kMostAppointments);
  struct Row {
    const char* who;
    std::vector<Candidate> waiting;
    std::optional<std::size_t> next;
  };
  const Candidate suits{.wish = {.member = {}, .short_notice = true}};
  const std::vector<Row> table{
      {"nobody waits", {}, std::nullopt},
      {"the first", {suits, suits}, 0},
      {"wants no short notice", {{}, suits}, 1},
      {"wants another member", {{.wish = {.member = kTom, .short_notice = true}}, suits}, 1},
      {"let it pass", {{.wish = suits.wish, .has_passed = true}, suits}, 1},
      {"is elsewhere", {{.wish = suits.wish, .is_busy = true}, suits}, 1},
      {"has as many as one may", {{.wish = suits.wish, .appointments = full}, suits}, 1},
      {"has one less", {{.wish = suits.wish, .appointments = full - 1}, suits}, 0},
      {"suits nobody", {{}, {.wish = suits.wish, .is_busy = true}}, std::nullopt},
  };
  for (const Row& row : table) {
    INFO(row.who);
    CHECK(next_of(row.waiting, slot_in(1h), kNow) == row.next);
  }
}
