#include <chrono>

#include "tests/net/test_server.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/wait_until.hpp"

using stollen::tests::client_frame;
using stollen::tests::flood_text;
using stollen::tests::HttpResponse;
using stollen::tests::kUpgradeHeaders;
using stollen::tests::TestServer;
using stollen::tests::wait_until;
using stollen::tests::WebsocketFrame;
using stollen::tests::WireClient;
using stollen::tests::with_small_outbox;

namespace net = stollen::net;

namespace {

constexpr int kText = 1;
constexpr int kClose = 8;
constexpr int kPing = 9;
constexpr int kPong = 10;

std::string with_line(std::string_view name, std::string_view value) {
  std::string headers = kUpgradeHeaders;
  const std::size_t begin = headers.find(std::string(name) + ": ");
  const std::size_t end = headers.find("\r\n", begin) + 2;
  return headers.replace(begin, end - begin,
                         value.empty() ? "" : std::string(name) + ": " + std::string(value) + "\r\n");
}

}  // namespace

TEST_CASE("a socket is opened with the subprotocol, the accept key and the security headers") {
  const TestServer server;
  WireClient client = server.client();
  const HttpResponse answer = client.upgrade(kUpgradeHeaders);
  CHECK(answer.status == 101);
  CHECK(answer.header("sec-websocket-accept") == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");  // RFC 6455 1.3
  CHECK(answer.header("sec-websocket-protocol") == "jobfair.1");
  CHECK(answer.headers.count("sec-websocket-extensions") == 0);
  CHECK(client.frame().payload == "hello 127.0.0.1");
  client.send_text("Glück auf");
  const WebsocketFrame echo = client.frame();
  CHECK(echo.opcode == kText);
  CHECK(echo.is_final);
  CHECK_FALSE(echo.is_masked);
  CHECK(echo.payload == "Glück auf");
}

TEST_CASE("with a public address only its origin and the allowed ones may open the socket") {
  const TestServer server([](net::Options& options) {
    options.public_url = "https://Messe.example.org:443/";
    options.allowed_origins = {"https://alt.example.org:8443"};
  });
  const auto [origin, status] =
      GENERATE(table<std::string, int>({{"https://messe.example.org", 101},
                                        {"https://alt.example.org:8443", 101},
                                        {"https://alt.example.org", 403},
                                        {"http://messe.example.org", 403},
                                        {"http://fair", 403},
                                        {"https://messe.example.org.evil.de", 403}}));
  CAPTURE(origin);
  CHECK(server.client().upgrade(with_line("Origin", origin)).status == status);
}

TEST_CASE("a cookie makes the socket a person's, a silent store refuses it") {
  const TestServer server;
  CHECK(server.client().upgrade(kUpgradeHeaders + "Cookie: stollen=good\r\n").status == 101);
  CHECK(server.client().upgrade(kUpgradeHeaders + "Cookie: stollen=expired\r\n").status == 101);
  CHECK(server.client().upgrade(kUpgradeHeaders + "Cookie: stollen=broken-store\r\n").status == 503);
}

TEST_CASE("the server's farewell carries code, reason and when to come back") {
  const TestServer server;
  WireClient client = server.socket();
  client.send_text("close");
  const WebsocketFrame farewell = client.frame();
  CHECK(farewell.close_code() == 4503);
  CHECK(farewell.payload.substr(2) == "removed retry_after_ms=1500");
  client.send_frame(kClose, "\x11\x97");
  CHECK(client.rest() == "");
}

TEST_CASE("a peer that ignores the farewell is cut off") {
  TestServer server([](net::Options& options) { options.limits.linger = std::chrono::milliseconds(100); });
  WireClient client = server.socket();
  client.send_text("close");
  CHECK(client.closed_with() == 4503);
  CHECK(client.rest().has_value());
}

TEST_CASE("a silent peer is asked, and let go when it does not answer") {
  const TestServer server([](net::Options& options) {
    options.limits.ping_after = std::chrono::milliseconds(100);
    options.limits.pong_within = std::chrono::seconds(2);  // so long may the machine hold the peer up
  });
  WireClient client = server.socket();
  CHECK(client.frame().opcode == kPing);
  client.send_frame(kPong, "");
  CHECK(client.frame().opcode == kPing);  // the answer counted
  CHECK(client.closed_with() == 4009);
}

TEST_CASE("a slow reader is closed with 4008 and costs no more than its outbox") {
  const TestServer server([](net::Options& options) { options.limits.send_buffer_bytes = 16 * 1024; });
  WireClient slow = server.socket(4'096);
  WireClient neighbour = server.socket();
  for (int i = 0; i < 40; ++i) slow.try_send(client_frame(kText, "flood 100"));
  neighbour.send_text("still here");
  CHECK(neighbour.frame().payload == "still here");
  long received = 0;
  int code = 0;
  while (code == 0) {
    const WebsocketFrame frame = slow.frame();
    if (frame.opcode == kClose) code = frame.close_code();
    received += static_cast<long>(frame.payload.size());
  }
  CHECK(code == 4008);
  CHECK(received < 1'024 * 1'024);
  CHECK(server.figure("closed_slow_total") == 1);
}

TEST_CASE("a peer that takes what it is sent is not too slow, however much comes in one turn") {
  const std::string word = GENERATE("flood 50", "run 50");
  CAPTURE(word);
  const TestServer server(with_small_outbox);
  WireClient client = server.socket();
  client.send_text(word);
  for (int i = 0; i < 50; ++i) REQUIRE(client.frame().payload == flood_text(i));
  client.send_text("still here");
  CHECK(client.frame().payload == "still here");
  CHECK(server.figure("closed_slow_total") == 0);
}

TEST_CASE("a peer is too slow when its outbox is full and the kernel takes nothing, and not before") {
  // What the kernel takes ends somewhere within an outbox; it cannot be a multiple of all three.
  const long frames = GENERATE(7, 8, 9);
  CAPTURE(frames);
  const TestServer server([&](net::Options& options) {
    options.limits.send_buffer_bytes = 16 * 1024;
    options.limits.outbox_frames = static_cast<std::size_t>(frames);
  });
  WireClient slow = server.socket(4'096);
  slow.send_text("flood 4000");
  wait_until([&] { return server.figure("closed_slow_total") != 0; });
  const long queued = server.figure("frames_out_total") - 1;  // the greeting
  long received = 0;
  WebsocketFrame frame = slow.frame();
  for (; frame.opcode == kText; frame = slow.frame()) ++received;
  CHECK(frame.close_code() == 4008);
  // The last one was begun and had to end.
  CHECK(queued - received >= frames - 1);
  CHECK(queued - received <= frames);
}

TEST_CASE("hints give way at half of the outbox, what is durable goes on") {
  const TestServer server([](net::Options& options) { options.limits.send_buffer_bytes = 16 * 1024; });
  WireClient client = server.socket(4'096);
  client.send_text("hints 1000");
  std::string last;
  while (last != "hints done") last = client.frame().payload;
  CHECK(server.figure("hints_dropped_total") > 0);
  CHECK(server.figure("closed_slow_total") == 0);
}

TEST_CASE("a peer that takes nothing is reset when writing stalls") {
  const TestServer server([](net::Options& options) {
    options.limits.send_buffer_bytes = 16 * 1024;
    options.limits.write_stall = std::chrono::milliseconds(150);
  });
  WireClient client = server.socket(4'096);
  client.send_text("flood 200");
  // Nothing is read; /metrics tells when the server has given up.
  const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  while (server.figure("closed_stalled_total") == 0 && std::chrono::steady_clock::now() < give_up) {
    WireClient neighbour = server.client();
    CHECK(neighbour.get("/healthz").status == 200);
  }
  CHECK(server.figure("closed_stalled_total") == 1);
}

TEST_CASE("connections of one address are bounded, and given back") {
  const TestServer server([](net::Options& options) {
    options.trusted_proxies = {"10.0.0.1"};  // so that loopback counts
    options.limits.per_address = 3;
  });
  {
    WireClient a = server.socket();
    WireClient b = server.socket();
    WireClient c = server.socket();
    CHECK(server.client().rest() == "");
    CHECK(server.figure("refused_per_address_total") == 1);
  }
  wait_until([&] { return server.figure("connections") == 0; });
  CHECK(server.client().get("/healthz").status == 200);
}

TEST_CASE("connections and their places are given back when the server stops") {
  TestServer server;
  WireClient socket = server.socket();
  WireClient idle = server.client();
  WireClient half = server.client();
  half.send("GET / HT");
  CHECK(idle.get("/healthz").status == 200);
  server.server().stop();
  CHECK(server.server().open_connections() == 0);
}
