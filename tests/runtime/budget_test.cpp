#include "server/runtime/budget.hpp"

#include "tests/support/catch.hpp"

namespace stollen::runtime {
namespace {

using namespace std::chrono_literals;

const TokenBucket::TimePoint kStart{1000h};

TEST_CASE("a bucket gives its burst at once, then its rate", "[budget]") {
  TokenBucket bucket({.rate_per_second = 5, .burst = 20});
  for (int i = 0; i < 20; ++i) CHECK(bucket.try_take(1, kStart));
  CHECK_FALSE(bucket.try_take(1, kStart));
  CHECK(bucket.retry_after(1, kStart) == 200ms);
  CHECK_FALSE(bucket.try_take(1, kStart + 199ms));
  CHECK(bucket.try_take(1, kStart + 200ms));
  CHECK_FALSE(bucket.try_take(1, kStart + 200ms));
}

TEST_CASE("an idle bucket fills to its burst and no further", "[budget]") {
  TokenBucket bucket({.rate_per_second = 1, .burst = 3});
  CHECK(bucket.try_take(3, kStart));
  int taken = 0;
  while (taken < 100 && bucket.try_take(1, kStart + 24h)) ++taken;
  CHECK(taken == 3);
}

TEST_CASE("several tokens are taken together or not at all", "[budget]") {
  TokenBucket bucket({.rate_per_second = 10, .burst = 5});
  CHECK(bucket.try_take(3, kStart));
  CHECK_FALSE(bucket.try_take(3, kStart));
  CHECK(bucket.retry_after(3, kStart) == 100ms);
  CHECK(bucket.try_take(2, kStart));
  CHECK(bucket.retry_after(5, kStart) == 500ms);
  CHECK(bucket.retry_after(6, kStart) == TokenBucket::kNever);
  CHECK(bucket.retry_after(1, kStart + 1s) == 0ms);
}

TEST_CASE("what retry_after says is exact", "[budget]") {
  TokenBucket bucket({.rate_per_second = 3, .burst = 4});
  CHECK(bucket.try_take(4, kStart));
  const auto wait = bucket.retry_after(2, kStart);
  CHECK_FALSE(bucket.try_take(2, kStart + wait - 1ns));
  CHECK(bucket.try_take(2, kStart + wait));
}

TEST_CASE("over a long time no more than the rate passes", "[budget]") {
  TokenBucket bucket({.rate_per_second = 7, .burst = 2});
  int taken = 0;
  for (auto now = kStart; now < kStart + 60s; now += 1ms) taken += bucket.try_take(1, now) ? 1 : 0;
  CHECK(taken >= 7 * 60);
  CHECK(taken <= 7 * 60 + 2);
}

TEST_CASE("a rate or burst out of range is refused by name", "[budget]") {
  CHECK_THROWS_WITH(TokenBucket({.rate_per_second = 0, .burst = 1}), Catch::Contains("rate_per_second"));
  CHECK_THROWS_WITH(TokenBucket({.rate_per_second = 1e10, .burst = 1}), Catch::Contains("rate_per_second"));
  CHECK_THROWS_WITH(TokenBucket({.rate_per_second = 1, .burst = 0}), Catch::Contains("burst"));
  CHECK_THROWS_WITH(TokenBucket({.rate_per_second = 1, .burst = 1001}), Catch::Contains("burst"));
}

TEST_CASE("a turn's budget ends by frames or by octets, and is renewed", "[budget]") {
  TurnBudget budget({.frames = 3, .octets = 100});
  CHECK(budget.spend(10));
  CHECK(budget.spend(10));
  CHECK_FALSE(budget.spend(10));
  CHECK_FALSE(budget.spend(10));
  budget.renew();
  CHECK(budget.spend(99));
  CHECK_FALSE(budget.spend(1));
  budget.renew();
  CHECK_FALSE(budget.spend(5'000'000'000));  // one huge frame is handled, then it is the others' turn
}

}  // namespace
}  // namespace stollen::runtime
