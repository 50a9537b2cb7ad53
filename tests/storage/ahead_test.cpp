// Statements whose answer nobody waits for, as PostgreSQL has them. On SQLite the same must hold, and does by
// itself.
#include <future>

#include "protocol/generated/cpp/booth.hpp"
#include "server/storage/transaction.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/plug.hpp"
#include "tests/support/test_store.hpp"

namespace stollen::tests {
namespace {

using storage::Effects;
using storage::Migration;
using storage::Transaction;
using storage::WriteOutcome;
using storage::WriteUnit;
using Work = std::function<void(Transaction&)>;

const std::vector<Migration> kMigrations{{"notes", 1, "CREATE TABLE note (id TEXT PRIMARY KEY);"}};

void add(Transaction& tx, const std::string& id) {
  tx.run("INSERT INTO note (id) VALUES ($1)", id);
}

std::vector<std::string> notes(storage::Database& database) {
  std::vector<std::string> found;
  database.read([&](Transaction& tx) { found = tx.all<std::string>("SELECT id FROM note ORDER BY id"); });
  return found;
}

/// Runs all in one commit, if none of them fails.
std::vector<WriteOutcome> run_together(storage::Database& database, const std::vector<Work>& works) {
  std::vector<std::promise<WriteOutcome>> outcomes(works.size());
  Plug plug(database);
  for (std::size_t i = 0; i < works.size(); ++i) {
    WriteUnit unit;
    unit.work = [work = works[i]](Transaction& tx) {
      work(tx);
      return true;
    };
    unit.done = [&outcomes, i](WriteOutcome outcome, Effects&&) { outcomes[i].set_value(outcome); };
    REQUIRE(database.submit(std::move(unit)));
  }
  plug.pull();
  std::vector<WriteOutcome> found;
  for (std::size_t i = 0; i < works.size(); ++i) found.push_back(outcomes[i].get_future().get());
  CHECK(plug.outcome() == WriteOutcome::committed);
  return found;
}

constexpr auto kCommitted = WriteOutcome::committed;
constexpr auto kFailed = WriteOutcome::failed;

TEST_CASE("a statement that nobody waited for fails its own unit and no other") {
  const TestStore store(kMigrations);
  store->write([](Transaction& tx) { add(tx, "there"); });
  const auto one = [](const std::string& id) { return [id](Transaction& tx) { add(tx, id); }; };
  const auto reader = [](Transaction& tx) { (void)tx.one<int>("SELECT 1"); };

  SECTION("when the next unit executes one") {
    const auto outcomes = run_together(*store, {one("a"), one("there"), reader, one("b")});
    CHECK(outcomes == std::vector{kCommitted, kFailed, kCommitted, kCommitted});
    CHECK(notes(*store) == std::vector<std::string>{"a", "b", "there"});
  }
  SECTION("when the commit is the next") {
    CHECK(run_together(*store, {one("a"), one("there")}) == std::vector{kCommitted, kFailed});
    CHECK(notes(*store) == std::vector<std::string>{"a", "there"});
  }
  SECTION("with all that the unit did besides") {
    const auto more = [](Transaction& tx) {
      add(tx, "before");
      add(tx, "there");
      add(tx, "behind");
    };
    CHECK(run_together(*store, {more, one("a")}) == std::vector{kFailed, kCommitted});
    CHECK(notes(*store) == std::vector<std::string>{"a", "there"});
  }
  CHECK(store->accepts_writes());
  CHECK(run_together(*store, {one("later")}) == std::vector{kCommitted});
}

TEST_CASE("a unit sees its own changes, however many it made without waiting") {
  const TestStore store(kMigrations);
  constexpr int kMany = 500;
  int seen = 0;
  const auto many = [&seen](Transaction& tx) {
    for (int i = 0; i < kMany; ++i) add(tx, std::to_string(i));
    seen = *tx.one<int>("SELECT count(*) FROM note");
    tx.publish("hall", protocol::booth::RemovedEvent{});
    tx.run("DELETE FROM note WHERE id = '0'");
  };
  CHECK(run_together(*store, {many}) == std::vector{kCommitted});
  CHECK(seen == kMany);
  CHECK(notes(*store).size() == kMany - 1);
  store->read([](Transaction& tx) { CHECK(tx.head("hall") == 1); });
}

TEST_CASE("a unit that says no takes back what it did not wait for") {
  const TestStore store(kMigrations);
  std::promise<WriteOutcome> outcome;
  WriteUnit unit;
  unit.work = [](Transaction& tx) {
    add(tx, "refused");
    return false;
  };
  unit.done = [&outcome](WriteOutcome result, Effects&&) { outcome.set_value(result); };
  REQUIRE(store->submit(std::move(unit)));
  CHECK(outcome.get_future().get() == WriteOutcome::refused);
  CHECK(notes(*store).empty());
}

}  // namespace
}  // namespace stollen::tests
