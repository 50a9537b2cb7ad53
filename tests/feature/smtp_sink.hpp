#pragma once

#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <stdexcept>
#include <string>

#include <nlohmann/json.hpp>

namespace stollen::tests {

/// A real mail server (aiosmtpd) in its own process.
class SmtpSink {
 public:
  explicit SmtpSink(int refused = 0) {
    std::array<int, 2> in{}, out{};
    if (pipe(in.data()) != 0 || pipe(out.data()) != 0) throw std::runtime_error("no pipe");
    child_ = fork();
    if (child_ == 0) {
      dup2(in[0], 0);
      dup2(out[1], 1);
      for (const int end : {in[0], in[1], out[0], out[1]}) {
        if (end > 2) ::close(end);  // a test started without an input gets its number
      }
      const std::string count = std::to_string(refused);
      execl("/usr/bin/python3", "python3", STOLLEN_SMTP_SINK, "--refuse", count.c_str(), nullptr);
      _exit(127);
    }
    ::close(in[0]);
    ::close(out[1]);
    stdin_ = in[1];
    stdout_ = out[0];
    port_ = std::stoi(line());
  }
  ~SmtpSink() {
    ::close(stdin_);  // it ends when nobody holds its input
    ::close(stdout_);
    waitpid(child_, nullptr, 0);
  }
  SmtpSink(const SmtpSink&) = delete;
  SmtpSink& operator=(const SmtpSink&) = delete;

  [[nodiscard]] std::string url() const { return "smtp://127.0.0.1:" + std::to_string(port_); }
  /// Waits for the next message.
  nlohmann::json message() { return nlohmann::json::parse(line()); }
  /// Whether one has come that nobody has looked at.
  bool has_more() { return !rest_.empty() || is_readable(std::chrono::milliseconds(0)); }

 private:
  bool is_readable(std::chrono::milliseconds patience) {
    pollfd end{.fd = stdout_, .events = POLLIN, .revents = 0};
    return poll(&end, 1, static_cast<int>(patience.count())) == 1;
  }
  std::string line() {
    while (!rest_.contains('\n')) {
      std::array<char, 4096> buffer{};
      if (!is_readable(std::chrono::seconds(20))) throw std::runtime_error("the mail server is silent");
      const auto count = read(stdout_, buffer.data(), buffer.size());
      if (count <= 0) throw std::runtime_error("the mail server has ended");
      rest_.append(buffer.data(), static_cast<std::size_t>(count));
    }
    const std::size_t end = rest_.find('\n');
    const std::string text = rest_.substr(0, end);
    rest_.erase(0, end + 1);
    return text;
  }

  pid_t child_ = 0;
  int stdin_ = -1, stdout_ = -1, port_ = 0;
  std::string rest_;
};

}  // namespace stollen::tests
