#include "server/redis/link.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace stollen::redis {
namespace {

using runtime::SteadyClock;

constexpr std::array<std::string_view, 1> kPing{"PING"};

}  // namespace

Link::Link(runtime::Shard& shard, HostLookup& lookup, LinkOptions options, Handlers handlers)
    : shard_(shard),
      lookup_(lookup),
      options_(std::move(options)),
      handlers_(std::move(handlers)),
      retry_([this] { connect(); }),
      watchdog_([this] { watch(); }),
      random_(std::random_device{}()) {}

Link::~Link() {
  if (connection_ != nullptr) connection_->close();
}

void Link::connect() {
  began_ = heard_ = SteadyClock::now();
  shard_.arm(watchdog_, options_.ping_interval);
  connection_ = Connection::make(shard_, lookup_, options_.connection, *this);
  const auto opening = connection_;  // it may fail at once
  opening->open();
}

bool Link::send(std::string_view commands) {
  return is_up_ && connection_->send(commands);
}

void Link::fail(const std::string& why) {
  if (const auto ending = connection_) ending->fail(why);
}

void Link::opened() {
  const Address& address = options_.connection.address;
  std::string commands;
  login_replies_ = 1;
  if (!address.password.reveal().empty()) {
    const std::array<std::string_view, 3> log_in{"AUTH", address.user, address.password.reveal()};
    const std::array<std::string_view, 2> log_in_as_default{"AUTH", address.password.reveal()};
    address.user.empty() ? append_command(commands, log_in_as_default) : append_command(commands, log_in);
    ++login_replies_;
  }
  append_command(commands, kPing);
  if (!connection_->send(commands)) fail("nothing can be sent");
}

void Link::replied(const Reply& reply) {
  heard_ = SteadyClock::now();
  if (reply.kind == Reply::Kind::error) {
    return fail((is_up_ ? "the server refused a command: " : "the server refused the log-in: ") +
                std::string(reply.text()));
  }
  if (is_up_) return handlers_.reply(reply);
  if (--login_replies_ > 0) return;
  is_up_ = true;
  handlers_.up();
}

void Link::input_was_read() {
  if (is_up_) handlers_.input_was_read();
}

void Link::ended(const std::string& why) {
  constexpr auto kWhile = std::chrono::seconds(5);
  if (is_up_ && SteadyClock::now() - began_ > kWhile) tries_ = 0;
  is_up_ = false;
  connection_.reset();
  shard_.timers().cancel(watchdog_);
  shard_.arm(retry_, next_wait());
  handlers_.down(why);
}

std::chrono::milliseconds Link::next_wait() {
  constexpr std::uint32_t kMostDoublings = 16;
  const auto longest =
      std::min(options_.longest_wait, options_.first_wait * (1U << std::min(tries_++, kMostDoublings)));
  return std::chrono::milliseconds(
      std::uniform_int_distribution<std::chrono::milliseconds::rep>(0, longest.count())(random_));
}

void Link::watch() {
  const auto now = SteadyClock::now();
  if (!is_up_ && now - began_ >= options_.connect_patience) return fail("the server does not answer");
  if (is_up_ && now - heard_ >= options_.silence_patience) return fail("the server has fallen silent");
  shard_.arm(watchdog_, options_.ping_interval / 2);
  if (!is_up_ || now - heard_ < options_.ping_interval) return;
  std::string ping;
  append_command(ping, kPing);
  // No room for it: then there is an answer to wait for anyway.
  static_cast<void>(connection_->send(ping));
}

}  // namespace stollen::redis
