// Durable timers on real stores and shards; several nodes are several openings of one file.
#include <fstream>
#include <iterator>
#include <map>
#include <thread>

#include "server/core/log.hpp"
#include "server/storage/timers.hpp"
#include "tests/realtime/test_node.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/test_clock.hpp"
#include "tests/support/wait_until.hpp"

namespace stollen::tests {
namespace {

using storage::Transaction;
using Subjects = std::vector<std::string>;

const std::vector<storage::Migration> kJournal{
    {"journal", 1,
     "CREATE TABLE fired (place INTEGER PRIMARY KEY, node TEXT NOT NULL, subject TEXT NOT NULL);"}};

/// A node whose timers of the kind `note` are written down; those of the kind `bad` fail as long as is_bad.
class TimerNode {
 public:
  TimerNode(const TestPlace& place, const Clock& clock, std::string name = "one")
      : database(storage::open_database(place.address(), {}, clock)) {
    log::set_level(log::Level::off);
    registry.timer("note", [name](Transaction& tx, std::string_view subject) { note(tx, name, subject); });
    registry.timer("bad", [this, name](Transaction& tx, std::string_view subject) {
      note(tx, name, subject);
      if (is_bad) throw std::runtime_error("not today");
    });
    registry.timer("hook", [this](Transaction& tx, std::string_view subject) { on_hook(tx, subject); });
    database->migrate(kJournal);
    realtime = std::make_unique<realtime::Realtime>(registry, *database, scheduler, pool, clock, watchful());
    scheduler.start();
  }
  void start() { realtime->start(); }
  ~TimerNode() {
    realtime->drain(5s, 0ms);
    database->stop();
    scheduler.stop();
    pool.stop();
  }

  void write(const std::function<void(Transaction&)>& work) { realtime->apply(database->write(work)); }
  void set(std::string_view kind, std::string_view subject, std::chrono::milliseconds in) {
    write([&](Transaction& tx) { storage::set_timer(tx, kind, subject, tx.now() + in); });
  }
  Subjects fired() {
    Subjects subjects;
    database->read(
        [&](Transaction& tx) { subjects = tx.all<std::string>("SELECT subject FROM fired ORDER BY place"); });
    return subjects;
  }
  std::int64_t set_timers() {
    std::int64_t count = 0;
    database->read([&](Transaction& tx) { count = *tx.one<std::int64_t>("SELECT COUNT(*) FROM timer"); });
    return count;
  }
  /// Due time and tries of the only timer.
  std::pair<protocol::Timestamp, std::int64_t> only_timer() {
    std::pair<protocol::Timestamp, std::int64_t> found;
    database->read([&](Transaction& tx) {
      std::tie(found.first, found.second) =
          tx.one<protocol::Timestamp, std::int64_t>("SELECT due_at, tries FROM timer").value();
    });
    return found;
  }
  static void note(Transaction& tx, std::string_view node, std::string_view subject) {
    tx.run(
        "INSERT INTO fired (place, node, subject) "
        "SELECT COALESCE(MAX(place), 0) + 1, $1, $2 FROM fired",
        node, subject);
  }

  std::atomic<bool> is_bad{true};
  std::function<void(Transaction&, std::string_view)> on_hook;
  realtime::Registry registry;
  std::unique_ptr<storage::Database> database;
  runtime::Scheduler scheduler{{.shards = 2, .timer_resolution = 1ms}};
  runtime::WorkerPool pool{{.name = "hash", .threads = 1}};
  std::unique_ptr<realtime::Realtime> realtime;

 private:
  static realtime::RealtimeLimits watchful() {
    auto limits = unhurried();
    limits.store_watch = 2ms;
    return limits;
  }
};

std::string text_of(const std::filesystem::path& file) {
  std::ifstream stream(file);
  return {std::istreambuf_iterator<char>(stream), {}};
}

}  // namespace

TEST_CASE("timers fire when the wall clock has come so far, those due first in front", "[realtime]") {
  const TestPlace place;
  TestClock clock;
  TimerNode node(place, clock);
  node.start();
  node.set("note", "third", 3h);
  node.set("note", "first", 1h);
  node.set("note", "second", 2h);
  node.set("note", "tomorrow", 24h);
  node.set("note", "now", 0s);
  wait_until([&] { return node.fired() == Subjects{"now"}; });
  clock.advance(-48h);  // a clock that is set back fires nothing
  node.set("note", "now again", 0s);
  wait_until([&] { return node.fired().size() == 2; });
  clock.advance(48h + 3h);
  wait_until([&] { return node.fired().size() == 5; });
  CHECK(node.fired() == Subjects{"now", "now again", "first", "second", "third"});
  CHECK(node.set_timers() == 1);
}

TEST_CASE("a timer that was due while nobody served fires at the start, once", "[realtime]") {
  const TestPlace place;
  TestClock clock;
  {
    TimerNode node(place, clock);
    node.start();
    node.set("note", "later", 2h);
    node.set("note", "soon", 1h);
  }
  clock.advance(3h);
  {
    TimerNode node(place, clock);
    node.start();
    wait_until([&] { return node.set_timers() == 0; });
  }
  TimerNode node(place, clock);
  node.start();
  node.set("note", "the end", 0s);
  wait_until([&] { return node.fired().size() >= 3; });
  CHECK(node.fired() == Subjects{"soon", "later", "the end"});
}

TEST_CASE("of two nodes on one store exactly one does what a timer is for", "[realtime]") {
  const TestPlace place;
  TestClock clock;
  TimerNode one(place, clock, "one");
  TimerNode two(place, clock, "two");
  constexpr int kCount = 500;
  one.database->write([](Transaction& tx) {
    for (int i = 0; i < kCount; ++i) storage::set_timer(tx, "note", std::to_string(i), tx.now() + 1h);
  });
  one.start();
  two.start();
  clock.advance(1h);
  wait_until([&] { return one.set_timers() == 0; });
  std::map<std::string, int> times;
  for (const auto& subject : one.fired()) ++times[subject];
  CHECK(times.size() == kCount);
  for (const auto& [subject, count] : times) CHECK(count == 1);
}

TEST_CASE("a timer that another process sets is noticed", "[realtime]") {
  const TestPlace place;
  TestClock clock;
  TimerNode node(place, clock);
  node.start();
  const auto other = storage::open_database(place.address(), {}, clock);
  other->write([](Transaction& tx) { storage::set_timer(tx, "note", "from outside", tx.now()); });
  wait_until([&] { return node.fired() == Subjects{"from outside"}; });
  other->stop();
}

TEST_CASE("moved timers fire at their new time, cancelled ones never", "[realtime]") {
  const TestPlace place;
  TestClock clock;
  TimerNode node(place, clock);
  node.start();
  node.set("note", "moved back", 1h);
  node.set("note", "moved on", 3h);
  node.set("note", "cancelled", 1h);
  node.set("note", "moved back", 4h);
  node.set("note", "moved on", 2h);
  node.write([](Transaction& tx) { storage::cancel_timer(tx, "note", "cancelled"); });
  clock.advance(2h);
  wait_until([&] { return node.fired() == Subjects{"moved on"}; });
  clock.advance(2h);
  wait_until([&] { return node.set_timers() == 0; });
  CHECK(node.fired() == Subjects{"moved on", "moved back"});
}

TEST_CASE("a handler that fails is tried again later and holds no other timer up", "[realtime]") {
  const TestPlace place;
  const auto file = place.folder() / "log";
  TestClock clock;
  TimerNode node(place, clock);
  log::start({.level = log::Level::error, .file = file.string()});
  node.database->write([](Transaction& tx) {
    storage::set_timer(tx, "bad", "b7", tx.now());
    storage::set_timer(tx, "nobody's", "x", tx.now());
    for (int i = 0; i < 100; ++i) storage::set_timer(tx, "note", std::to_string(100 + i), tx.now() + 1s);
  });
  clock.advance(1s);
  node.start();
  wait_until([&] { return node.set_timers() == 2 && node.fired().size() == 100; });
  node.write([](Transaction& tx) { storage::cancel_timer(tx, "nobody's", "x"); });
  wait_until([&] { return node.only_timer().second == 1; });
  CHECK(node.only_timer().first == clock.now() + 5s);
  clock.advance(5s);
  wait_until([&] { return node.only_timer().second == 2; });
  CHECK(node.only_timer().first == clock.now() + 10s);
  CHECK(node.fired().size() == 100);  // what it had written is rolled back each time
  node.is_bad = false;
  clock.advance(10s);
  wait_until([&] { return node.set_timers() == 0; });
  CHECK(node.fired().size() == 101);
  CHECK(node.fired().back() == "b7");
  log::stop();
  log::set_level(log::Level::off);
  const std::string log = text_of(file);
  CHECK(log.contains(R"("kind":"bad","subject":"b7","tries":2,"reason":"not today")"));
  CHECK(log.contains(R"("kind":"nobody's","subject":"x")"));
}

TEST_CASE("a handler may set its own timer anew, and its events are told", "[realtime]") {
  const TestPlace place;
  TestClock clock;
  TimerNode node(place, clock);
  std::promise<void> told;
  node.registry.on_mail([&] { told.set_value(); });
  node.on_hook = [](Transaction& tx, std::string_view subject) {
    TimerNode::note(tx, "one", subject);
    storage::set_timer(tx, "hook", subject, tx.now() + 1h);
    if (tx.one<std::int64_t>("SELECT COUNT(*) FROM fired") == 3) tx.effects().has_mail = true;
  };
  node.start();
  node.set("hook", "again", 0s);
  for (std::size_t times = 1; times <= 3; ++times) {
    wait_until([&] { return node.fired().size() == times; });
    clock.advance(1h);
  }
  told.get_future().get();
}

TEST_CASE("ten thousand timers due at once let a command through at once", "[realtime]") {
  const TestPlace place;
  TestClock clock;
  std::atomic<bool> is_first{true};
  std::promise<std::size_t> fired_before;
  TimerNode node(place, clock);
  constexpr int kCount = 10'000;
  node.database->write([](Transaction& tx) {
    for (int i = 0; i < kCount; ++i) storage::set_timer(tx, "hook", std::to_string(i), tx.now());
  });
  node.on_hook = [&](Transaction& tx, std::string_view subject) {
    TimerNode::note(tx, "one", subject);
    if (!is_first.exchange(false)) return;
    const bool is_accepted = node.database->submit(storage::WriteUnit{
        .work =
            [&](Transaction& command) {
              const auto count = command.one<std::int64_t>("SELECT COUNT(*) FROM fired").value();
              fired_before.set_value(static_cast<std::size_t>(count));
              return true;
            },
        .done = {}});
    if (!is_accepted) fired_before.set_value(kCount);
  };
  node.start();
  CHECK(fired_before.get_future().get() <= 32);
  // As long as it takes, while it goes on.
  for (auto left = node.set_timers(); left > 0; left = node.set_timers())
    wait_until([&] { return node.set_timers() < left; });
  CHECK(node.fired().size() == kCount);
}

TEST_CASE("one kind of timer has one function", "[realtime]") {
  realtime::Registry registry;
  registry.timer("note", [](Transaction&, std::string_view) {});
  CHECK_THROWS_AS(registry.timer("note", [](Transaction&, std::string_view) {}), std::logic_error);
}

}  // namespace stollen::tests
