#include <atomic>
#include <latch>
#include <numeric>
#include <thread>
#include <vector>

#include "server/storage/sqlite/connection.hpp"
#include "tests/storage/failing_disk.hpp"
#include "tests/storage/numbered_notes.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/test_store.hpp"
#include "tests/support/wait_until.hpp"

namespace stollen::tests {
namespace {

using storage::Transaction;
using storage::sqlite::SqliteConnection;

constexpr std::size_t kTogether = 4;

storage::DatabaseOptions on_held_disk() {
  FailingDisk::install();
  storage::DatabaseOptions options;
  options.readers = 1;
  options.batch_limit = kTogether;
  options.batch_time = std::chrono::hours(1);           // only their number ends a commit
  options.checkpoint_interval = std::chrono::hours(1);  // whose flushes would be counted
  options.look_interval = std::chrono::milliseconds(10);
  options.sqlite_vfs = FailingDisk::kName;
  return options;
}

void wait_for(const std::atomic<int>& counter, int wanted) {
  wait_until([&] { return counter >= wanted; });
}

}  // namespace

TEST_CASE("nobody is told of a commit nor shown it before it is on the disk", "[storage][sqlite]") {
  std::atomic<int> told{0}, shown{0}, read_notes{-1};
  const TestStore store(kNumberedNotes, system_clock(), on_held_disk(), StoreKind::file);
  const FailingDisk::Restored restored;
  const int before = FailingDisk::flushes;
  FailingDisk::set(FailingDisk::Fault::held_flush);
  submit_note(*store, 1, [] {}, [&] { ++told; });
  wait_for(FailingDisk::flushes, before + 1);

  storage::ReadUnit unit;
  unit.work = [&](Transaction& tx) {
    read_notes = tx.one<int>("SELECT count(*) FROM note").value();
    ++shown;
  };
  REQUIRE(store->submit(std::move(unit)));
  wait_until([&] { return store->counters().queue_depth == 0; });  // the reader has it
  for (int i = 0; i < 20'000; ++i) std::this_thread::yield();
  CHECK(told == 0);
  CHECK(shown == 0);

  FailingDisk::set(FailingDisk::Fault::none);
  wait_for(told, 1);
  wait_for(shown, 1);
  CHECK(read_notes == 1);
}

TEST_CASE("units run while earlier ones are brought to the disk, and are told in their order",
          "[storage][sqlite]") {
  std::latch all_are_here{1};
  std::atomic<int> ran{0}, told{0};
  std::vector<int> order;
  const TestStore store(kNumberedNotes, system_clock(), on_held_disk(), StoreKind::file);
  const FailingDisk::Restored restored;
  const int before = FailingDisk::flushes;
  FailingDisk::set(FailingDisk::Fault::held_flush);
  constexpr int kUnits = 3 * kTogether;
  for (int number = 1; number <= kUnits; ++number) {
    submit_note(
        *store, number,
        [&] {
          all_are_here.wait();
          ++ran;
        },
        [&order, &told, number] {
          order.push_back(number);
          ++told;
        });
  }
  all_are_here.count_down();
  wait_for(FailingDisk::flushes, before + 1);
  wait_for(ran, kUnits);  // while the first commit's flush is held
  CHECK(told == 0);
  CHECK(FailingDisk::flushes == before + 1);

  FailingDisk::set(FailingDisk::Fault::none);
  wait_for(told, kUnits);
  std::vector<int> expected(kUnits);
  std::iota(expected.begin(), expected.end(), 1);
  CHECK(order == expected);
  CHECK(FailingDisk::flushes - before <= 3);  // those that waited share one
}

TEST_CASE("a log that begins anew and a checkpoint are flushed in their places", "[storage][sqlite]") {
  FailingDisk::install();
  const TestFolder folder;
  SqliteConnection connection({.file = (folder.path() / "store.db").string(), .vfs = FailingDisk::kName});
  connection.run_script("CREATE TABLE note (number INTEGER PRIMARY KEY)");
  const auto flush = connection.flush_late();
  const auto flushes_of = [](const auto& deed) {
    const int before = FailingDisk::flushes;
    deed();
    return FailingDisk::flushes - before;
  };
  const auto commit = [&] { connection.execute("INSERT INTO note DEFAULT VALUES"); };
  CHECK(flushes_of(commit) == 0);
  CHECK(flushes_of([&] { flush->flush(); }) == 1);
  commit();
  // the log, which nobody has flushed since, then the file
  CHECK(flushes_of([&] { CHECK(connection.checkpoint(SqliteConnection::Checkpoint::passive)); }) == 2);
  CHECK(flushes_of(commit) == 1);  // the new header, before a frame may follow
  CHECK(flushes_of(commit) == 0);
  // What was taken back has left frames in the log, but none that a commit had asked for.
  connection.run_script("PRAGMA cache_size = 5; BEGIN; CREATE TABLE filled (text TEXT)");
  for (int i = 0; i < 100; ++i) connection.run_script("INSERT INTO filled VALUES (hex(randomblob(1000)))");
  connection.roll_back();
  CHECK(flushes_of([&] { CHECK(connection.checkpoint(SqliteConnection::Checkpoint::passive)); }) == 2);
}

}  // namespace stollen::tests
