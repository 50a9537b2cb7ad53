// Two openings of one file stand for two processes.
#include "server/storage/signals.hpp"

#include <thread>

#include "server/core/new_id.hpp"
#include "server/storage/prune.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/test_clock.hpp"
#include "tests/support/test_store.hpp"

namespace stollen::tests {
namespace {

using namespace std::chrono_literals;
using storage::Transaction;

constexpr std::span<const storage::Migration> kNoMigrations;

/// Nothing that happens by the way is taken for a foreign commit.
storage::DatabaseOptions quiet() {
  storage::DatabaseOptions options;
  options.checkpoint_interval = 1h;
  options.look_interval = 1h;
  return options;
}

storage::ForeignSignals signals(storage::Database& database, std::int64_t after = 0) {
  storage::ForeignSignals found;
  database.read([&](Transaction& tx) { found = storage::read_signals(tx, after, database.origin()); });
  return found;
}

}  // namespace

TEST_CASE("effects that concern other processes are stored with the unit, and read by those alone",
          "[storage]") {
  const TestStore own(kNoMigrations, system_clock(), quiet());
  const auto other = storage::open_database(own.address(), quiet());
  const auto person = new_id<protocol::PersonId>();
  const auto log_in = new_id<protocol::SessionId>();
  own->write([&](Transaction& tx) {
    tx.effects().removals.push_back({person, "hall"});
    tx.effects().rights_changed.push_back(person);
    tx.effects().ended_sessions.push_back(log_in);
    tx.effects().has_media = true;
    tx.effects().has_mail = true;  // the outbox is looked at by every process
  });
  const auto found = signals(*other);
  CHECK(found.head == 4);
  REQUIRE(found.effects.removals.size() == 1);
  CHECK(found.effects.removals[0].person == person);
  CHECK(found.effects.removals[0].stream == "hall");
  CHECK(found.effects.rights_changed == std::vector{person});
  CHECK(found.effects.ended_sessions == std::vector{log_in});
  CHECK(found.effects.has_media);
  CHECK_FALSE(found.effects.has_mail);
  CHECK(signals(*own).effects.empty());
  CHECK(signals(*other, found.head).effects.empty());
  other->stop();
}

TEST_CASE("a unit that is rolled back leaves no signal", "[storage]") {
  const TestStore own;
  CHECK_THROWS(own->write([&](Transaction& tx) {
    tx.effects().has_media = true;
    throw std::runtime_error("changed its mind");
  }));
  own->write([](Transaction&) {});
  CHECK(signals(*own).head == 0);
}

TEST_CASE("commits of others are noticed, own ones are not", "[storage]") {
  const TestStore own(kNoMigrations, system_clock(), quiet());
  const auto other = storage::open_database(own.address(), quiet());
  own->write([](Transaction&) {});
  const auto before = own->foreign_changes();
  for (int i = 0; i < 3; ++i) own->write([](Transaction& tx) { tx.next_number("hall"); });
  CHECK(own->foreign_changes() == before);
  other->write([](Transaction& tx) { tx.next_number("hall"); });
  own->write([](Transaction&) {});
  CHECK(own->foreign_changes() == before + 1);
  other->stop();
}

TEST_CASE("an idle writer notices, too", "[storage]") {
  auto options = quiet();
  options.look_interval = 1ms;
  const TestStore own(kNoMigrations, system_clock(), options);
  const auto other = storage::open_database(own.address(), quiet());
  own->write([](Transaction&) {});
  const auto before = own->foreign_changes();
  other->write([](Transaction& tx) { tx.next_number("hall"); });
  const auto deadline = std::chrono::steady_clock::now() + 20s;
  while (own->foreign_changes() == before && std::chrono::steady_clock::now() < deadline)
    std::this_thread::yield();
  CHECK(own->foreign_changes() > before);
  other->stop();
}

TEST_CASE("old signals are removed, and their numbers are not used again", "[storage]") {
  TestClock clock;
  const TestStore own(kNoMigrations, clock);
  const auto send = [&] { own->write([](Transaction& tx) { tx.effects().has_media = true; }); };
  send();
  clock.advance(49h);
  send();
  storage::Pruned pruned;
  own->write([&](Transaction& tx) { pruned = storage::prune(tx); });
  CHECK(pruned.signals == 1);
  send();
  CHECK(signals(*own).head == 3);
}

}  // namespace stollen::tests
