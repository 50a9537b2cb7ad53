// What other processes see of an open store. SQLite tells by the locks on its file whether somebody else is
// there.
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/support/catch.hpp"
#include "tests/support/test_store.hpp"

namespace stollen::tests {
namespace {

/// Whether another process could take the file for itself (SQLite's range of shared locks).
bool looks_abandoned(const std::string& file) {
  const pid_t child = fork();
  if (child == 0) {
    struct flock shared{};
    shared.l_type = F_WRLCK;
    shared.l_whence = SEEK_SET;
    shared.l_start = 0x40000002;
    shared.l_len = 510;
    const int descriptor = open(file.c_str(), O_RDWR | O_CLOEXEC);
    const bool is_known = descriptor >= 0 && fcntl(descriptor, F_GETLK, &shared) == 0;
    _exit(!is_known ? 2 : shared.l_type == F_UNLCK ? 1 : 0);
  }
  int status = 0;
  REQUIRE(waitpid(child, &status, 0) == child);
  REQUIRE(WIFEXITED(status));
  REQUIRE(WEXITSTATUS(status) < 2);
  return WEXITSTATUS(status) == 1;
}

}  // namespace

TEST_CASE("an open store keeps its locks, so that no other process removes its log", "[storage][sqlite]") {
  const TestStore store;  // its migrations were applied on a connection of their own, which is closed by now
  store->write([](storage::Transaction& tx) { tx.next_number("hall"); });
  CHECK_FALSE(looks_abandoned(store.file()));
  const auto second = storage::open_database(store.address());
  CHECK_FALSE(looks_abandoned(store.file()));
  second->stop();
  CHECK_FALSE(looks_abandoned(store.file()));
}

}  // namespace stollen::tests
