#include <chrono>

#include "tests/net/test_server.hpp"
#include "tests/support/catch.hpp"

using stollen::tests::client_frame;
using stollen::tests::HttpResponse;
using stollen::tests::kUpgradeHeaders;
using stollen::tests::TestServer;
using stollen::tests::WebsocketFrame;
using stollen::tests::WireClient;

namespace net = stollen::net;

namespace {

constexpr int kContinuation = 0;
constexpr int kText = 1;
constexpr int kBinary = 2;
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

TEST_CASE("what the client sends together with its request is not lost") {
  const TestServer server;
  WireClient client = server.client();
  client.send("GET /socket HTTP/1.1\r\nHost: fair\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n" +
              kUpgradeHeaders + "\r\n" + client_frame(kText, "one") + client_frame(kText, "two"));
  CHECK(client.response().status == 101);
  CHECK(client.frame().payload == "hello 127.0.0.1");
  CHECK(client.frame().payload == "one");
  CHECK(client.frame().payload == "two");
}

TEST_CASE("upgrades are refused for anything that is not right") {
  const TestServer server;
  const auto [name, value, status] = GENERATE(table<std::string, std::string, int>({
      {"Origin", "", 403},
      {"Origin", "null", 403},
      {"Origin", "http://evil", 403},
      {"Origin", "https://fair", 403},
      {"Origin", "http://fair:81", 403},
      {"Origin", "http://fair.evil", 403},
      {"Origin", "http://FAIR", 403},
      {"Origin", "http://fair/", 403},
      {"Sec-WebSocket-Version", "8", 426},
      {"Sec-WebSocket-Version", "", 426},
      {"Sec-WebSocket-Key", "", 400},
      {"Sec-WebSocket-Key", "c2hvcnQ=", 400},
      {"Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZ===", 400},
      {"Sec-WebSocket-Protocol", "", 400},
      {"Sec-WebSocket-Protocol", "jobfair.2", 400},
  }));
  CAPTURE(name, value);
  WireClient client = server.client();
  const HttpResponse answer = client.upgrade(with_line(name, value));
  CHECK(answer.status == status);
  if (status == 426) CHECK(answer.header("sec-websocket-version") == "13");
  CHECK(client.get("/healthz").status == 200);  // a refusal ends nothing
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

TEST_CASE("fragments are put together, with control frames between them") {
  const TestServer server;
  WireClient client = server.socket();
  client.send_frame(kText, "Gl", false);
  client.send_frame(kContinuation, "\xC3", false);  // in the middle of a character
  client.send_frame(kPing, "are you there");
  client.send_frame(kContinuation,
                    "\xBC"
                    "ck",
                    true);
  const WebsocketFrame pong = client.frame();
  CHECK(pong.opcode == kPong);
  CHECK(pong.payload == "are you there");
  CHECK(client.frame().payload == "Glück");
}

TEST_CASE("a message may be cut at every octet of the wire") {
  const TestServer server;
  WireClient client = server.socket();
  const std::string frame = client_frame(kText, "Glück auf \xF0\x9F\x8E\x84");
  for (std::size_t cut = 1; cut < frame.size(); ++cut) {
    client.send(frame.substr(0, cut));
    client.send(frame.substr(cut));
    CHECK(client.frame().payload == "Glück auf \xF0\x9F\x8E\x84");
  }
}

TEST_CASE("breaches of RFC 6455 end the connection with the code it names") {
  const TestServer server;
  const auto [what, frame, code] = GENERATE(table<std::string, std::string, int>({
      {"unmasked", client_frame(kText, "x", true, false), 1002},
      {"reserved bit 1", client_frame(kText, "x", true, true, 4), 1002},
      {"reserved bit 2", client_frame(kText, "x", true, true, 2), 1002},
      {"reserved bit 3", client_frame(kText, "x", true, true, 1), 1002},
      {"opcode 3", client_frame(3, "x"), 1002},
      {"opcode 7", client_frame(7, "x"), 1002},
      {"opcode 11", client_frame(11, "x"), 1002},
      {"opcode 15", client_frame(15, "x"), 1002},
      {"continuation of nothing", client_frame(kContinuation, "x"), 1002},
      {"text inside a message", client_frame(kText, "a", false) + client_frame(kText, "b"), 1002},
      {"fragmented ping", client_frame(kPing, "x", false), 1002},
      {"long ping", client_frame(kPing, std::string(126, 'x')), 1002},
      {"close of one octet", client_frame(kClose, "x"), 1002},
      {"close code 999", client_frame(kClose, "\x03\xE7"), 1002},
      {"close code 1005", client_frame(kClose, "\x03\xED"), 1002},
      {"close code 1006", client_frame(kClose, "\x03\xEE"), 1002},
      {"invalid text", client_frame(kText, "\xC3\x28"), 1007},
      {"surrogate", client_frame(kText, "\xED\xA0\x80"), 1007},
      {"overlong", client_frame(kText, "\xC0\xAF"), 1007},
      {"beyond Unicode", client_frame(kText, "\xF4\x90\x80\x80"), 1007},
      {"truncated character", client_frame(kText, "\xE2\x82"), 1007},
      {"invalid over fragments", client_frame(kText, "\xE2", false) + client_frame(kContinuation, "\x28"),
       1007},
      {"too large", client_frame(kText, std::string(65'537, 'x')), 1009},
      {"too large in fragments",
       client_frame(kText, std::string(40'000, 'x'), false) +
           client_frame(kContinuation, std::string(40'000, 'x')),
       1009},
      {"binary", client_frame(kBinary, "x"), 1003},
  }));
  CAPTURE(what);
  WireClient client = server.socket();
  client.try_send(frame);
  CHECK(client.closed_with() == code);
  CHECK(client.rest().has_value());  // and then the connection ends
}

TEST_CASE("the largest message passes") {
  const TestServer server;
  WireClient client = server.socket();
  client.send_text(std::string(65'536, 'y'));
  CHECK(client.frame().payload.size() == 65'536);
}

TEST_CASE("a close is answered with its code, then the connection ends") {
  const TestServer server;
  const auto [payload, code] = GENERATE(
      table<std::string, int>({{"", 1000}, {"\x03\xE8", 1000}, {"\x03\xE9 bye", 1001}, {"\x0F\xA0", 4000}}));
  WireClient client = server.socket();
  client.send_frame(kClose, payload);
  const WebsocketFrame answer = client.frame();
  CHECK(answer.opcode == kClose);
  CHECK((answer.close_code() == code || (payload.empty() && answer.close_code() == 1005)));
  CHECK(client.rest() == "");
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

TEST_CASE("frames of a message and control frames are counted") {
  const TestServer server;
  WireClient client = server.socket();
  SECTION("64 frames pass, 65 do not, though they are empty") {
    client.send_frame(kText, "", false);
    for (int i = 0; i < 62; ++i) client.send_frame(kContinuation, "", false);
    client.send_frame(kContinuation, "end");
    CHECK(client.frame().payload == "end");
    std::string frames = client_frame(kText, "", false);
    for (int i = 0; i < 64; ++i) frames += client_frame(kContinuation, "", false);
    client.send(frames);
    CHECK(client.closed_with() == 4500);
  }
  SECTION("a flood of pings") {
    std::string pings;
    for (int i = 0; i < 100; ++i) pings += client_frame(kPing, "");
    client.try_send(pings);
    CHECK(client.closed_with() == 4029);
  }
}

TEST_CASE("a silent peer is asked, and let go when it does not answer") {
  const TestServer server([](net::Options& options) {
    options.limits.ping_after = std::chrono::milliseconds(100);
    options.limits.pong_within = std::chrono::milliseconds(100);
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

TEST_CASE("neighbours are answered quickly while others send junk") {
  const TestServer server;
  WireClient victim = server.socket();
  std::chrono::steady_clock::duration worst{0};
  for (int round = 0; round < 50; ++round) {
    WireClient junk = server.socket();
    std::string bytes;
    for (int i = 0; i < 200; ++i)
      bytes += client_frame(kText, std::string(900, static_cast<char>('a' + round % 26)));
    junk.try_send(bytes);
    WireClient broken = server.client();
    broken.try_send(std::string(20'000, '\0'));
    const auto begin = std::chrono::steady_clock::now();
    victim.send_text("ping");
    REQUIRE(victim.frame().payload == "ping");
    worst = std::max(worst, std::chrono::steady_clock::now() - begin);
  }
  CHECK(worst < std::chrono::seconds(1));
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
  const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  while (server.figure("connections") > 0 && std::chrono::steady_clock::now() < give_up) {
  }
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
