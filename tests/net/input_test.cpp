// When a socket is read on, and when what it sends has to wait.
#include <chrono>

#include "tests/net/test_server.hpp"
#include "tests/support/catch.hpp"

using stollen::tests::client_frame;
using stollen::tests::TestServer;
using stollen::tests::WireClient;

namespace net = stollen::net;

TEST_CASE("what is sent behind too many running commands waits, and is read when it has waited enough") {
  using namespace std::chrono_literals;
  const TestServer server([](net::Options& options) { options.limits.input_wait = 200ms; });
  WireClient client = server.socket();
  client.send_text("saturate");
  const auto begin = std::chrono::steady_clock::now();
  client.send_text("one more");
  client.send_text("and another");
  CHECK(client.frame().payload == "one more");
  CHECK(std::chrono::steady_clock::now() - begin >= 150ms);  // the shard's timers are as coarse as that
  CHECK(client.frame().payload == "and another");
  // Whoever has sent nothing for a while begins anew.
  const auto again = std::chrono::steady_clock::now();
  client.send_text("later");
  client.send_text("last");
  CHECK(client.frame().payload == "later");
  CHECK(client.frame().payload == "last");
  CHECK(std::chrono::steady_clock::now() - again >= 150ms);
}

TEST_CASE("whoever asks more at once than the outbox holds gets all answers") {
  const TestServer server([](net::Options& options) { options.limits.outbox_frames = 16; });
  WireClient client = server.socket();
  constexpr int kQuestions = 2'000;
  std::string questions;
  for (int i = 0; i < kQuestions; ++i) questions += client_frame(1, std::to_string(i));
  client.send(questions);
  for (int i = 0; i < kQuestions; ++i) REQUIRE(client.frame().payload == std::to_string(i));
  CHECK(server.figure("closed_slow_total") == 0);
}
