#pragma once

#include <sys/types.h>

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "server/redis/address.hpp"
#include "tests/support/test_store.hpp"

namespace stollen::tests {

/// A real Redis server, on a socket in a folder of its own; it keeps nothing.
class TestRedis {
 public:
  /// `options` as on its command line.
  explicit TestRedis(std::vector<std::string> options = {});
  ~TestRedis();
  TestRedis(const TestRedis&) = delete;
  TestRedis& operator=(const TestRedis&) = delete;

  /// Empty, as after a crash: nobody is subscribed to anything.
  void start();
  void kill();
  /// It takes connections and bytes, and does nothing.
  void pause();
  void resume();

  [[nodiscard]] redis::Address address() const { return {.socket_path = socket()}; }
  [[nodiscard]] std::string socket() const { return (folder_.path() / "redis.sock").string(); }
  [[nodiscard]] const std::filesystem::path& folder() const { return folder_.path(); }

  /// One command on a connection of its own; its reply's texts and numbers, one a line.
  [[nodiscard]] std::string ask(std::initializer_list<std::string_view> words) const;
  void publish(std::string_view channel, std::string_view message) const;
  /// How many connections are subscribed to it.
  [[nodiscard]] int listeners(std::string_view channel) const;

 private:
  [[nodiscard]] std::string try_to_ask(std::initializer_list<std::string_view> words) const;

  TestFolder folder_;
  std::vector<std::string> options_;
  pid_t process_ = -1;
};

}  // namespace stollen::tests
