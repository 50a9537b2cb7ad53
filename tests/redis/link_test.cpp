#include "server/redis/link.hpp"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <condition_variable>
#include <cstdlib>
#include <deque>
#include <mutex>
#include <optional>

#include "tests/support/catch.hpp"
#include "tests/support/test_redis.hpp"

namespace stollen::tests {
namespace {

using namespace std::chrono_literals;
using redis::Address;
using redis::Link;
using redis::LinkOptions;

/// Comes back at once; takes no server for silent that the machine holds up.
LinkOptions impatient(Address address) {
  return {.connection = {.address = std::move(address)},
          .connect_patience = 20s,
          .ping_interval = 40ms,
          .silence_patience = 20s,
          .first_wait = 5ms,
          .longest_wait = 40ms};
}

/// A link on a loop of its own that writes down what happens to it.
class WatchedLink {
 public:
  explicit WatchedLink(LinkOptions options) : shard_({.name = "link", .timer_resolution = 1ms}) {
    link_.emplace(shard_, lookup_, std::move(options),
                  Link::Handlers{.up = [this] { note("up"); },
                                 .reply = [this](const redis::Reply& reply) { note_reply(reply); },
                                 .input_was_read = [] {},
                                 .down = [this](const std::string& why) { note("down: " + why); }});
    shard_.start();
    shard_.post([this] { link_->start(); });
  }
  ~WatchedLink() {
    lookup_.stop();
    shard_.request_stop();
    shard_.join();
    link_.reset();
  }
  void send(std::initializer_list<std::string_view> words) {
    std::string command;
    redis::append_command(command, std::vector<std::string_view>(words));
    shard_.post([this, command] { is_sent_ = link_->send(command); });
  }
  /// The next thing that happens, but answers to PING.
  std::string next() {
    std::unique_lock lock(mutex_);
    if (!changed_.wait_for(lock, 20s, [this] { return !notes_.empty(); })) return "nothing";
    std::string first = std::move(notes_.front());
    notes_.pop_front();
    return first;
  }
  /// Goes on to the next thing that is like this.
  std::string next_like(std::string_view beginning) {
    for (;;) {
      std::string found = next();
      if (found == "nothing" || found.starts_with(beginning)) return found;
    }
  }

 private:
  void note(std::string what) {
    {
      const std::lock_guard lock(mutex_);
      notes_.push_back(std::move(what));
    }
    changed_.notify_all();
  }
  void note_reply(const redis::Reply& reply) {
    if (reply.text() == "PONG" || reply.text() == "pong") return;
    std::string text;
    for (const std::string_view part : reply.parts) text.append(text.empty() ? "" : " ").append(part);
    note(text);
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::string> notes_;
  redis::HostLookup lookup_;
  runtime::Shard shard_;
  std::optional<Link> link_;
  std::atomic<bool> is_sent_{false};
};

std::string free_port() {
  const int descriptor = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{
      .sin_family = AF_INET, .sin_port = 0, .sin_addr = {htonl(INADDR_LOOPBACK)}, .sin_zero = {}};
  socklen_t size = sizeof address;
  REQUIRE(bind(descriptor, reinterpret_cast<sockaddr*>(&address), size) == 0);
  REQUIRE(getsockname(descriptor, reinterpret_cast<sockaddr*>(&address), &size) == 0);
  close(descriptor);
  return std::to_string(ntohs(address.sin_port));
}

void make_certificate(const std::filesystem::path& folder, const std::string& file) {
  const std::string command =
      "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=bus "
      "-addext subjectAltName=DNS:localhost -keyout " +
      (folder / (file + ".key")).string() + " -out " + (folder / (file + ".pem")).string() + " 2>/dev/null";
  REQUIRE(std::system(command.c_str()) == 0);
}

/// Redis behind TLS, for one user who may do what the backplane does, and nothing else.
struct SecureRedis {
  TestFolder folder;
  std::string port = free_port();
  std::optional<TestRedis> server;

  SecureRedis() {
    make_certificate(folder.path(), "right");
    make_certificate(folder.path(), "wrong");
    const auto file = [this](const char* name) { return (folder.path() / name).string(); };
    server.emplace(std::vector<std::string>{"--bind",
                                            "127.0.0.1",
                                            "--tls-port",
                                            port,
                                            "--tls-cert-file",
                                            file("right.pem"),
                                            "--tls-key-file",
                                            file("right.key"),
                                            "--tls-auth-clients",
                                            "no",
                                            "--user",
                                            "default",
                                            "off",
                                            "--user",
                                            "fair",
                                            "on",
                                            ">secret",
                                            "resetchannels",
                                            "&stollen:*",
                                            "+ping",
                                            "+publish",
                                            "+subscribe",
                                            "+unsubscribe"});
  }
  [[nodiscard]] LinkOptions options(const char* ca = "right.pem", const char* password = "secret") const {
    auto made = impatient({.uses_tls = true, .host = "localhost", .port = port, .user = "fair"});
    made.connection.address.password = protocol::Secret(password);
    made.connection.ca_file = (folder.path() / ca).string();
    return made;
  }
};

}  // namespace

TEST_CASE("a link comes up, gets its answers, and comes back by itself after the server was killed") {
  TestRedis server;
  WatchedLink link(impatient(server.address()));
  CHECK(link.next() == "up");
  link.send({"SUBSCRIBE", "stollen:hall"});
  CHECK(link.next() == "subscribe stollen:hall 1");
  server.publish("stollen:hall", "good morning");
  CHECK(link.next() == "message stollen:hall good morning");
  server.kill();
  CHECK(link.next() == "down: the connection ended: End of file");
  CHECK(link.next().starts_with("down: no connection: "));  // and it is tried again
  server.start();
  CHECK(link.next_like("up") == "up");
  CHECK(server.listeners("stollen:hall") == 0);  // what was subscribed is its owner's to say again
}

TEST_CASE("a server that has fallen silent is left, and found again when it speaks") {
  TestRedis server;
  auto options = impatient(server.address());
  options.connect_patience = 1s;
  options.silence_patience = 1s;
  WatchedLink link(options);
  CHECK(link.next() == "up");
  server.pause();
  CHECK(link.next() == "down: the server has fallen silent");
  // The kernel takes connections for it.
  CHECK(link.next_like("down") == "down: the server does not answer");
  server.resume();
  CHECK(link.next_like("up") == "up");
}

TEST_CASE("a quiet server is asked whether it is there, and stays") {
  TestRedis server;
  const auto options = impatient(server.address());
  WatchedLink link(options);
  CHECK(link.next() == "up");
  const auto pings = [&] {
    const std::string figures = server.ask({"INFO", "commandstats"});
    const auto at = figures.find("cmdstat_ping:calls=");
    return at == std::string::npos ? 0 : std::stoi(figures.substr(at + 19));
  };
  const int before = pings();
  while (pings() < before + 3) std::this_thread::yield();
  link.send({"SUBSCRIBE", "stollen:hall"});
  CHECK(link.next() == "subscribe stollen:hall 1");
}

TEST_CASE("TLS and a user with few rights suffice") {
  const SecureRedis redis;
  WatchedLink link(redis.options());
  CHECK(link.next() == "up");
  link.send({"PUBLISH", "stollen:hall", "nobody listens"});
  CHECK(link.next() == "0");
  link.send({"SUBSCRIBE", "others:hall"});
  CHECK(link.next().starts_with("down: the server refused a command: NOPERM"));
}

TEST_CASE("a wrong password, and a server for whom nobody vouches, are named") {
  const SecureRedis redis;
  {
    WatchedLink link(redis.options("right.pem", "wrong"));
    CHECK(link.next().starts_with("down: the server refused the log-in: WRONGPASS"));
  }
  {
    WatchedLink link(redis.options("wrong.pem"));
    CHECK(link.next().starts_with("down: no TLS: certificate verify failed"));
  }
  {
    auto options = redis.options();
    options.connection.address.host = "127.0.0.1";  // the certificate is for another name
    WatchedLink link(options);
    CHECK(link.next().starts_with("down: no TLS: certificate verify failed"));
  }
  {
    WatchedLink link(redis.options("missing.pem"));
    CHECK(link.next().starts_with("down: redis_ca " + (redis.folder.path() / "missing.pem").string()));
  }
}

TEST_CASE("a host that does not exist is named, and asked for again") {
  WatchedLink link(impatient({.host = "no-such-host.invalid"}));
  CHECK(link.next().starts_with("down: there is no host no-such-host.invalid"));
  CHECK(link.next().starts_with("down: there is no host no-such-host.invalid"));
}

TEST_CASE("what does not fit into the queue is not sent, and what fits arrives whole") {
  TestRedis server;
  auto options = impatient(server.address());
  options.connection.output_limit = 1'000'000;
  WatchedLink link(options);
  CHECK(link.next() == "up");
  link.send({"SUBSCRIBE", "stollen:hall"});
  CHECK(link.next() == "subscribe stollen:hall 1");
  WatchedLink speaker(options);
  CHECK(speaker.next() == "up");
  speaker.send({"PUBLISH", "stollen:hall", std::string(1'000'000, 'x')});  // with its command it is longer
  const std::string long_text(900'000, 'y');
  speaker.send({"PUBLISH", "stollen:hall", long_text});
  CHECK(speaker.next() == "1");
  CHECK(link.next() == "message stollen:hall " + long_text);
}

}  // namespace stollen::tests
