#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <random>
#include <string>
#include <string_view>

#include "server/redis/connection.hpp"
#include "server/runtime/timer_wheel.hpp"

namespace stollen::redis {

struct LinkOptions {
  ConnectionOptions connection;
  std::chrono::milliseconds connect_patience{3'000};  ///< from the beginning to the end of the log-in
  std::chrono::milliseconds ping_interval{500};       ///< of silence, then it is asked whether it is there
  std::chrono::milliseconds silence_patience{1'500};  ///< then it is away
  std::chrono::milliseconds first_wait{100};          ///< before it is tried again; doubled after each try
  std::chrono::milliseconds longest_wait{2'500};
};

/// A connection to Redis that comes back by itself: logs in, asks a silent server whether it is there, and
/// waits at random between tries, so that nodes that lost it together do not return together. Belongs to a
/// shard's thread. An error that the server replies to any command ends the connection: none is expected.
class Link final : private Connection::Owner {
 public:
  struct Handlers {
    std::function<void()> up;
    std::function<void(const Reply&)> reply;           ///< to what was sent, and what is told unasked
    std::function<void()> input_was_read;              ///< all replies that came together have been told
    std::function<void(const std::string& why)> down;  ///< also after each try that failed
  };

  Link(runtime::Shard& shard, HostLookup& lookup, LinkOptions options, Handlers handlers);
  ~Link();
  Link(const Link&) = delete;
  Link& operator=(const Link&) = delete;

  /// On the shard, or before it is started.
  void start() { connect(); }
  [[nodiscard]] bool is_up() const { return is_up_; }
  /// Whole commands. False, and nothing is sent: it is down, or too much waits already.
  [[nodiscard]] bool send(std::string_view commands);
  /// Ends the connection; another one is made in a while.
  void fail(const std::string& why);

 private:
  void connect();
  void opened() override;
  void replied(const Reply& reply) override;
  void input_was_read() override;
  void ended(const std::string& why) override;
  void watch();
  [[nodiscard]] std::chrono::milliseconds next_wait();

  runtime::Shard& shard_;
  HostLookup& lookup_;
  const LinkOptions options_;
  Handlers handlers_;
  std::shared_ptr<Connection> connection_;
  runtime::Timer retry_;
  runtime::Timer watchdog_;
  std::minstd_rand random_;
  bool is_up_ = false;
  std::uint32_t login_replies_ = 0;  ///< that are still to come
  std::uint32_t tries_ = 0;          ///< since it was last up for a while
  runtime::SteadyClock::time_point began_;
  runtime::SteadyClock::time_point heard_;
};

}  // namespace stollen::redis
