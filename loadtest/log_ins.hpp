#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "loadtest/engine.hpp"
#include "loadtest/histogram.hpp"
#include "loadtest/http_reply.hpp"
#include "loadtest/socket.hpp"

namespace stollen::load {

/// Accounts of a load test, counted from 1.
struct Accounts {
  std::string pattern = "gast-{:04}@demo.example";
  std::string password;
  [[nodiscard]] std::string email(int number) const;
};

/// Log-ins over a few connections, one after the other on each. A password's hash is made to be slow, so
/// cookies may be kept in a file for the next run.
class LogIns {
 public:
  LogIns(Engine& engine, const Target& target, const Accounts& accounts);
  ~LogIns();

  void read_cookies(const std::string& file);
  void write_cookies(const std::string& file) const;

  /// Logs in who has no cookie yet. Endless: everybody, and again from the beginning, until end().
  void begin(std::vector<int> numbers, std::size_t at_once, bool is_endless = false);
  void end();
  [[nodiscard]] bool is_done() const { return is_begun_ && open_ == 0; }
  /// Throws std::runtime_error for an account that could not log in.
  [[nodiscard]] const std::string& cookie(int number) const;
  [[nodiscard]] const std::string& first_fault() const { return first_fault_; }

  Histogram duration;
  std::uint64_t busy_answers = 0;

 private:
  class Desk;  ///< one connection
  friend class Desk;
  [[nodiscard]] int next();  ///< 0: nobody is left

  Engine& engine_;
  const Target& target_;
  const Accounts accounts_;
  std::deque<int> waiting_;
  bool is_endless_ = false, is_begun_ = false;
  std::size_t open_ = 0;  ///< log-ins that are not answered yet
  std::map<int, std::string> cookies_;
  std::string first_fault_;
  std::vector<std::unique_ptr<Desk>> desks_;
};

}  // namespace stollen::load
