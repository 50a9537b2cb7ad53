#include <atomic>
#include <future>
#include <thread>

#include "protocol/generated/cpp/booth.hpp"
#include "server/core/log.hpp"
#include "server/storage/store_error.hpp"
#include "tests/storage/failing_disk.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/test_store.hpp"

namespace stollen::tests {
namespace {

using namespace std::chrono_literals;
using storage::Effects;
using storage::Migration;
using storage::Transaction;
using storage::WriteOutcome;
using storage::WriteUnit;

const std::vector<Migration> kMigrations{{"notes", 1, "CREATE TABLE note (id TEXT PRIMARY KEY, text TEXT);"}};

storage::DatabaseOptions on_failing_disk() {
  FailingDisk::install();
  storage::DatabaseOptions options;
  options.probe_interval = 5ms;
  options.sqlite_vfs = FailingDisk::kName;
  return options;
}

WriteOutcome write_note(storage::Database& database, const std::string& id, std::size_t* events = nullptr) {
  std::promise<WriteOutcome> outcome;
  WriteUnit unit;
  unit.work = [&](Transaction& tx) {
    tx.run("INSERT INTO note (id, text) VALUES ($1, $2)", id, std::string(20'000, 'x'));
    tx.publish("hall", protocol::booth::RemovedEvent{});
    return true;
  };
  unit.done = [&](WriteOutcome result, Effects&& effects) {
    if (events != nullptr) *events = effects.events.size();
    outcome.set_value(result);
  };
  REQUIRE(database.submit(std::move(unit)));
  return outcome.get_future().get();
}

int count_notes(storage::Database& database) {
  int notes = 0;
  database.read([&](Transaction& tx) { notes = tx.one<int>("SELECT count(*) FROM note").value(); });
  return notes;
}

}  // namespace

TEST_CASE("a full disk refuses writes, serves reads, and is found free again", "[storage][sqlite]") {
  const FailingDisk::Restored restored;
  log::set_level(log::Level::off);
  const TestStore store(kMigrations, system_clock(), on_failing_disk());
  CHECK(write_note(*store, "before") == WriteOutcome::committed);
  CHECK(store->accepts_writes());

  FailingDisk::set(FailingDisk::Fault::full);
  std::size_t events = 99;
  CHECK(write_note(*store, "lost", &events) == WriteOutcome::unavailable);
  CHECK(events == 0);
  CHECK_FALSE(store->accepts_writes());
  CHECK(write_note(*store, "lost too") == WriteOutcome::unavailable);
  CHECK_THROWS_AS(store->write([](Transaction&) {}), storage::StoreError);
  CHECK(count_notes(*store) == 1);

  FailingDisk::set(FailingDisk::Fault::none);
  while (!store->accepts_writes()) std::this_thread::yield();
  CHECK(write_note(*store, "after") == WriteOutcome::committed);
  CHECK(count_notes(*store) == 2);
  store->read([](Transaction& tx) { CHECK(tx.head("hall") == 2); });
}

TEST_CASE("a real file system without room behaves likewise", "[storage][sqlite]") {
  log::set_level(log::Level::off);
  storage::DatabaseOptions options;
  options.probe_interval = 5ms;
  const TestStore store(kMigrations, system_clock(), options);
  // A page limit is the store's own full disk: SQLITE_FULL in the middle of a statement.
  store->write([](Transaction& tx) {
    tx.one<int>("PRAGMA page_count");
    tx.one<int>("PRAGMA max_page_count = 60");
  });
  int stored = 0;
  WriteOutcome outcome = WriteOutcome::committed;
  while (outcome == WriteOutcome::committed && stored < 100) {
    outcome = write_note(*store, std::to_string(stored));
    if (outcome == WriteOutcome::committed) ++stored;
  }
  CHECK(outcome == WriteOutcome::unavailable);
  CHECK(count_notes(*store) == stored);
  while (!store->accepts_writes()) std::this_thread::yield();  // a probe needs no new page
  store->write([](Transaction& tx) { tx.one<int>("PRAGMA max_page_count = 100000"); });
  CHECK(write_note(*store, "after") == WriteOutcome::committed);
}

}  // namespace stollen::tests
