// What only a store that several processes share has to do. Run where STOLLEN_TEST_STORE names one.
#include <future>
#include <regex>
#include <thread>

#include "protocol/generated/cpp/booth.hpp"
#include "server/storage/postgres/link.hpp"
#include "server/storage/store_error.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/store_proxy.hpp"
#include "tests/support/test_store.hpp"
#include "tests/support/wait_until.hpp"

namespace stollen::tests {
namespace {

using namespace std::chrono_literals;
using storage::Effects;
using storage::Migration;
using storage::Transaction;
using storage::WriteOutcome;
using storage::WriteUnit;
using storage::postgres::Link;

const std::vector<Migration> kMigrations{{"notes", 1, "CREATE TABLE note (id TEXT PRIMARY KEY);"}};

std::vector<std::string> notes(storage::Database& database) {
  std::vector<std::string> found;
  database.read([&](Transaction& tx) { found = tx.all<std::string>("SELECT id FROM note ORDER BY id"); });
  return found;
}

WriteUnit unit_that_notes(const std::string& id) {
  WriteUnit unit;
  unit.work = [id](Transaction& tx) { return tx.changed("INSERT INTO note (id) VALUES ($1)", id) == 1; };
  return unit;
}

std::future<WriteOutcome> add_note(storage::Database& database, const std::string& id) {
  auto outcome = std::make_shared<std::promise<WriteOutcome>>();
  auto future = outcome->get_future();
  WriteUnit unit = unit_that_notes(id);
  unit.done = [outcome](WriteOutcome result, Effects&&) { outcome->set_value(result); };
  REQUIRE(database.submit(std::move(unit)));
  return future;
}

/// A store that is reached through a proxy only.
struct Behind {
  TestPlace place;
  TestFolder folder;
  StoreProxy proxy{host(place.address()), folder.path()};
  std::unique_ptr<storage::Database> database = open(1h);

  static std::string host(const std::string& address) {
    std::smatch found;
    REQUIRE(std::regex_search(address, found, std::regex("host=([^&]+)")));
    return found[1];
  }
  std::unique_ptr<storage::Database> open(std::chrono::milliseconds look_interval) {
    storage::DatabaseOptions options;
    options.readers = 1;
    options.look_interval = look_interval;
    auto opened = storage::open_database(
        std::regex_replace(place.address(), std::regex("host=([^&]+)"), "host=" + folder.path().string()),
        options);
    opened->migrate(kMigrations);
    return opened;
  }
};

}  // namespace

TEST_CASE("two nodes write to the same streams without a hole, and notice each other", "[.postgres]") {
  const TestStore one(kMigrations);
  const auto other = storage::open_database(one.address());
  constexpr int kThreads = 3, kUnits = 60;
  std::vector<std::thread> writers;
  for (storage::Database* database : {&*one, other.get()}) {
    for (int i = 0; i < kThreads; ++i) {
      writers.emplace_back([database, i] {
        for (int unit = 0; unit < kUnits; ++unit) {
          database->write([&](Transaction& tx) {
            tx.publish((unit + i) % 3 == 0 ? "hall" : "cafe", protocol::booth::RemovedEvent{});
          });
        }
      });
    }
  }
  for (auto& writer : writers) writer.join();
  one->read([&](Transaction& tx) {
    int total = 0;
    for (const auto& [name, head] : tx.all<std::string, int>("SELECT name, head FROM stream")) {
      const auto numbers = tx.all<int>("SELECT n FROM event WHERE stream = $1 ORDER BY n", name);
      CHECK(numbers.size() == static_cast<std::size_t>(head));
      CHECK(numbers.back() == head);
      total += head;
    }
    CHECK(total == 2 * kThreads * kUnits);
  });
  CHECK(one->foreign_changes() > 0);
  CHECK(other->foreign_changes() > 0);
  other->stop();
}

TEST_CASE("a node waits for the pen, and goes on when it is given back", "[.postgres]") {
  const TestStore store(kMigrations);
  Link holder(store.address());
  holder.open();
  holder.query("BEGIN; UPDATE store SET version = version + 1");
  auto outcome = add_note(*store, "waited");
  Link watcher(store.address());
  watcher.open();
  wait_until([&] {
    const auto waiting = watcher.query("SELECT count(*) FROM pg_locks WHERE NOT granted");
    return std::string_view(PQgetvalue(waiting.get(), 0, 0)) != "0";
  });
  CHECK(outcome.wait_for(0s) == std::future_status::timeout);
  holder.query("COMMIT");
  CHECK(outcome.get() == WriteOutcome::committed);
}

TEST_CASE("a connection that was ended is opened again before anybody notices", "[.postgres]") {
  const TestStore store(kMigrations);
  std::int64_t process = 0;
  store->write([&](Transaction& tx) { process = *tx.one<std::int64_t>("SELECT pg_backend_pid()"); });
  Link operator_link(store.address());
  operator_link.open();
  operator_link.query("SELECT pg_terminate_backend(" + std::to_string(process) + ", 5000)");
  CHECK(add_note(*store, "after").get() == WriteOutcome::committed);
  store->write([&](Transaction& tx) { CHECK(*tx.one<std::int64_t>("SELECT pg_backend_pid()") != process); });
  CHECK(notes(*store) == std::vector<std::string>{"after"});
}

TEST_CASE("a unit that goes on after its connection was lost leaves nothing behind", "[.postgres]") {
  const TestStore store(kMigrations);
  Link operator_link(store.address());
  operator_link.open();
  std::promise<WriteOutcome> outcome;
  WriteUnit unit;
  unit.work = [&](Transaction& tx) {
    tx.run("INSERT INTO note (id) VALUES ('before')");
    const auto process = *tx.one<std::int64_t>("SELECT pg_backend_pid()");
    operator_link.query("SELECT pg_terminate_backend(" + std::to_string(process) + ", 5000)");
    for (int tries = 0; tries < 3; ++tries) {
      CHECK_THROWS_AS(tx.changed("INSERT INTO note (id) VALUES ('alone')"), storage::StoreError);
    }
    return true;
  };
  unit.done = [&](WriteOutcome result, Effects&&) { outcome.set_value(result); };
  REQUIRE(store->submit(std::move(unit)));
  CHECK(outcome.get_future().get() == WriteOutcome::unavailable);
  CHECK(notes(*store).empty());
}

TEST_CASE("a commit whose answer was lost is found, one that never came is not claimed", "[.postgres]") {
  Behind store;
  store.proxy.set(StoreProxy::Mode::lose_answer);
  CHECK(add_note(*store.database, "found").get() == WriteOutcome::committed);
  CHECK(store.proxy.broken() == 1);
  store.proxy.set(StoreProxy::Mode::lose_commit);
  CHECK(add_note(*store.database, "lost").get() == WriteOutcome::unavailable);
  CHECK(store.proxy.broken() == 2);
  wait_until([&] { return store.database->accepts_writes(); });
  CHECK(add_note(*store.database, "later").get() == WriteOutcome::committed);
  CHECK(notes(*store.database) == std::vector<std::string>{"found", "later"});
}

TEST_CASE("what became of a commit is unknown while the store stays away", "[.postgres]") {
  Behind store;
  store.proxy.set(StoreProxy::Mode::refuse);
  CHECK(add_note(*store.database, "perhaps").get() == WriteOutcome::unknown);
  CHECK_FALSE(store.database->accepts_writes());
  CHECK(add_note(*store.database, "meanwhile").get() == WriteOutcome::unavailable);
  store.proxy.set(StoreProxy::Mode::pass);
  wait_until([&] { return store.database->accepts_writes(); });
  CHECK(notes(*store.database) == std::vector<std::string>{"perhaps"});
}

TEST_CASE("a store that is cut off without a word is given up within five seconds", "[.postgres]") {
  Behind store;
  const auto idle = store.open(storage::DatabaseOptions{}.look_interval);
  CHECK(add_note(*store.database, "before").get() == WriteOutcome::committed);
  CHECK(add_note(*idle, "also before").get() == WriteOutcome::committed);
  store.proxy.set(StoreProxy::Mode::swallow);
  const auto cut_at = std::chrono::steady_clock::now();
  auto lost = add_note(*store.database, "lost");
  wait_until([&] { return !store.database->accepts_writes() && !idle->accepts_writes(); });
  CHECK(std::chrono::steady_clock::now() - cut_at < 5s);
  CHECK(lost.get() == WriteOutcome::unavailable);
  CHECK_FALSE(store.database->submit(unit_that_notes("refused")));
  store.proxy.set(StoreProxy::Mode::pass);
  wait_until([&] { return store.database->accepts_writes() && idle->accepts_writes(); });
  CHECK(add_note(*store.database, "later").get() == WriteOutcome::committed);
  CHECK(notes(*store.database) == std::vector<std::string>{"also before", "before", "later"});
}

TEST_CASE("nobody waits behind a commit whose answer never comes", "[.postgres]") {
  Behind store;
  store.proxy.set(StoreProxy::Mode::swallow_answer);
  const auto asked_at = std::chrono::steady_clock::now();
  auto doubtful = add_note(*store.database, "doubtful");
  wait_until([&] { return !store.database->accepts_writes(); });
  CHECK(std::chrono::steady_clock::now() - asked_at < 5s);
  CHECK_FALSE(store.database->submit(unit_that_notes("refused")));
  CHECK(doubtful.wait_for(0s) == std::future_status::timeout);  // its fate is still being asked for
  CHECK(doubtful.get() == WriteOutcome::unknown);
  store.proxy.set(StoreProxy::Mode::pass);
  wait_until([&] { return store.database->accepts_writes(); });
  CHECK(notes(*store.database) == std::vector<std::string>{"doubtful"});
}

TEST_CASE("whoever changes nothing is not noticed by the other nodes", "[.postgres]") {
  const TestStore one(kMigrations);
  storage::DatabaseOptions options;
  options.look_interval = 1ms;
  const auto other = storage::open_database(one.address(), options);
  one->write([](Transaction& tx) { tx.run("INSERT INTO note (id) VALUES ('seen')"); });
  wait_until([&] { return other->foreign_changes() > 0; });
  const auto version = [&] {
    std::int64_t now = 0;
    one->read([&](Transaction& tx) { now = *tx.one<std::int64_t>("SELECT version FROM store"); });
    return now;
  };
  const std::int64_t before = version();
  one->write([](Transaction& tx) { tx.run("DELETE FROM note WHERE id = 'nobody'"); });
  CHECK(version() == before);
  one->write([](Transaction& tx) { tx.run("DELETE FROM note WHERE id = 'seen'"); });
  CHECK(version() == before + 1);
  other->stop();
}

TEST_CASE("a database that sorts by a language is refused with what to do", "[.postgres]") {
  const TestPlace place;
  Link link(place.address());
  link.open();
  link.query("DROP DATABASE IF EXISTS by_language", 20s);
  link.query(
      "CREATE DATABASE by_language TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'de' LOCALE 'C' "
      "ENCODING 'UTF8'",
      20s);
  const std::string address = std::regex_replace(place.address(), std::regex("/stollen"), "/by_language");
  CHECK_THROWS_WITH(storage::open_database(address), Catch::Matchers::Contains("--locale=C"));
  link.query("DROP DATABASE by_language", 20s);
}

}  // namespace stollen::tests
