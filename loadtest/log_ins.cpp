#include "loadtest/log_ins.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "loadtest/http_exchange.hpp"

namespace stollen::load {

using namespace std::chrono_literals;
using Json = nlohmann::json;

std::string Accounts::email(int number) const {
  return fmt::format(fmt::runtime(pattern), number);
}

class LogIns::Desk {
 public:
  explicit Desk(LogIns& owner)
      : owner_(owner),
        socket_(owner.engine_, owner.target_,
                {.on_open = [this] { ask(); },
                 .on_data = [this](std::string_view bytes) { return on_data(bytes); },
                 .on_close = [this] { take_again(100ms); }}) {}

  void call_next() {
    number_ = owner_.next();
    if (number_ == 0) return socket_.close();
    if (!socket_.is_open()) return socket_.open();
    ask();
  }

  void stop() {
    number_ = 0;
    socket_.close();
  }

 private:
  void ask() {
    began_ = std::chrono::steady_clock::now();
    socket_.send(command_request(
        owner_.target_, "account.log_in",
        Json{{"email", owner_.accounts_.email(number_)}, {"password", owner_.accounts_.password}}.dump(),
        {}));
  }

  std::size_t on_data(std::string_view bytes) {
    const auto reply = parse_http_reply(bytes);
    if (!reply) return 0;
    const std::size_t size = reply->size;
    if (reply->status == 200) {
      const std::string_view set = reply->header("set-cookie");
      owner_.cookies_[number_] = set.substr(0, set.find(';'));
      owner_.duration.record(std::chrono::steady_clock::now() - began_);
      --owner_.open_;
      call_next();
    } else if (reply->status == 503 || reply->status == 429) {
      ++owner_.busy_answers;
      take_again(200ms);
    } else {
      if (owner_.first_fault_.empty()) {
        owner_.first_fault_ = fmt::format("log-in of {} was answered {}: {}", owner_.accounts_.email(number_),
                                          reply->status, reply->body.substr(0, 200));
      }
      --owner_.open_;
      call_next();
    }
    return size;
  }

  void take_again(std::chrono::milliseconds wait) {
    owner_.engine_.after(wait, [this] {
      if (number_ == 0) return;
      socket_.is_open() ? ask() : socket_.open();
    });
  }

  LogIns& owner_;
  int number_ = 0;
  SteadyTime began_;
  Socket socket_;
};

LogIns::LogIns(Engine& engine, const Target& target, const Accounts& accounts)
    : engine_(engine), target_(target), accounts_(accounts) {}

LogIns::~LogIns() = default;

void LogIns::read_cookies(const std::string& file) {
  std::ifstream lines(file);
  int number = 0;
  std::string cookie;
  while (lines >> number >> cookie) cookies_[number] = cookie;
}

void LogIns::write_cookies(const std::string& file) const {
  std::ofstream lines(file, std::ios::trunc);
  for (const auto& [number, cookie] : cookies_) lines << number << ' ' << cookie << '\n';
  if (!lines.flush()) throw std::runtime_error(fmt::format("--cookies: cannot write {}", file));
}

void LogIns::begin(std::vector<int> numbers, std::size_t at_once, bool is_endless) {
  is_begun_ = true;
  is_endless_ = is_endless;
  for (const int number : numbers) {
    if (is_endless || !cookies_.contains(number)) waiting_.push_back(number);
  }
  open_ = waiting_.size();
  for (std::size_t i = 0; i < std::min(at_once, waiting_.size()); ++i)
    desks_.push_back(std::make_unique<Desk>(*this));
  for (const auto& desk : desks_) desk->call_next();
}

void LogIns::end() {
  waiting_.clear();
  is_endless_ = false;
  for (const auto& desk : desks_) desk->stop();
}

int LogIns::next() {
  if (waiting_.empty()) return 0;
  const int number = waiting_.front();
  waiting_.pop_front();
  if (is_endless_) {
    waiting_.push_back(number);
    ++open_;
  }
  return number;
}

const std::string& LogIns::cookie(int number) const {
  const auto found = cookies_.find(number);
  if (found == cookies_.end())
    throw std::runtime_error(
        first_fault_.empty() ? fmt::format("{} is not logged in", accounts_.email(number)) : first_fault_);
  return found->second;
}

}  // namespace stollen::load
