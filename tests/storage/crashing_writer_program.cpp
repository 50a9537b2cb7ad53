// A process that is killed, or whose disk fails, while it writes: `crashing_writer FILE write|flush|late`. In
// the first way it writes the number of each acknowledged unit to standard output, one a line, for ever; in
// the last the flush fails on a thread of its own, since more units wait.

#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <functional>
#include <latch>
#include <string>
#include <string_view>
#include <thread>

#include "protocol/generated/cpp/booth.hpp"
#include "server/storage/open_database.hpp"
#include "tests/storage/failing_disk.hpp"

namespace {

using namespace stollen;

void acknowledge(int number) {
  const std::string line = std::to_string(number) + "\n";
  [[maybe_unused]] const auto written = write(STDOUT_FILENO, line.data(), line.size());
}

void write_for_ever(storage::Database& database) {
  for (int number = 1;; ++number) {
    storage::WriteUnit unit;
    unit.work = [number](storage::Transaction& tx) {
      tx.run("INSERT INTO note (number) VALUES ($1)", number);
      tx.publish("hall", protocol::booth::RemovedEvent{});
      return true;
    };
    unit.done = [number](storage::WriteOutcome outcome, storage::Effects&&) {
      if (outcome == storage::WriteOutcome::committed) acknowledge(number);
    };
    while (database.counters().queue_depth > 500) std::this_thread::yield();
    if (!database.submit(std::move(unit))) --number;
  }
}

void write_note(storage::Database& database, int number) {
  database.write(
      [number](storage::Transaction& tx) { tx.run("INSERT INTO note (number) VALUES ($1)", number); });
}

/// More than a commit takes, all there before the first of them ends.
void write_many(storage::Database& database) {
  std::latch all_are_here{1};
  std::atomic<int> left{300};
  for (int number = 2; number < 302; ++number) {
    storage::WriteUnit unit;
    unit.work = [&all_are_here, number](storage::Transaction& tx) {
      all_are_here.wait();
      tx.run("INSERT INTO note (number) VALUES ($1)", number);
      return true;
    };
    unit.done = [&left, number](storage::WriteOutcome outcome, storage::Effects&&) {
      if (outcome == storage::WriteOutcome::committed) acknowledge(number);
      --left;
    };
    if (!database.submit(std::move(unit))) --left;
  }
  all_are_here.count_down();
  while (left > 0) std::this_thread::yield();
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 3) return 2;
  tests::FailingDisk::install();
  const auto database = storage::open_database(
      std::string("sqlite:") + arguments[1],
      {.checkpoint_interval = std::chrono::milliseconds(20), .sqlite_vfs = tests::FailingDisk::kName});
  const storage::Migration table{"notes", 1, "CREATE TABLE note (number BIGINT PRIMARY KEY);"};
  database->migrate(std::span(&table, 1));
  const std::string_view way = arguments[2];
  if (way == "write") write_for_ever(*database);
  write_note(*database, 1);
  tests::FailingDisk::set(tests::FailingDisk::Fault::no_flush);
  way == "late" ? write_many(*database) : write_note(*database, 2);
  std::puts("acknowledged in spite of a failed flush");
  return 0;
}
