#include <atomic>
#include <chrono>
#include <filesystem>
#include <thread>

#include "tests/storage/failing_disk.hpp"
#include "tests/storage/numbered_notes.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/test_store.hpp"
#include "tests/support/wait_until.hpp"

namespace stollen::tests {
namespace {

using Fault = FailingDisk::Fault;

storage::DatabaseOptions with_checkpoints() {
  FailingDisk::install();
  auto options = patient_store();
  options.checkpoint_interval = std::chrono::milliseconds(1);
  options.sqlite_vfs = FailingDisk::kName;
  return options;
}

/// A store that has something to move from its log, and whose checkpoint is held where it begins.
struct HeldStore {
  HeldStore() {
    wait_for_empty_log();  // what opening has left; behind it no checkpoint begins without a commit
    const int begun = FailingDisk::checkpoints;
    FailingDisk::set(Fault::held_checkpoint);
    submit_note(1);
    wait_until([&] { return told == 1 && FailingDisk::checkpoints > begun; });
  }
  void wait_for_empty_log() {
    wait_until([&] { return std::filesystem::file_size(store.file() + "-wal") == 0; });
  }
  void submit_note(int number) {
    tests::submit_note(*store, number, [this] { ++ran; }, [this] { ++told; });
  }

  std::atomic<int> ran{0}, told{0};
  TestStore store{kNumberedNotes, system_clock(), with_checkpoints(), StoreKind::file};
  FailingDisk::Restored restored;
};

}  // namespace

TEST_CASE("nobody commits while a checkpoint looks how far the log goes", "[storage][sqlite]") {
  HeldStore held;
  held.submit_note(2);
  for (int i = 0; i < 20'000; ++i) std::this_thread::yield();
  CHECK(held.ran == 1);
  FailingDisk::set(Fault::none);
  wait_until([&] { return held.told == 2; });
  held.wait_for_empty_log();  // looks are no commits, after which it would not be emptied
}

TEST_CASE("units run while a checkpoint moves the log", "[storage][sqlite]") {
  HeldStore held;
  const int flushed = FailingDisk::flushes;
  FailingDisk::set(Fault::held_flush);
  wait_until([&] { return FailingDisk::flushes > flushed; });  // of the log, which precedes the moving
  held.submit_note(2);
  wait_until([&] { return held.ran == 2; });
  FailingDisk::set(Fault::none);
  wait_until([&] { return held.told == 2; });
}

}  // namespace stollen::tests
