#include <functional>

#include "protocol/generated/cpp/booth.hpp"
#include "protocol/generated/cpp/conversation.hpp"
#include "server/core/new_id.hpp"
#include "server/storage/prune.hpp"
#include "server/storage/store_error.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/test_clock.hpp"
#include "tests/support/test_store.hpp"

namespace stollen::tests {
namespace {

using storage::Migration;
using storage::Transaction;

constexpr std::string_view kNotes =
    "CREATE TABLE note (id TEXT PRIMARY KEY, number BIGINT, text TEXT, weight DOUBLE PRECISION);";
const std::vector<Migration> kMigrations{{"notes", 1, kNotes}};

protocol::conversation::MessageEvent message(const std::string& text) {
  return {.message = {.text = text}};
}

}  // namespace

TEST_CASE("values come back as they went in", "[storage]") {
  const TestStore store(kMigrations);
  const auto id = new_id<protocol::BoothId>();
  const std::string text = "Stollen & \"Café\" \xF0\x9F\x98\x80 ' -- ; \n";
  store->write([&](Transaction& tx) {
    CHECK(tx.changed("INSERT INTO note (id, number, text, weight) VALUES ($1, $2, $3, $4)", id,
                     -(std::int64_t{1} << 60), text, 0.5) == 1);
    tx.run("INSERT INTO note (id, number, text) VALUES ($1, $2, $3)", "other", std::optional<int>(), "");
  });
  store->read([&](Transaction& tx) {
    const auto row = tx.one<protocol::BoothId, std::int64_t, std::string, double>(
        "SELECT id, number, text, weight FROM note WHERE id = $1", id);
    CHECK(row == std::tuple(id, -(std::int64_t{1} << 60), text, 0.5));
    const auto other = tx.one<std::optional<std::int64_t>, std::string>(
        "SELECT number, text FROM note WHERE id = $1", "other");
    CHECK(other == std::tuple(std::optional<std::int64_t>(), std::string()));
    CHECK_FALSE(tx.one<std::string>("SELECT id FROM note WHERE id = $1", "absent").has_value());
    CHECK(tx.all<std::string>("SELECT text FROM note ORDER BY text") == std::vector<std::string>{"", text});
    const auto duty = tx.one<protocol::Duty>("SELECT $1", protocol::Duty::pause);
    CHECK(duty == protocol::Duty::pause);
  });
}

TEST_CASE("parameters go by their number, in any order and more than once", "[storage]") {
  const TestStore store(kMigrations);
  store->read([](Transaction& tx) {
    const auto row = tx.one<std::string, std::string, std::string>("SELECT $2, $1, $2", "one", "two");
    CHECK(row == std::tuple<std::string, std::string, std::string>("two", "one", "two"));
  });
  CHECK_THROWS_AS(store->read([](Transaction& tx) { tx.one<std::string>("SELECT $2", "one"); }),
                  storage::StoreError);
  CHECK_THROWS_AS(store->read([](Transaction& tx) { tx.one<std::string>("SELECT ?", "one"); }),
                  storage::StoreError);
}

TEST_CASE("parameters that do not fit their statement are named", "[storage][sqlite]") {
  const TestStore store(kMigrations);
  store->read([](Transaction& tx) {
    CHECK_THROWS_WITH(tx.one<std::string>("SELECT $2", "one"),
                      Catch::Matchers::Contains("1 arguments for 2"));
    CHECK_THROWS_WITH(tx.one<std::string>("SELECT ?", "one"), Catch::Matchers::Contains("written $1"));
  });
}

TEST_CASE("run says how many rows changed", "[storage]") {
  const TestStore store(kMigrations);
  store->write([](Transaction& tx) {
    tx.run("INSERT INTO note (id) VALUES ($1), ($2)", "a", "b");
    CHECK(tx.changed("UPDATE note SET number = 1") == 2);
    CHECK(tx.changed("UPDATE note SET number = 2 WHERE id = 'c'") == 0);
    CHECK(tx.one<std::string>("UPDATE note SET number = 3 WHERE id = $1 RETURNING id", "a") == "a");
    CHECK(tx.one<std::int64_t>("SELECT number FROM note WHERE id = 'a'") == 3);
  });
}

TEST_CASE("a read unit changes nothing and has no effects", "[storage]") {
  const TestStore store(kMigrations);
  const std::vector<std::function<void(Transaction&)>> changes{
      [](Transaction& tx) { tx.run("DELETE FROM note"); },
      [](Transaction& tx) { tx.one<std::string>("DELETE FROM note RETURNING id"); },
      [](Transaction& tx) { tx.publish("hall", protocol::booth::RemovedEvent{}); },
      [](Transaction& tx) { static_cast<void>(tx.effects()); }};
  for (const auto& change : changes) CHECK_THROWS_AS(store->read(change), std::logic_error);
}

TEST_CASE("a key clash tells itself apart and ends the unit", "[storage]") {
  const TestStore store(kMigrations);
  try {
    store->write([](Transaction& tx) {
      tx.run("INSERT INTO note (id) VALUES ('a')");
      tx.run("INSERT INTO note (id) VALUES ('a')");
    });
    FAIL("two notes have one key");
  } catch (const storage::StoreError& problem) {
    CHECK(problem.fault() == storage::StoreFault::constraint);
  }
  store->write([](Transaction& tx) { tx.run("INSERT INTO note (id) VALUES ('b')"); });
  store->read([](Transaction& tx) {
    CHECK(tx.all<std::string>("SELECT id FROM note") == std::vector<std::string>{"b"});
  });
}

TEST_CASE("a read sees one snapshot", "[storage]") {
  const TestStore store(kMigrations);
  store->read([&](Transaction& tx) {
    CHECK(tx.one<int>("SELECT count(*) FROM note") == 0);
    store->write([](Transaction& writing) { writing.run("INSERT INTO note (id) VALUES ('a')"); });
    CHECK(tx.one<int>("SELECT count(*) FROM note") == 0);
  });
  store->read([](Transaction& tx) { CHECK(tx.one<int>("SELECT count(*) FROM note") == 1); });
}

TEST_CASE("an event is stored as it goes over the wire", "[storage]") {
  TestClock clock;
  const TestStore store(kMigrations, clock);
  const auto effects = store->write([](Transaction& tx) {
    CHECK(tx.publish("hall", message("hello"), "m1") == 1);
    const auto n = tx.next_number("hall");
    tx.publish_as("hall", n, message("world"));
    CHECK(tx.head("hall") == 2);
    CHECK(tx.head("another") == 0);
  });
  REQUIRE(effects.events.size() == 2);
  CHECK(effects.events[1].n == 2);
  CHECK(effects.events[1].stream == "hall");
  CHECK_THAT(effects.events[0].text,
             Catch::Matchers::StartsWith(R"({"on":"conversation.message","in":"hall","n":1,"at":)" +
                                         std::to_string(clock.now().ms)));
  store->read([&](Transaction& tx) {
    CHECK(tx.all<std::string>("SELECT text FROM event ORDER BY n") ==
          std::vector{effects.events[0].text, effects.events[1].text});
  });
}

TEST_CASE("a deleted message leaves no text behind", "[storage]") {
  TestClock clock;
  const TestStore store(kMigrations, clock);
  store->write([](Transaction& tx) {
    tx.publish("hall", message("a secret"), "m1");
    tx.publish("user", message("a secret"), "m1");
    tx.publish("hall", message("harmless"), "m2");
  });
  const auto at = clock.now();
  clock.advance(std::chrono::hours(1));
  const auto effects = store->write([](Transaction& tx) {
    const auto places = tx.events_about("m1");
    REQUIRE(places.size() == 2);
    CHECK(places[0].stream == "hall");
    CHECK(places[0].name == "conversation.message");
    for (const auto& place : places) tx.redact(place, message(""));
  });
  CHECK(effects.events.empty());
  store->read([&](Transaction& tx) {
    const auto texts = tx.all<std::string>("SELECT text FROM event ORDER BY stream, n");
    REQUIRE(texts.size() == 3);
    for (const auto& text : texts) CHECK_FALSE(text.contains("a secret"));
    CHECK_THAT(texts[0], Catch::Matchers::Contains(R"("n":1,"at":)" + std::to_string(at.ms)));
  });
}

TEST_CASE("history is pruned when it is both old and far behind", "[storage]") {
  TestClock clock;
  const TestStore store(kMigrations, clock);
  const storage::PruneLimits limits{.kept_events = 3, .kept_time = std::chrono::hours(48), .rows_at_once = 4};
  const auto publish = [&](int times) {
    store->write([&](Transaction& tx) {
      for (int i = 0; i < times; ++i) tx.publish("hall", message("x"));
      tx.run("INSERT INTO command_log VALUES ($1, 'vera', 'n', 'h', '{}', $2) ON CONFLICT DO NOTHING",
             std::to_string(tx.now().ms), tx.now());
    });
  };
  const auto prune = [&] {
    storage::Pruned pruned;
    store->write([&](Transaction& tx) { pruned = storage::prune(tx, limits); });
    return pruned;
  };
  const auto first = [&] {
    std::int64_t n = 0;
    store->read([&](Transaction& tx) {
      n = tx.one<std::int64_t>("SELECT first_n FROM stream").value();
      CHECK(tx.one<std::int64_t>("SELECT min(n) FROM event") == n);
    });
    return n;
  };
  publish(10);
  CHECK(prune().events == 0);  // all are young
  clock.advance(std::chrono::hours(49));
  publish(1);  // 11 of them, one young
  auto pruned = prune();
  CHECK(pruned.events == 4);  // bounded
  CHECK(pruned.answers == 1);
  CHECK(first() == 5);
  CHECK(prune().events == 4);
  CHECK(first() == 9);  // the newest three stay, old or not
  CHECK(prune().events == 0);
  publish(5);
  CHECK(prune().events == 2);  // 9 and 10; 11 is young
  CHECK(first() == 11);
}

}  // namespace stollen::tests
