// RFC 6455, section 4: the opening handshake.
#include "tests/conformance/conversation.hpp"
#include "tests/support/catch.hpp"

using namespace stollen::tests;

namespace {

// A request line and headers, each line ended.
std::string request(std::initializer_list<std::string_view> lines) {
  std::string text;
  for (const std::string_view line : lines) text.append(line).append("\r\n");
  return text + "\r\n";
}

constexpr std::string_view kGet = "GET /socket HTTP/1.1";
constexpr std::string_view kHost = "Host: fair";
constexpr std::string_view kUpgrade = "Upgrade: websocket";
constexpr std::string_view kConnection = "Connection: Upgrade";
constexpr std::string_view kOrigin = "Origin: http://fair";
constexpr std::string_view kVersion = "Sec-WebSocket-Version: 13";
constexpr std::string_view kKey = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";
constexpr std::string_view kProtocol = "Sec-WebSocket-Protocol: jobfair.1";

// A sound handshake with `line` in the place of `sound`; empty: without it.
std::string with(std::string_view sound, std::string_view line) {
  std::string text;
  for (const std::string_view one :
       {kGet, kHost, kUpgrade, kConnection, kOrigin, kVersion, kKey, kProtocol}) {
    const std::string_view taken = one == sound ? line : one;
    if (!taken.empty()) text.append(taken).append("\r\n");
  }
  return text + "\r\n";
}

std::string both(std::string_view first, std::string_view second) {
  return std::string(first).append("\r\n").append(second);
}

struct Handshake {
  const char* section;
  const char* what;
  std::string sent;
  int status;
};

std::vector<Handshake> fields_of_the_upgrade() {
  return {
      {"4.2.1", "sound", with({}, {}), 101},
      {"4.2.1", "names without case",
       request({kGet, "host: fair", "UPGRADE: WebSocket", "connection: uPGRADE", "ORIGIN: http://fair",
                "sec-websocket-version: 13",
                "SEC-WEBSOCKET-KEY: dGhlIHNhbXBsZSBub25jZQ==", "sec-websocket-protocol: jobfair.1"}),
       101},
      {"4.2.1", "Connection is a list", with(kConnection, "Connection: keep-alive , Upgrade"), 101},
      {"4.2.1", "Connection in two lines", with(kConnection, "Connection: keep-alive\r\nConnection: Upgrade"),
       101},
      {"4.2.1", "Upgrade is a list", with(kUpgrade, "Upgrade: h2c, websocket"), 101},
      {"4.2.1", "no Connection", with(kConnection, {}), 426},
      {"4.2.1", "another Connection", with(kConnection, "Connection: keep-alive"), 426},
      {"4.2.1", "part of a token", with(kConnection, "Connection: Upgrades"), 426},
      {"4.2.1", "no Upgrade", with(kUpgrade, {}), 426},
      {"4.2.1", "another Upgrade", with(kUpgrade, "Upgrade: h2c"), 426},
      {"4.2.1", "no Host", with(kHost, {}), 400},
      {"4.2.1", "two Hosts", with(kHost, both(kHost, "Host: evil")), 400},
      {"4.4", "no version", with(kVersion, {}), 426},
      {"4.4", "version 8", with(kVersion, "Sec-WebSocket-Version: 8"), 426},
      {"4.4", "version 14", with(kVersion, "Sec-WebSocket-Version: 14"), 426},
      {"4.4", "version 013", with(kVersion, "Sec-WebSocket-Version: 013"), 426},
      {"4.4", "a list of versions", with(kVersion, "Sec-WebSocket-Version: 13, 8"), 426},
      {"11.3.5", "two versions", with(kVersion, both(kVersion, kVersion)), 400},
  };
}

std::vector<Handshake> keys_protocols_and_origins() {
  return {
      {"4.2.1", "no key", with(kKey, {}), 400},
      {"4.2.1", "empty key", with(kKey, "Sec-WebSocket-Key:"), 400},
      {"4.2.1", "key of 15 octets", with(kKey, "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAA"), 400},
      {"4.2.1", "key of 17 octets", with(kKey, "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAAA="), 400},
      {"4.2.1", "key of 16 and some bits", with(kKey, "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAB=="), 400},
      {"4.2.1", "key of other letters", with(kKey, "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAA-_=="), 400},
      {"4.2.1", "key without padding", with(kKey, "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA"), 400},
      {"4.2.1", "two keys in one", with(kKey, std::string(kKey) + ", AAAAAAAAAAAAAAAAAAAAAA=="), 400},
      {"11.3.1", "two keys", with(kKey, both(kKey, kKey)), 400},
      {"4.2.1", "key of zeroes", with(kKey, "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA=="), 101},
      {"4.2.2", "protocol among others", with(kProtocol, "Sec-WebSocket-Protocol: chat, jobfair.1 ,x"), 101},
      {"4.2.1", "protocols in two lines", with(kProtocol, both("Sec-WebSocket-Protocol: chat", kProtocol)),
       101},
      {"4.2.2", "no protocol", with(kProtocol, {}), 400},
      {"4.2.2", "another protocol", with(kProtocol, "Sec-WebSocket-Protocol: jobfair.10"), 400},
      {"4.2.2", "no Origin", with(kOrigin, {}), 403},
      {"4.2.2", "the Origin null", with(kOrigin, "Origin: null"), 403},
      {"4.2.2", "another Origin", with(kOrigin, "Origin: http://evil"), 403},
      {"4.2.2", "another scheme", with(kOrigin, "Origin: https://fair"), 403},
      {"4.2.2", "another port", with(kOrigin, "Origin: http://fair:81"), 403},
      {"4.2.2", "an Origin that begins alike", with(kOrigin, "Origin: http://fair.evil"), 403},
      {"4.2.2", "an Origin with a path", with(kOrigin, "Origin: http://fair/"), 403},
      {"4.2.2", "an Origin in other case", with(kOrigin, "Origin: http://FAIR"), 403},
      {"RFC 6454 7.3", "two Origins", with(kOrigin, both(kOrigin, "Origin: http://evil")), 400},
      {"9.1", "extensions are declined",
       with(kProtocol, both(kProtocol, "Sec-WebSocket-Extensions: permessage-deflate; x=\"y\", foo")), 101},
      {"9.1", "so are malformed ones", with(kProtocol, both(kProtocol, "Sec-WebSocket-Extensions: ;;=,\"")),
       101},
  };
}

std::vector<Handshake> requests_of_other_kinds() {
  return {
      {"4.2.1", "HTTP/1.0", with(kGet, "GET /socket HTTP/1.0"), 426},
      {"4.2.1", "HTTP/1.2", with(kGet, "GET /socket HTTP/1.2"), 400},
      {"4.2.1", "HTTP/2.0", with(kGet, "GET /socket HTTP/2.0"), 400},
      {"4.2.1", "POST", with(kGet, "POST /socket HTTP/1.1"), 405},
      {"4.2.1", "HEAD", with(kGet, "HEAD /socket HTTP/1.1"), 405},
      {"4.2.1", "another path", with(kGet, "GET /sockets HTTP/1.1"), 404},
      {"4.2.1", "the whole address", with(kGet, "GET http://fair/socket HTTP/1.1"), 101},
      {"4.2.1", "a query", with(kGet, "GET /socket?x=1 HTTP/1.1"), 101},
      {"RFC 9110 8.6", "a body", with(kProtocol, both(kProtocol, "Content-Length: 1")) + "x", 400},
      {"RFC 9112 7.1", "a chunked body",
       with(kProtocol, both(kProtocol, "Transfer-Encoding: chunked")) + "0\r\n\r\n", 400},
      {"RFC 9110 8.6", "an empty body", with(kProtocol, both(kProtocol, "Content-Length: 0")), 101},
      {"RFC 9112 2.2", "lines that end in LF", "GET /socket HTTP/1.1\nHost: fair\r\n\r\n", 400},
      {"RFC 9112 5.1", "a blank before the colon", with(kUpgrade, "Upgrade : websocket"), 400},
      {"RFC 9112 5.2", "a folded line", with(kConnection, "Connection:\r\n Upgrade"), 400},
  };
}

}  // namespace

TEST_CASE("handshakes are taken or refused for one reason each") {
  const TestServer server;
  for (const auto& cases :
       {fields_of_the_upgrade(), keys_protocols_and_origins(), requests_of_other_kinds()}) {
    for (const Handshake& one : cases) {
      CAPTURE(one.section, one.what);
      WireClient client = server.client();
      client.send(one.sent);
      const HttpResponse answer = client.response(!one.sent.starts_with("HEAD"));
      CHECK(answer.status == one.status);
      CHECK(answer.count("sec-websocket-extensions") == 0);
      if (answer.status == 426) CHECK(answer.header("sec-websocket-version") == "13");
      if (answer.status != 101) continue;
      CHECK(answer.header("sec-websocket-protocol") == "jobfair.1");
      CHECK(client.frame().payload == "hello 127.0.0.1");
    }
  }
}

TEST_CASE("the key is proved, and the answer promises no more than there is") {
  const TestServer server;
  WireClient client = server.client();
  client.send(with({}, {}));
  const HttpResponse answer = client.response();
  CHECK(answer.header("sec-websocket-accept") == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");  // RFC 6455 1.3
  CHECK(answer.header("upgrade") == "websocket");
  CHECK(answer.header("connection") == "upgrade");
  CHECK(answer.count("content-length") == 0);
}

TEST_CASE("frames behind the handshake, in the same segment or cut anywhere, are not lost") {
  const TestServer server;
  const std::string sent = with({}, {}) + client_frame(kText, "one") + client_frame(kText, "two");
  for (std::size_t cut = 1; cut <= sent.size(); cut += cut < sent.size() - 20 ? 17 : 1) {
    CAPTURE(cut);
    WireClient client = server.client();
    client.send(std::string_view(sent).substr(0, cut));
    client.send(std::string_view(sent).substr(cut));
    CHECK(client.response().status == 101);
    CHECK(client.frame().payload == "hello 127.0.0.1");
    CHECK(client.frame().payload == "one");
    CHECK(client.frame().payload == "two");
  }
}

TEST_CASE("a handshake may follow another request and a refusal in the same segment") {
  const TestServer server;
  WireClient client = server.client();
  client.send(request({"GET /healthz HTTP/1.1", kHost}) + with(kOrigin, "Origin: http://evil") +
              with({}, {}) + client_frame(kText, "x"));
  CHECK(client.response().status == 200);
  CHECK(client.response().status == 403);
  CHECK(client.response().status == 101);
  CHECK(client.frame().payload == "hello 127.0.0.1");
  CHECK(client.frame().payload == "x");
}
