#include "server/storage/sqlite/gathering_file.hpp"
#include "tests/storage/failing_disk.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/test_store.hpp"

namespace stollen::tests {
namespace {

using storage::Migration;
using storage::Transaction;

const std::vector<Migration> kMigrations{
    {"notes", 1, "CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT);"}};

storage::DatabaseOptions on_watched_disk() {
  FailingDisk::install();
  storage::DatabaseOptions options;
  options.sqlite_vfs = FailingDisk::kName;
  return options;
}

void write_notes(Transaction& tx, int count) {
  const std::string text(3'000, 'x');  // one page each
  for (int i = 0; i < count; ++i) tx.run("INSERT INTO note (text) VALUES ($1)", text);
}

std::int64_t stored_bytes(Transaction& tx) {
  return tx.one<std::int64_t>("SELECT COALESCE(SUM(LENGTH(text)), 0) FROM note").value();
}

}  // namespace

TEST_CASE("the pages of a commit reach the log in few writes, and before it is acknowledged",
          "[storage][sqlite]") {
  const TestStore store(kMigrations, system_clock(), on_watched_disk());
  const int before = FailingDisk::writes;
  store->write([](Transaction& tx) { write_notes(tx, 300); });
  const int writes = FailingDisk::writes - before;
  std::int64_t seen = 0;
  store->read([&](Transaction& tx) { seen = stored_bytes(tx); });
  CHECK(seen == 900'000);
  CHECK(writes > 1'200'000 / 0x1ffff);  // the pages' bytes: or nothing is counted
  CHECK(writes < 20);
}

TEST_CASE("a transaction that does not fit into memory reads its own pages back from the log",
          "[storage][sqlite]") {
  const TestStore store(kMigrations, system_clock(), on_watched_disk());
  constexpr int kNotes = 6'000;  // 24 MB of pages, in a cache of 16
  std::int64_t own = 0;
  store->write([&](Transaction& tx) {
    write_notes(tx, kNotes);
    tx.run("UPDATE note SET text = text || 'y'");
    own = stored_bytes(tx);
  });
  CHECK(own == kNotes * 3'001);
  std::int64_t seen = 0;
  store->read([&](Transaction& tx) { seen = stored_bytes(tx); });
  CHECK(seen == own);
}

TEST_CASE("a virtual file system that is not there is refused by name", "[storage][sqlite]") {
  CHECK_THROWS_WITH(storage::sqlite::gathering_vfs("no-such-disk"),
                    Catch::Matchers::Contains("no-such-disk"));
}

}  // namespace stollen::tests
