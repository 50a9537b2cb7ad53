#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <string>
#include <vector>

#include "tests/support/catch.hpp"
#include "tests/support/test_store.hpp"

namespace stollen::tests {
namespace {

/// crashing_writer as a child, whose standard output is read.
class Child {
 public:
  Child(const std::string& file, const char* way) {
    std::array<int, 2> ends{};
    REQUIRE(pipe(ends.data()) == 0);
    output_ = ends[0];
    process_ = fork();
    if (process_ == 0) {
      dup2(ends[1], STDOUT_FILENO);
      const int nowhere = open("/dev/null", O_WRONLY);
      dup2(nowhere, STDERR_FILENO);
      execl(CRASHING_WRITER, CRASHING_WRITER, file.c_str(), way, nullptr);
      _exit(127);
    }
    close(ends[1]);
  }
  ~Child() {
    close(output_);
    if (process_ > 0) kill(process_, SIGKILL);
    if (process_ > 0) waitpid(process_, nullptr, 0);
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  /// Reads up to `bytes`; false at the end.
  bool read_some(std::string& text, std::size_t bytes) {
    std::string buffer(bytes, '\0');
    const ssize_t got = read(output_, buffer.data(), buffer.size());
    if (got <= 0) return false;
    text.append(buffer, 0, static_cast<std::size_t>(got));
    return true;
  }
  void kill_hard() { kill(process_, SIGKILL); }
  int wait() {
    int status = 0;
    waitpid(process_, &status, 0);
    process_ = -1;
    return status;
  }

 private:
  pid_t process_ = -1;
  int output_ = -1;
};

int last_whole_number(const std::string& lines) {
  const auto end = lines.rfind('\n');
  if (end == std::string::npos) return 0;
  const auto begin = lines.rfind('\n', end - 1);
  return std::stoi(lines.substr(begin == std::string::npos ? 0 : begin + 1));
}

}  // namespace

TEST_CASE("what was acknowledged survives kill -9", "[storage][sqlite]") {
  for (int round = 0; round < 8; ++round) {
    const TestFolder folder;
    const std::string file = (folder.path() / "store.db").string();
    std::string acknowledged;
    {
      Child child(file, "write");
      // Killed at another place each time, but always in the middle.
      const std::size_t enough = 500 + static_cast<std::size_t>(round) * 1'700;
      while (acknowledged.size() < enough) REQUIRE(child.read_some(acknowledged, 4'096));
      child.kill_hard();
      while (child.read_some(acknowledged, 65'536)) {
      }
      CHECK(WIFSIGNALED(child.wait()));
    }
    const int last = last_whole_number(acknowledged);
    INFO("round " << round << ", acknowledged " << last);
    const auto database = storage::open_database("sqlite:" + file);
    database->read([&](storage::Transaction& tx) {
      const int stored = tx.one<int>("SELECT count(*) FROM note").value();
      CHECK(stored >= last);
      CHECK(tx.one<int>("SELECT max(number) FROM note") ==
            stored);  // a prefix: nothing is missing in between
      CHECK(tx.head("hall") == stored);
      CHECK(tx.one<int>("SELECT count(*) FROM event") == stored);
      CHECK(tx.one<std::string>("PRAGMA integrity_check") == "ok");
    });
  }
}

TEST_CASE("a failed flush ends the process and acknowledges nothing", "[storage][sqlite]") {
  const char* const way = GENERATE("flush", "late");
  INFO(way);
  const TestFolder folder;
  Child child((folder.path() / "store.db").string(), way);
  std::string output;
  while (child.read_some(output, 4'096)) {
  }
  const int status = child.wait();
  CHECK(output.empty());
  REQUIRE(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 70);
}

}  // namespace stollen::tests
