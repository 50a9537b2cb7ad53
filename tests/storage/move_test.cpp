// A store goes into another one. Between a file and a server where STOLLEN_TEST_STORE names one, between two
// files elsewhere.
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <limits>
#include <map>
#include <set>
#include <utility>

#include "protocol/generated/cpp/booth.hpp"
#include "server/storage/move.hpp"
#include "server/storage/open_database.hpp"
#include "server/storage/store_error.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/test_store.hpp"

namespace stollen::tests {
namespace {

using storage::Connection;
using storage::Migration;
using storage::MovedTable;
using storage::Table;
using storage::TableDigest;
using storage::Transaction;

// Every kind of column, and tables that refer to others which come later by name.
const std::vector<Migration> kMigrations{
    {"leaf", 1,
     "CREATE TABLE tree (id TEXT PRIMARY KEY, height DOUBLE PRECISION, is_evergreen BOOLEAN, planted_at "
     "BIGINT);"
     "CREATE TABLE leaf (id TEXT NOT NULL, tree TEXT NOT NULL REFERENCES tree (id), n INTEGER, text TEXT,"
     " PRIMARY KEY (tree, id));"
     "CREATE TABLE bug (leaf TEXT NOT NULL, tree TEXT NOT NULL, FOREIGN KEY (tree, leaf) REFERENCES leaf "
     "(tree, id));"
     "INSERT INTO tree (id) VALUES ('made by the migration');"}};

struct Places {
  TestPlace file{StoreKind::file};
  TestPlace other{};
};

void grow(const std::string& address, int leaves, const std::vector<Migration>& migrations = kMigrations) {
  const auto database = storage::open_database(address);
  database->migrate(migrations);
  database->write([&](Transaction& tx) {
    tx.run("INSERT INTO tree VALUES ('Fichte', 0.1, $1 <> 0, $2)", 1,
           std::numeric_limits<std::int64_t>::max());
    tx.run("INSERT INTO tree VALUES ('Eiche \U0001F333', -1e300, $1 <> 0, $2)", 0,
           std::numeric_limits<std::int64_t>::min());
    tx.run("INSERT INTO tree VALUES ('', NULL, NULL, NULL)");
    for (int i = 0; i < leaves; ++i) {
      const std::optional<int> n = i % 3 == 0 ? std::nullopt : std::optional(-i);
      const std::optional<std::string> text =
          i % 5 == 0
              ? std::nullopt
              : std::optional(i % 5 == 1 ? std::string{}
                                         : "'\"\\ \n\t" + std::string(static_cast<std::size_t>(i % 50), 'x'));
      tx.run("INSERT INTO leaf (id, tree, n, text) VALUES ($1, 'Fichte', $2, $3)", std::to_string(i), n,
             text);
    }
    tx.run("INSERT INTO bug VALUES ('7', 'Fichte')");
    tx.run("INSERT INTO bug VALUES ('7', 'Fichte')");  // rows that are the same count twice
    tx.publish("hall", protocol::booth::RemovedEvent{});
  });
  database->stop();
}

std::vector<MovedTable> move(const std::string& from, const std::string& to) {
  return storage::move_store({.from = from, .to = to, .migrations = kMigrations}, system_clock());
}

std::map<std::string, TableDigest> digests(const std::string& address) {
  const auto connection = storage::open_connection(address, true);
  connection->begin_reading();
  std::map<std::string, TableDigest> found;
  for (const Table& table : storage::read_tables(*connection))
    found[table.name] = storage::digest_of(*connection, table);
  connection->roll_back();
  return found;
}

void change(const std::string& address, const std::string& sql) {
  storage::open_connection(address, false)->run_script(sql);
}

std::string refusal(const std::string& from, const std::string& to) {
  try {
    move(from, to);
  } catch (const storage::StoreError& problem) {
    return problem.what();
  }
  return "moved";
}

}  // namespace

TEST_CASE("a store goes into another one and back, and is the same") {
  const Places places;
  grow(places.file.address(), 1'234);
  const auto before = digests(places.file.address());
  const auto moved = move(places.file.address(), places.other.address());
  std::map<std::string, std::uint64_t> rows;
  for (const auto& table : moved) {
    INFO(table.name);
    CHECK(table.is_equal());
    CHECK(table.from == before.at(table.name));
    rows[table.name] = table.from.rows();
  }
  CHECK(rows.at("leaf") == 1'234);
  CHECK(rows.at("tree") == 4);
  CHECK(rows.at("bug") == 2);
  CHECK(digests(places.other.address()) == before);

  const TestPlace back(StoreKind::file);
  move(places.other.address(), back.address());
  CHECK(digests(back.address()) == before);

  // It is the same history, and it goes on.
  const auto old = storage::open_database(places.file.address()),
             fresh = storage::open_database(places.other.address());
  std::string epoch;
  old->read([&](Transaction& tx) { epoch = tx.epoch(); });
  fresh->write([&](Transaction& tx) {
    CHECK(tx.epoch() == epoch);
    CHECK(tx.publish("hall", protocol::booth::RemovedEvent{}) == 2);
  });
}

TEST_CASE("all tables of a store are moved, whoever made them") {
  const Places places;
  grow(places.file.address(), 10);
  std::set<std::string> expected, names;
  const auto connection = storage::open_connection(places.file.address(), true);
  const Connection::RowHandler take = [&expected](const storage::Row& row) {
    expected.emplace(row.text(0));
    return true;
  };
  connection->execute("SELECT name FROM sqlite_master WHERE type = 'table'", {}, &take);
  REQUIRE(expected.erase("unfinished_move") == 1);
  for (const auto& table : move(places.file.address(), places.other.address())) names.insert(table.name);
  CHECK(names == expected);
  CHECK(names.contains("bug"));
}

TEST_CASE("a move is refused where something would be lost or mixed") {
  const Places places;
  const std::string from = places.file.address(), to = places.other.address();
  const TestPlace nothing(StoreKind::file);
  change(nothing.address(), "CREATE TABLE other_program (id TEXT)");
  CHECK(refusal(nothing.address(), to) == "the source holds no fair");
  grow(from, 10);
  CHECK_THAT(refusal(from, nothing.address()), Catch::Contains("the target is not empty"));

  SECTION("a fair is there already") {
    grow(to, 10);
    const auto before = digests(to);
    CHECK_THAT(refusal(from, to), Catch::Contains("the target is not empty"));
    CHECK_THAT(refusal(from, from), Catch::Contains("the target is not empty"));
    CHECK(digests(to) == before);
  }
  SECTION("the source is of another version") {
    change(from, "INSERT INTO migration VALUES ('leaf', 2, 7, 0)");
    CHECK_THAT(refusal(from, to), Catch::Contains("another version of Stollen"));
  }
  SECTION("the source has a table that this version does not make") {
    change(from, "CREATE TABLE stray (id TEXT)");
    CHECK_THAT(refusal(from, to), Catch::Contains("are not those that this version makes"));
  }
  SECTION("a value is not of its column's type") {
    change(from, "UPDATE leaf SET n = 'many' WHERE id = '7'");
    CHECK(refusal(from, to) == "leaf.n holds a value that is no number");
  }
}

TEST_CASE("a move that fails leaves nothing to serve from, and may be done again") {
  const Places places;
  const std::string from = places.file.address(), to = places.other.address();
  grow(from, 1'000);
  change(from, "PRAGMA foreign_keys = OFF; INSERT INTO bug VALUES ('no such leaf', 'Fichte')");
  CHECK_THAT(refusal(from, to), Catch::Contains("filling bug"));
  CHECK(digests(to).at("leaf").rows() == 0);
  CHECK_THROWS_WITH(storage::open_database(to), Catch::Contains("was not finished"));
  CHECK_THAT(refusal(to, TestPlace(StoreKind::file).address()),
             Catch::Contains("itself the target of a move"));

  change(from, "DELETE FROM bug WHERE leaf = 'no such leaf'");
  for (const auto& table : move(from, to)) CHECK(table.is_equal());
  CHECK(digests(to) == digests(from));
  CHECK_NOTHROW(storage::open_database(to));
}

TEST_CASE("a move that is killed in the middle leaves nothing to serve from, and may be done again") {
  const Places places;
  const std::string from = places.file.address(), to = places.other.address();
  {
    const auto database = storage::open_database(from);
    for (int i = 0; i < 300; ++i)
      database->write([](Transaction& tx) { tx.publish("hall", protocol::booth::RemovedEvent{}); });
    database->stop();
  }
  const pid_t mover = fork();
  if (mover == 0) {
    execl(CRASHING_MOVER, CRASHING_MOVER, from.c_str(), to.c_str(), "event", nullptr);
    _exit(127);
  }
  int status = 0;
  REQUIRE(waitpid(mover, &status, 0) == mover);
  REQUIRE(WIFSIGNALED(status));
  REQUIRE(WTERMSIG(status) == SIGKILL);
  CHECK_THROWS_WITH(storage::open_database(to), Catch::Contains("was not finished"));
  CHECK(digests(to).at("event").rows() == 0);

  const storage::MoveRequest again{.from = from, .to = to, .migrations = {}};
  for (const auto& table : storage::move_store(again, system_clock())) CHECK(table.is_equal());
  CHECK(digests(to) == digests(from));
}

TEST_CASE("what is read back otherwise than it was written is told, and not kept") {
  // A table that makes something else of what is written to it, as a faulty disk would.
  std::vector<Migration> faulty = kMigrations;
  faulty.push_back({"leaf", 2,
                    "CREATE TRIGGER later AFTER INSERT ON leaf WHEN new.id = '17' BEGIN"
                    " UPDATE leaf SET n = coalesce(n, 0) + 1 WHERE id = '17'; END;"});
  const TestPlace from(StoreKind::file), to(StoreKind::file);
  grow(from.address(), 100, faulty);
  const storage::MoveRequest request{.from = from.address(), .to = to.address(), .migrations = faulty};
  std::vector<std::string> different;
  for (const auto& table : storage::move_store(request, system_clock())) {
    if (!table.is_equal()) different.push_back(table.name);
  }
  CHECK(different == std::vector<std::string>{"leaf"});
  CHECK(digests(to.address()).at("leaf").rows() == 0);
  CHECK_THROWS_WITH(storage::open_database(to.address()), Catch::Contains("was not finished"));
}

TEST_CASE("somebody who writes to the source meanwhile is noticed") {
  const Places places;
  const std::string from = places.file.address(), to = places.other.address();
  grow(from, 100);
  storage::MoveRequest request{.from = from, .to = to, .migrations = kMigrations};
  bool has_written = false;
  request.on_progress = [&](std::string_view, std::uint64_t) {
    if (std::exchange(has_written, true)) return;
    change(from, "UPDATE store SET version = version + 1");
  };
  CHECK_THROWS_WITH(storage::move_store(request, system_clock()), Catch::Contains("somebody wrote"));
  REQUIRE(has_written);
  CHECK(digests(to).at("leaf").rows() == 0);
}

}  // namespace stollen::tests
