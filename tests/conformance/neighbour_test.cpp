// Whatever one peer sends, and however many of them do, a neighbour waits no 100 ms longer for its answers.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <functional>
#include <stop_token>
#include <thread>

#include "tests/conformance/conversation.hpp"
#include "tests/support/catch.hpp"

using namespace stollen;
using namespace stollen::tests;

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr std::size_t kPings = 300;
constexpr int kBlows = 60;
constexpr int kPeers = 50;

Clock::duration ping(WireClient& client) {
  const auto begin = Clock::now();
  client.send_text("ping");
  REQUIRE(client.frame().payload == "ping");
  return Clock::now() - begin;
}

// Something bad that goes on until it is told to stop; counts what it has done.
using Attack = std::function<void(const TestServer&, const std::stop_token&, std::atomic<int>& done)>;

// How much longer a ping takes than without the attack.
struct Added {
  milliseconds worst;
  milliseconds in_hundred;  ///< in all cases but one of a hundred
};

milliseconds difference(Clock::duration attacked, Clock::duration quiet) {
  return std::chrono::duration_cast<milliseconds>(attacked - std::min(attacked, quiet));
}

// The machine may be busy with other things, so a server that is left alone is pinged in between, and its
// pauses are not the attack's.
Added added_by(const Attack& attack) {
  const TestServer attacked;
  const TestServer quiet;
  WireClient neighbour = attacked.socket();
  WireClient control = quiet.socket();
  std::atomic<int> done{0};
  std::vector<Clock::duration> pings;
  std::vector<Clock::duration> pings_of_quiet;
  {
    const std::jthread attacker([&](const std::stop_token& stop) { attack(attacked, stop, done); });
    const auto give_up = Clock::now() + std::chrono::seconds(30);
    while ((pings.size() < kPings || done.load() < kBlows) && Clock::now() < give_up) {
      pings.push_back(ping(neighbour));
      pings_of_quiet.push_back(ping(control));
    }
  }
  CHECK(pings.size() >= kPings);
  CHECK(done.load() >= kBlows);  // the attack was one
  std::ranges::sort(pings);
  std::ranges::sort(pings_of_quiet);
  const std::size_t rank = pings.size() * 99 / 100 - 1;
  return {difference(pings.back(), pings_of_quiet.back()), difference(pings[rank], pings_of_quiet[rank])};
}

// One pause may be the machine's own, met by this server alone; an attack that works makes more of them.
void check_harmless(const Attack& attack) {
  const Added added = added_by(attack);
  CHECK(added.in_hundred <= milliseconds(100));
  CHECK(added.worst <= milliseconds(1'000));
}

// Sends `bytes` over a new socket again and again.
Attack again_and_again(std::string bytes) {
  return [bytes = std::move(bytes)](const TestServer& server, const std::stop_token& stop,
                                    std::atomic<int>& done) {
    for (; !stop.stop_requested(); ++done) server.socket().try_send(bytes);
  };
}

// So many peers at once: each is opened by `open`, then `go_on` has its turn with each of them, over and
// over.
using GoOn = void (*)(const TestServer& server, WireClient& peer);
Attack by_many(WireClient (*open)(const TestServer& server), GoOn go_on) {
  return [=](const TestServer& server, const std::stop_token& stop, std::atomic<int>& done) {
    std::vector<WireClient> peers;
    while (peers.size() < kPeers) peers.push_back(open(server));
    for (std::size_t i = 0; !stop.stop_requested(); i = (i + 1) % kPeers, ++done) go_on(server, peers[i]);
  };
}

WireClient open_socket(const TestServer& server) {
  return server.socket();
}

std::string repeated(int times, std::string_view frame) {
  std::string frames;
  for (int i = 0; i < times; ++i) frames += frame;
  return frames;
}

}  // namespace

TEST_CASE("a neighbour is answered while one peer breaks the protocol in every way") {
  const auto [what, bytes] = GENERATE(table<const char*, std::string>({
      {"unmasked", client_frame(kText, "x", true, false)},
      {"reserved bits", client_frame(kText, "x", true, true, 7)},
      {"reserved opcode", client_frame(3, "x")},
      {"needless length", text_with_length(8, "x")},
      {"huge length",
       std::string("\x81\xFF\x7F\xFF\xFF\xFF\xFF\xFF\xFF\xFF\0\0\0\0", 14) + std::string(65'536, 'x')},
      {"too large", client_frame(kText, std::string(65'537, 'x'))},
      {"continuation of nothing", client_frame(kContinuation, "x")},
      {"binary", client_frame(kBinary, std::string(60'000, 'x'))},
      {"no UTF-8", client_frame(kText, std::string(60'000, 'x') + "\xFF")},
      {"bad close", close_with(65'535)},
      {"long ping", client_frame(kPing, std::string(126, 'x'))},
      {"empty frames",
       client_frame(kText, "", false) + repeated(5'000, client_frame(kContinuation, "", false))},
      {"frames of an octet", repeated(5'000, client_frame(kText, "x"))},
      {"zeroes", std::string(60'000, '\0')},
  }));
  CAPTURE(what);
  check_harmless(again_and_again(bytes));
}

TEST_CASE("a neighbour is answered while one peer floods with control frames") {
  check_harmless(again_and_again(repeated(5'000, client_frame(kPing, std::string(125, 'x')))));
}

TEST_CASE("a neighbour is answered while fifty peers send junk, and come again") {
  check_harmless(by_many(open_socket, [](const TestServer& server, WireClient& peer) {
    if (peer.try_send(repeated(200, client_frame(kText, std::string(200, 'x'))) + client_frame(3, "")))
      static_cast<void>(peer.rest());
    peer = server.socket();
  }));
}

TEST_CASE("a neighbour is answered while fifty handshakes come octet by octet") {
  check_harmless(by_many([](const TestServer& server) { return server.client(); },
                         [](const TestServer&, WireClient& peer) { peer.try_send("G"); }));
}

TEST_CASE("a neighbour is answered while fifty peers ask for much and read nothing") {
  check_harmless(by_many(open_socket, [](const TestServer&, WireClient& peer) {
    peer.try_send(client_frame(kText, "flood 100"));
  }));
}

TEST_CASE("a neighbour is answered while peers come and vanish without a word") {
  check_harmless([](const TestServer& server, const std::stop_token& stop, std::atomic<int>& done) {
    for (; !stop.stop_requested(); ++done) static_cast<void>(server.client());
  });
}
