#pragma once

#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <system_error>
#include <vector>

#include "server/core/clock.hpp"
#include "server/realtime/registry.hpp"
#include "server/storage/open_database.hpp"

namespace stollen::tests {

/// A folder of its own below /dev/shm (memory, so that a flush costs nothing) that goes away with the object.
/// It is always a new one: what a killed test left behind must not be another's store.
class TestFolder {
 public:
  TestFolder() {
    const std::filesystem::path shared_memory = "/dev/shm";
    const auto base =
        std::filesystem::is_directory(shared_memory) ? shared_memory : std::filesystem::temp_directory_path();
    std::string name = base / "stollen-test-XXXXXX";
    if (mkdtemp(name.data()) == nullptr)
      throw std::system_error(errno, std::generic_category(), "no folder for a test below " + base.string());
    path_ = name;
  }
  ~TestFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TestFolder(const TestFolder&) = delete;
  TestFolder& operator=(const TestFolder&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// A store that refuses nobody for the time that those before them seem to take: a machine that stood still
/// for a moment has taught it long times.
inline storage::DatabaseOptions patient_store() {
  storage::DatabaseOptions options;
  options.longest_wait = std::chrono::hours(1);
  return options;
}

/// Which store a test meets. `usual` is a file in memory or, with STOLLEN_TEST_STORE=postgres://…, a schema
/// of that database, so that every test can show that both stores do the same.
enum class StoreKind { usual, file, shared };

/// A store of its own for one test.
class TestPlace {
 public:
  explicit TestPlace(StoreKind kind = StoreKind::usual);
  /// For a store with these migrations: on the server one that an earlier test has left, emptied, if there is
  /// one. Making forty tables takes the server a hundred times as long as emptying them.
  TestPlace(StoreKind kind, std::span<const storage::Migration> migrations);
  ~TestPlace();
  TestPlace(const TestPlace&) = delete;
  TestPlace& operator=(const TestPlace&) = delete;

  [[nodiscard]] static bool is_shared_server();
  [[nodiscard]] bool is_shared() const { return !schema_.empty(); }
  /// To be called when the migrations are applied: from here on the tables must stay as they are, or no other
  /// test gets them.
  void keep_for_others();
  /// All rows of all tables there, as text.
  [[nodiscard]] std::string everything_on_server() const;
  [[nodiscard]] const std::string& address() const { return address_; }
  [[nodiscard]] const std::filesystem::path& folder() const { return folder_.path(); }
  /// Of SQLite's store.
  [[nodiscard]] std::string file() const { return (folder_.path() / "store.db").string(); }

 private:
  void find_address(StoreKind kind);

  TestFolder folder_;
  std::string migrations_;  ///< what they are, as far as it matters who may use the schema again
  std::string look_;        ///< of the schema's tables; empty: not to be used again
  std::string schema_;
  std::string address_;
};

/// The real store, open: `TestStore store(registry); store->write([&](auto& tx) { … });`
/// Not SQLite's ":memory:" with a shared cache: that has locks per table instead of snapshots.
class TestStore {
 public:
  explicit TestStore(std::span<const storage::Migration> migrations = {}, const Clock& clock = system_clock(),
                     const storage::DatabaseOptions& options = patient_store(),
                     StoreKind kind = StoreKind::usual)
      : place_(std::make_unique<TestPlace>(kind, migrations)),
        address_(place_->address()),
        database_(storage::open_database(address_, options, clock)) {
    database_->migrate(migrations);
    place_->keep_for_others();
  }
  explicit TestStore(const realtime::Registry& registry, const Clock& clock = system_clock(),
                     const storage::DatabaseOptions& options = patient_store(),
                     StoreKind kind = StoreKind::usual)
      : TestStore(std::span<const storage::Migration>(registry.all_migrations()), clock, options, kind) {}
  /// Another opening of a store that is somebody else's, as a second node has it.
  TestStore(const std::string& address, const realtime::Registry& registry,
            const Clock& clock = system_clock(), const storage::DatabaseOptions& options = patient_store())
      : address_(address), database_(storage::open_database(address, options, clock)) {
    database_->migrate(registry.all_migrations());
  }

  [[nodiscard]] storage::Database& operator*() const { return *database_; }
  storage::Database* operator->() const { return database_.get(); }
  [[nodiscard]] const std::string& address() const { return address_; }
  [[nodiscard]] const TestPlace& place() const { return *place_; }
  [[nodiscard]] std::string file() const { return place_->file(); }
  [[nodiscard]] const std::filesystem::path& folder() const { return place_->folder(); }

 private:
  std::unique_ptr<TestPlace> place_;  ///< none: somebody else's
  std::string address_;
  std::unique_ptr<storage::Database> database_;
};

}  // namespace stollen::tests
