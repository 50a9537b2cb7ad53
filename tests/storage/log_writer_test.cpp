// The log's thread against a peer that does not read: a socket on which each write is a message.
#include "server/core/log_writer.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <limits>
#include <string>
#include <thread>
#include <vector>

#include "tests/support/catch.hpp"

namespace stollen::tests {
namespace {

class SlowReader {
 public:
  SlowReader() {
    REQUIRE(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends_.data()) == 0);
    const int smallest = 1;
    REQUIRE(setsockopt(ends_[1], SOL_SOCKET, SO_SNDBUF, &smallest, sizeof smallest) == 0);
  }
  ~SlowReader() { close(ends_[0]); }
  SlowReader(const SlowReader&) = delete;
  SlowReader& operator=(const SlowReader&) = delete;

  /// The writer's end; it closes it.
  [[nodiscard]] int descriptor() const { return ends_[1]; }
  void fill() {
    while (send(ends_[1], "full", 4, MSG_DONTWAIT) == 4) ++fillings_;
    REQUIRE(fillings_ > 0);
  }
  /// The next write of the log; empty at the end, and when none comes.
  std::string next() {
    for (; fillings_ > 0; --fillings_) REQUIRE(receive() == "full");
    return receive();
  }

 private:
  std::string receive() {
    pollfd wanted{.fd = ends_[0], .events = POLLIN, .revents = 0};
    if (poll(&wanted, 1, 10'000) <= 0) return {};
    std::string text(65'536, '\0');
    text.resize(static_cast<std::size_t>(recv(ends_[0], text.data(), text.size(), 0)));
    return text;
  }

  std::array<int, 2> ends_{};
  int fillings_ = 0;
};

std::vector<std::string> lines_of(const std::string& block) {
  REQUIRE(block.ends_with('\n'));
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < block.size();) {
    const std::size_t end = block.find('\n', at);
    lines.push_back(block.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

}  // namespace

TEST_CASE("a line of the log waits for no other", "[core]") {
  SlowReader reader;
  log::LogWriter writer(reader.descriptor(), 100);
  for (const std::string line : {"first", "second", "third"}) {
    writer.push(line, false);
    CHECK(reader.next() == line + "\n");
    while (!writer.is_idle()) std::this_thread::yield();
  }
  writer.push("urgent", true);
  CHECK(reader.next() == "urgent\n");
}

TEST_CASE("lines of the log that wait together leave together, whole and in order", "[core]") {
  SlowReader reader;
  reader.fill();
  constexpr int kLines = 400;
  const std::string filler(90, 'x');
  std::size_t blocks = 0;
  std::vector<std::string> lines;
  log::LogWriter writer(reader.descriptor(), kLines);
  for (int i = 0; i < kLines; ++i) writer.push(filler + std::to_string(i), false);
  while (lines.size() < kLines) {
    const std::string block = reader.next();
    REQUIRE(block.size() <= PIPE_BUF);
    for (auto& line : lines_of(block)) lines.push_back(std::move(line));
    ++blocks;
  }
  for (int i = 0; i < kLines; ++i) CHECK(lines.at(static_cast<std::size_t>(i)) == filler + std::to_string(i));
  // 40 lines fill a block; the first may have left before the others came.
  CHECK(blocks <= kLines / 40 + 2);
}

TEST_CASE("lines that the log has no room for are told, and none waits", "[core]") {
  SlowReader reader;
  reader.fill();
  constexpr int kLines = 1'000;
  std::int64_t lost = 0;
  int written = 0;
  const auto take = [&](const std::string& block) {
    for (const auto& line : lines_of(block)) {
      const std::string before = R"("event":"log.lines_lost","lines":)";
      const std::size_t at = line.find(before);
      if (at == std::string::npos) {
        ++written;
      } else {
        lost += std::stoll(line.substr(at + before.size()));
      }
    }
  };
  {
    log::LogWriter writer(reader.descriptor(), 20);
    for (int i = 0; i < kLines; ++i) writer.push("line", false);  // would stay here if anybody waited
    while (written + lost < kLines) {
      const std::string block = reader.next();
      REQUIRE_FALSE(block.empty());
      take(block);
    }
    writer.finish();
    writer.push("last", false);  // of a thread that nobody has told
  }
  CHECK(lost > 0);
  CHECK(written >= 20);
  CHECK(written + lost == kLines);
  CHECK(reader.next() == "last\n");
}

}  // namespace stollen::tests
