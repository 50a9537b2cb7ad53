#include "server/core/log_writer.hpp"

#include <limits.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <memory>
#include <new>
#include <stdexcept>

#include "server/core/clock.hpp"

namespace stollen::log {
namespace {

// A pipe takes so much whole or not at all: no reader ever sees half a line of a process that was killed.
constexpr std::size_t kBlockBytes = PIPE_BUF;
constexpr int kMomentMs = 1;

void wait_until_writable(int descriptor) {
  pollfd wanted{.fd = descriptor, .events = POLLOUT, .revents = 0};
  poll(&wanted, 1, -1);
}

}  // namespace

struct LogWriter::Line {
  Line* older = nullptr;
  std::size_t size = 0;

  static Line* make(std::string_view text) {
    void* place = ::operator new(sizeof(Line) + text.size(), std::nothrow);
    if (place == nullptr) return nullptr;
    Line* line = new (place) Line{.size = text.size()};
    std::memcpy(line->begin(), text.data(), text.size());
    return line;
  }
  char* begin() { return reinterpret_cast<char*>(this + 1); }
  [[nodiscard]] std::string_view text() const { return {reinterpret_cast<const char*>(this + 1), size}; }
  void free() { ::operator delete(this); }
};

LogWriter::LogWriter(int descriptor, std::size_t queue_lines)
    : descriptor_(descriptor),
      queue_lines_(static_cast<std::int64_t>(queue_lines)),
      bell_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  if (bell_ < 0) throw std::runtime_error(std::string("The log cannot be started: ") + std::strerror(errno));
  block_.reserve(kBlockBytes);
  thread_ = std::thread([this] { run_thread(); });
}

LogWriter::~LogWriter() {
  finish();
  write_queued();
  close(bell_);
  if (descriptor_ != STDERR_FILENO) close(descriptor_);
}

void LogWriter::push(std::string_view text, bool is_urgent) {
  Line* line = queued_.fetch_add(1) < queue_lines_ ? Line::make(text) : nullptr;
  if (line == nullptr) {
    queued_.fetch_sub(1);
    lost_.fetch_add(1);
  } else if (queue_.push(line, is_urgent)) {
    ring();
  }
}

void LogWriter::ring() {
  const std::uint64_t once = 1;
  [[maybe_unused]] const auto written = write(bell_, &once, sizeof once);  // full means that it rings already
}

void LogWriter::finish() {
  if (!thread_.joinable()) return;
  is_finishing_.store(true);
  ring();
  thread_.join();
}

void LogWriter::run_thread() {
  for (;;) {
    const bool is_last = is_finishing_.load();
    const bool has_written = write_queued();
    if (is_last) return;
    rest(has_written ? Queue::for_a_moment : Queue::until_a_line);
  }
}

void LogWriter::rest(Queue::Sleep how) {
  if (!queue_.falls_asleep(how)) return;
  pollfd rung{.fd = bell_, .events = POLLIN, .revents = 0};
  const bool is_rung = poll(&rung, 1, how == Queue::for_a_moment ? kMomentMs : -1) > 0;
  queue_.wake();
  std::uint64_t times = 0;
  if (is_rung) [[maybe_unused]]
    const auto taken = read(bell_, &times, sizeof times);
}

bool LogWriter::write_queued() {
  std::int64_t count = 0;
  for (Line* line = queue_.take(); line != nullptr; ++count) {
    append(*line);
    std::exchange(line, line->older)->free();
  }
  queued_.fetch_sub(count);
  append_loss();
  write_block();
  return count > 0;
}

void LogWriter::append(const Line& line) {
  if (block_.size() + line.size + 1 > kBlockBytes) write_block();
  block_.append(line.text()).push_back('\n');
}

void LogWriter::append_loss() {
  const std::int64_t lost = lost_.exchange(0);
  if (lost == 0) return;
  const std::string text =
      format_line(system_clock().now(), Level::warn, "log.lines_lost", {{"lines", lost}});
  if (block_.size() + text.size() + 1 > kBlockBytes) write_block();
  block_.append(text).push_back('\n');
}

// What cannot be written at all (a full disk, a reader that is gone) is lost: there is nobody to tell.
void LogWriter::write_block() {
  std::string_view rest = block_;
  while (!rest.empty()) {
    const ssize_t written = write(descriptor_, rest.data(), rest.size());
    if (written >= 0) {
      rest.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno == EAGAIN) {
      wait_until_writable(descriptor_);
    } else if (errno != EINTR) {
      break;
    }
  }
  block_.clear();
}

}  // namespace stollen::log
