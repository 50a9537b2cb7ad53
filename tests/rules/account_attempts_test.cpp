#include "server/features/account/failed_attempts.hpp"
#include "tests/support/catch.hpp"

using namespace stollen::account;
using namespace std::chrono_literals;
using stollen::protocol::Timestamp;

namespace {
constexpr Timestamp kStart{1'700'000'000'000};
}

TEST_CASE("the first failures cost nothing, then each one waits longer, up to a bound") {
  FailedAttempts attempts({.free_per_account = 3, .longest_account_wait = 4s});
  Timestamp now = kStart;
  for (int i = 0; i < 2; ++i) {
    attempts.note_failure("anna", "", now);
    CHECK_FALSE(attempts.wait("anna", "", now));
  }
  std::vector<std::chrono::milliseconds> waits;
  for (int i = 0; i < 5; ++i) {
    attempts.note_failure("anna", "", now);
    waits.push_back(attempts.wait("anna", "", now).value());
    now = now + waits.back();
    CHECK_FALSE(attempts.wait("anna", "", now));  // never locked out
  }
  CHECK(waits == std::vector<std::chrono::milliseconds>{1s, 2s, 4s, 4s, 4s});
}

TEST_CASE("an address that guesses at many accounts is slowed down, others are not") {
  FailedAttempts attempts({.free_per_account = 5, .free_per_address = 10});
  for (int i = 0; i < 10; ++i) attempts.note_failure("person" + std::to_string(i), "192.0.2.7", kStart);
  CHECK(attempts.wait("anna", "192.0.2.7", kStart));
  CHECK_FALSE(attempts.wait("anna", "192.0.2.8", kStart));
}

TEST_CASE("the owner who logs in is free again, the guessing address is not") {
  FailedAttempts attempts({.free_per_account = 1, .free_per_address = 1});
  attempts.note_failure("anna", "192.0.2.7", kStart);
  attempts.forget_account("anna");
  CHECK_FALSE(attempts.wait("anna", "192.0.2.8", kStart));
  CHECK(attempts.wait("anna", "192.0.2.7", kStart));
}

TEST_CASE("failures are forgotten after an hour") {
  FailedAttempts attempts({.free_per_account = 2});
  attempts.note_failure("anna", "", kStart);
  attempts.note_failure("anna", "", kStart + 2h);
  CHECK_FALSE(attempts.wait("anna", "", kStart + 2h));
}

TEST_CASE("invented accounts do not fill the memory") {
  FailedAttempts attempts({.free_per_account = 1, .most_entries = 100});
  attempts.note_failure("anna", "", kStart);
  for (int i = 0; i < 10'000; ++i)
    attempts.note_failure("invented" + std::to_string(i), "", kStart + std::chrono::milliseconds(i));
  attempts.note_failure("berta", "", kStart + 10s);
  CHECK(attempts.wait("berta", "", kStart + 10s));
}
