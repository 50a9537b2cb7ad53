#include "server/storage/timers.hpp"

#include <stdexcept>

#include "tests/support/catch.hpp"
#include "tests/support/test_clock.hpp"
#include "tests/support/test_store.hpp"

namespace stollen::tests {
namespace {

using namespace std::chrono_literals;
using storage::Transaction;

constexpr std::span<const storage::Migration> kNoMigrations;

struct Fixture {
  TestClock clock;
  TestStore store{kNoMigrations, clock};

  storage::Effects set(std::string_view kind, std::string_view subject, std::chrono::milliseconds in) {
    return store->write([&](Transaction& tx) { storage::set_timer(tx, kind, subject, tx.now() + in); });
  }
  std::vector<std::string> due(std::size_t limit = 10) {
    std::vector<std::string> names;
    store->read([&](Transaction& tx) {
      for (const auto& [kind, subject] : storage::due_timers(tx, limit).due)
        names.push_back(kind + " " + subject);
    });
    return names;
  }
  std::optional<std::chrono::milliseconds> next_in(std::size_t limit = 10) {
    std::optional<std::chrono::milliseconds> wait;
    store->read([&](Transaction& tx) {
      if (const auto next = storage::due_timers(tx, limit).next) wait = *next - tx.now();
    });
    return wait;
  }
  std::optional<storage::ClaimedTimer> claim(std::string kind, std::string subject) {
    std::optional<storage::ClaimedTimer> claimed;
    store->write([&](Transaction& tx) { claimed = storage::claim_timer(tx, {kind, subject}); });
    return claimed;
  }
};

}  // namespace

TEST_CASE("timers are due in the order of their times, and not before", "[storage]") {
  Fixture f;
  f.set("remind", "late", 3s);
  f.set("remind", "early", 1s);
  f.set("end", "middle", 2s);
  CHECK(f.due().empty());
  CHECK(f.next_in() == 1s);
  f.clock.advance(2s);
  CHECK(f.due() == std::vector<std::string>{"remind early", "end middle"});
  CHECK(f.next_in() == 1s);
  CHECK(f.due(1) == std::vector<std::string>{"remind early"});
  CHECK(f.next_in(1) == 0s);
}

TEST_CASE("a timer that is set again is moved, and one that is cancelled is gone", "[storage]") {
  Fixture f;
  f.set("remind", "a", 1s);
  f.set("remind", "b", 1s);
  f.set("end", "a", 1s);
  f.set("remind", "a", 5s);
  f.store->write([](Transaction& tx) {
    storage::cancel_timer(tx, "remind", "b");
    storage::cancel_timer(tx, "remind", "never set");
    CHECK(storage::timer_due_at(tx, "remind", "a") == tx.now() + 5s);
    CHECK_FALSE(storage::timer_due_at(tx, "remind", "b"));
  });
  f.clock.advance(1s);
  CHECK(f.due() == std::vector<std::string>{"end a"});
  CHECK(f.next_in() == 4s);
}

TEST_CASE("a timer is claimed once, when it is due, and a claim that is rolled back leaves it", "[storage]") {
  Fixture f;
  f.set("remind", "a", 1s);
  CHECK_FALSE(f.claim("remind", "a"));
  f.clock.advance(1s);
  CHECK_THROWS(f.store->write([](Transaction& tx) {
    CHECK(storage::claim_timer(tx, {"remind", "a"}));
    throw std::runtime_error("the handler failed");
  }));
  const auto claimed = f.claim("remind", "a");
  REQUIRE(claimed);
  CHECK(claimed->due_at == f.clock.now());
  CHECK(claimed->tries == 0);
  CHECK_FALSE(f.claim("remind", "a"));
}

TEST_CASE("a timer that failed is due later and knows how often, but a moved one keeps its time",
          "[storage]") {
  Fixture f;
  f.set("remind", "a", 0s);
  f.set("remind", "b", 0s);
  const storage::ClaimedTimer failed{.due_at = f.clock.now(), .tries = 0};
  f.set("remind", "b", 1s);
  const auto effects = f.store->write([&](Transaction& tx) {
    storage::postpone_timer(tx, {"remind", "a"}, failed, 5s);
    storage::postpone_timer(tx, {"remind", "b"}, failed, 5s);
  });
  CHECK(effects.next_timer == f.clock.now() + 5s);
  f.clock.advance(1s);
  CHECK(f.due() == std::vector<std::string>{"remind b"});
  f.clock.advance(4s);
  CHECK(f.claim("remind", "a")->tries == 1);
  CHECK(f.claim("remind", "b")->tries == 0);
}

TEST_CASE("the unit tells the earliest timer that it set", "[storage]") {
  Fixture f;
  CHECK_FALSE(f.store->write([](Transaction&) {}).next_timer);
  const auto effects = f.store->write([](Transaction& tx) {
    storage::set_timer(tx, "remind", "a", tx.now() + 3s);
    storage::set_timer(tx, "remind", "b", tx.now() + 2s);
    storage::set_timer(tx, "remind", "c", tx.now() + 4s);
  });
  CHECK(effects.next_timer == f.clock.now() + 2s);
  CHECK_FALSE(effects.empty());
}

}  // namespace stollen::tests
