#include <algorithm>
#include <future>
#include <map>
#include <thread>

#include "protocol/generated/cpp/booth.hpp"
#include "server/storage/store_error.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/plug.hpp"
#include "tests/support/test_store.hpp"

namespace stollen::tests {
namespace {

using namespace std::chrono_literals;
using storage::Effects;
using storage::Migration;
using storage::Transaction;
using storage::WriteOutcome;
using storage::WriteUnit;

const std::vector<Migration> kMigrations{{"notes", 1, "CREATE TABLE note (id TEXT PRIMARY KEY);"}};

/// A unit that inserts a note and then does `afterwards`; tells its outcome.
struct Submitted {
  std::shared_ptr<std::promise<WriteOutcome>> outcome = std::make_shared<std::promise<WriteOutcome>>();
  WriteUnit unit(std::string id, std::function<bool(Transaction&)> afterwards = {}) {
    WriteUnit made;
    made.work = [id = std::move(id), afterwards = std::move(afterwards)](Transaction& tx) {
      tx.run("INSERT INTO note (id) VALUES ($1)", id);
      tx.publish("hall", protocol::booth::RemovedEvent{});
      return !afterwards || afterwards(tx);
    };
    made.done = [told = outcome](WriteOutcome result, Effects&&) { told->set_value(result); };
    return made;
  }
  WriteOutcome wait() { return outcome->get_future().get(); }
};

std::vector<std::string> notes(storage::Database& database) {
  std::vector<std::string> found;
  database.read([&](Transaction& tx) { found = tx.all<std::string>("SELECT id FROM note ORDER BY id"); });
  return found;
}

}  // namespace

TEST_CASE("what waits is committed together", "[storage]") {
  auto options = patient_store();
  options.batch_time = 10s;  // only the number of units ends a batch
  const TestStore store(kMigrations, system_clock(), options);
  const auto before = store->counters();
  Plug plug(*store);
  std::vector<Submitted> submitted(300);
  for (std::size_t i = 0; i < submitted.size(); ++i) {
    REQUIRE(store->submit(submitted[i].unit("n" + std::to_string(i))));
  }
  plug.pull();
  for (auto& one : submitted) CHECK(one.wait() == WriteOutcome::committed);
  const auto after = store->counters();
  CHECK(after.units - before.units == 301);
  CHECK(after.commits - before.commits == 3);  // of 128, 128 and 45
}

TEST_CASE("a unit that fails leaves its neighbours alone", "[storage]") {
  const TestStore store(kMigrations);
  Plug plug(*store);
  Submitted first, refused, thrown, clashing, last;
  REQUIRE(store->submit(first.unit("first")));
  REQUIRE(store->submit(refused.unit("refused", [](Transaction&) { return false; })));
  REQUIRE(
      store->submit(thrown.unit("thrown", [](Transaction&) -> bool { throw std::runtime_error("fire"); })));
  REQUIRE(store->submit(clashing.unit("first")));
  REQUIRE(store->submit(last.unit("last")));
  plug.pull();
  CHECK(first.wait() == WriteOutcome::committed);
  CHECK(refused.wait() == WriteOutcome::refused);
  CHECK(thrown.wait() == WriteOutcome::failed);
  CHECK(clashing.wait() == WriteOutcome::failed);
  CHECK(last.wait() == WriteOutcome::committed);
  CHECK(notes(*store) == std::vector<std::string>{"first", "last"});
  store->read([](Transaction& tx) {
    CHECK(tx.all<int>("SELECT n FROM event ORDER BY n") == std::vector{1, 2});  // no number was lost
  });
}

TEST_CASE("a unit that fails late takes its own changes back and nobody else's", "[storage]") {
  const TestStore store(kMigrations);
  Plug plug(*store);
  const auto change_and = [](bool says) {
    return [says](Transaction& tx) {
      tx.run("DELETE FROM note");
      if (!says) throw std::runtime_error("fire");
      return false;
    };
  };
  Submitted first, refused, second, thrown, last;
  REQUIRE(store->submit(first.unit("first")));
  REQUIRE(store->submit(refused.unit("refused", change_and(true))));
  REQUIRE(store->submit(second.unit("second")));
  REQUIRE(store->submit(thrown.unit("thrown", change_and(false))));
  REQUIRE(store->submit(last.unit("last")));
  plug.pull();
  CHECK(first.wait() == WriteOutcome::committed);
  CHECK(refused.wait() == WriteOutcome::refused);
  CHECK(second.wait() == WriteOutcome::committed);
  CHECK(thrown.wait() == WriteOutcome::failed);
  CHECK(last.wait() == WriteOutcome::committed);
  CHECK(notes(*store) == std::vector<std::string>{"first", "last", "second"});
  store->read(
      [](Transaction& tx) { CHECK(tx.all<int>("SELECT n FROM event ORDER BY n") == std::vector{1, 2, 3}); });
}

TEST_CASE("what runs once is not run again for a neighbour that fails", "[storage]") {
  const TestStore store(kMigrations);
  Plug plug(*store);
  Submitted before, failing;
  int runs = 0;
  REQUIRE(store->submit(before.unit("before")));
  std::thread caller([&] {
    store->write([&](Transaction& tx) {
      ++runs;
      tx.run("INSERT INTO note (id) VALUES ('once')");
    });
  });
  while (store->counters().queue_depth < 2) std::this_thread::yield();
  REQUIRE(store->submit(failing.unit("failing", [](Transaction& tx) {
    tx.run("DELETE FROM note");
    return false;
  })));
  plug.pull();
  caller.join();
  CHECK(failing.wait() == WriteOutcome::refused);
  CHECK(runs == 1);
  CHECK(notes(*store) == std::vector<std::string>{"before", "once"});
}

TEST_CASE("an exception of a waiting unit is thrown to the one who waits", "[storage]") {
  const TestStore store(kMigrations);
  CHECK_THROWS_WITH(store->write([](Transaction&) { throw std::runtime_error("fire"); }), "fire");
  CHECK_THROWS_WITH(store->read([](Transaction&) { throw std::runtime_error("smoke"); }), "smoke");
  CHECK_THROWS_AS(store->write([&](Transaction&) { store->write([](Transaction&) {}); }), std::logic_error);
  store->write([](Transaction& tx) { tx.run("INSERT INTO note (id) VALUES ('fine')"); });
  CHECK(notes(*store) == std::vector<std::string>{"fine"});
}

TEST_CASE("the queue is bounded, and what was accepted is done", "[storage]") {
  auto options = patient_store();
  options.queue_limit = 10;
  const TestStore store(kMigrations, system_clock(), options);
  Plug plug(*store);
  std::vector<Submitted> accepted(10);
  for (std::size_t i = 0; i < accepted.size(); ++i) {
    REQUIRE(store->submit(accepted[i].unit("n" + std::to_string(i))));
  }
  Submitted refused;
  CHECK_FALSE(store->submit(refused.unit("one too many")));
  plug.pull();
  for (auto& one : accepted) CHECK(one.wait() == WriteOutcome::committed);
  CHECK(notes(*store).size() == 10);
}

TEST_CASE("units are refused when the expected wait is too long", "[storage]") {
  storage::DatabaseOptions options;
  options.longest_wait = 20ms;
  const TestStore store(kMigrations, system_clock(), options);
  // Units that take some milliseconds of work, until their usual time is known.
  for (int i = 0; i < 16; ++i) {
    Submitted slow;
    REQUIRE(store->submit(slow.unit("slow " + std::to_string(i), [](Transaction&) {
      const auto end = std::chrono::steady_clock::now() + 5ms;
      while (std::chrono::steady_clock::now() < end) std::this_thread::yield();
      return true;
    })));
    slow.wait();
  }
  Plug plug(*store);
  int accepted = 0;
  Submitted one;
  while (store->submit(WriteUnit{.work = [](Transaction&) { return true; }, .done = {}})) ++accepted;
  CHECK(accepted >= 1);
  CHECK(accepted <= 20);  // far from the queue's limit
  plug.pull();
}

TEST_CASE("numbers have no gap and no double under writers that fail in between", "[storage]") {
  const TestStore store(kMigrations);
  constexpr int kWriters = 4;
  constexpr int kUnits = 250;
  std::vector<std::thread> writers;
  std::atomic<int> published{0};
  for (int w = 0; w < kWriters; ++w) {
    writers.emplace_back([&, w] {
      for (int i = 0; i < kUnits; ++i) {
        try {
          store->write([&](Transaction& tx) {
            tx.publish(i % 2 == 0 ? "hall" : "cafe", protocol::booth::RemovedEvent{});
            if ((i + w) % 5 == 0) throw std::runtime_error("rolled back");
          });
          ++published;
        } catch (const std::runtime_error&) {
        }
      }
    });
  }
  for (auto& writer : writers) writer.join();
  store->read([&](Transaction& tx) {
    int total = 0;
    for (const auto& [name, head] : tx.all<std::string, int>("SELECT name, head FROM stream")) {
      const auto numbers = tx.all<int>("SELECT n FROM event WHERE stream = $1 ORDER BY n", name);
      CHECK(numbers.size() == static_cast<std::size_t>(head));
      CHECK(numbers.front() == 1);
      CHECK(numbers.back() == head);
      total += head;
    }
    CHECK(total == published);
  });
}

TEST_CASE("events are told in the order of their numbers", "[storage]") {
  const TestStore store(kMigrations);
  std::vector<std::int64_t> told;
  std::vector<std::future<void>> done;
  for (int i = 0; i < 500; ++i) {
    auto finished = std::make_shared<std::promise<void>>();
    done.push_back(finished->get_future());
    WriteUnit unit;
    unit.work = [](Transaction& tx) { return tx.publish("hall", protocol::booth::RemovedEvent{}) > 0; };
    unit.done = [&told, finished](WriteOutcome, Effects&& effects) {
      told.push_back(effects.events.at(0).n);
      finished->set_value();
    };
    REQUIRE(store->submit(std::move(unit)));
  }
  for (auto& one : done) one.wait();
  CHECK(std::ranges::is_sorted(told));
  CHECK(told.back() == 500);
}

TEST_CASE("migrations are applied once, in order, and not rewritten", "[storage]") {
  const TestStore store(kMigrations);
  store->write([](Transaction& tx) { tx.run("INSERT INTO note (id) VALUES ('kept')"); });
  store->migrate(kMigrations);
  auto more = kMigrations;
  more.push_back({"notes", 2, "ALTER TABLE note ADD COLUMN text TEXT NOT NULL DEFAULT 'empty';"});
  store->migrate(more);
  store->migrate(more);
  store->read([](Transaction& tx) { CHECK(tx.one<std::string>("SELECT text FROM note") == "empty"); });

  const std::vector<Migration> changed{{"notes", 1, "CREATE TABLE note (id INTEGER);"}};
  CHECK_THROWS_WITH(store->migrate(changed), Catch::Matchers::Contains("notes/1 was changed"));
  const std::vector<Migration> broken{{"notes", 3, "CREATE TABLE half (id TEXT); CREATE NONSENSE;"}};
  CHECK_THROWS_WITH(store->migrate(broken), Catch::Matchers::Contains("migration notes/3"));
  CHECK_THROWS_WITH(store->read([](Transaction& tx) { tx.all<std::string>("SELECT id FROM half"); }),
                    Catch::Matchers::Contains("half"));
}

TEST_CASE("a store keeps what it holds, and its epoch, when it is opened again", "[storage][sqlite]") {
  const TestFolder folder;
  const std::string address = "sqlite:" + (folder.path() / "store.db").string();
  std::string epoch;
  {
    const auto database = storage::open_database(address);
    database->migrate(kMigrations);
    database->write([&](Transaction& tx) {
      epoch = tx.epoch();
      tx.publish("hall", protocol::booth::RemovedEvent{});
    });
  }
  CHECK_FALSE(std::filesystem::exists(folder.path() / "store.db-wal"));  // closed in order
  const auto again = storage::open_database(address);
  again->read([&](Transaction& tx) {
    CHECK(tx.epoch() == epoch);
    CHECK(tx.head("hall") == 1);
  });
  CHECK(epoch.size() >= 12);
  const auto rights = std::filesystem::status(folder.path() / "store.db").permissions();
  CHECK(rights == (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write));
}

TEST_CASE("a backup is the whole store under a new epoch", "[storage][sqlite]") {
  const TestStore store(kMigrations);
  std::string epoch;
  store->write([&](Transaction& tx) {
    epoch = tx.epoch();
    tx.run("INSERT INTO note (id) VALUES ('kept')");
    tx.publish("hall", protocol::booth::RemovedEvent{});
  });
  const std::string file = (store.folder() / "backup.db").string();
  store->backup(file);
  CHECK_THROWS_WITH(store->backup(file), Catch::Matchers::Contains("exists already"));
  store->write([](Transaction& tx) { tx.run("INSERT INTO note (id) VALUES ('later')"); });
  const auto copy = storage::open_database("sqlite:" + file);
  CHECK(notes(*copy) == std::vector<std::string>{"kept"});
  copy->read([&](Transaction& tx) {
    CHECK(tx.epoch() != epoch);
    CHECK(tx.head("hall") == 1);
  });
  store->read([&](Transaction& tx) { CHECK(tx.epoch() == epoch); });
}

TEST_CASE("an address that is none is refused with what is expected", "[storage]") {
  CHECK_THROWS_WITH(storage::open_database("stollen.db"), Catch::Matchers::Contains("sqlite:PATH"));
  CHECK_THROWS_WITH(storage::open_database("sqlite:"), Catch::Matchers::Contains("sqlite:PATH"));
  const TestFolder folder;
  const std::string absent = (folder.path() / "absent" / "store.db").string();
  CHECK_THROWS_WITH(storage::open_database("sqlite:" + absent), Catch::Matchers::Contains(absent));
}

TEST_CASE("after the stop nothing is accepted", "[storage]") {
  const TestStore store(kMigrations);
  Submitted last;
  REQUIRE(store->submit(last.unit("last")));
  store->stop();
  CHECK(last.wait() == WriteOutcome::committed);
  Submitted late;
  CHECK_FALSE(store->submit(late.unit("late")));
  CHECK_THROWS_AS(store->write([](Transaction&) {}), storage::StoreError);
  store->stop();
}

}  // namespace stollen::tests
