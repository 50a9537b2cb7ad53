#include "tests/net/test_server.hpp"
#include "tests/support/catch.hpp"

using stollen::tests::HttpResponse;
using stollen::tests::kUpgradeHeaders;
using stollen::tests::TestServer;
using stollen::tests::WireClient;

namespace net = stollen::net;
using namespace std::string_literals;

namespace {

std::string post(std::string_view name, std::string_view body, std::string_view headers = {}) {
  return "POST /api/v1/" + std::string(name) +
         " HTTP/1.1\r\nHost: fair\r\nContent-Type: application/json\r\n" +
         "Content-Length: " + std::to_string(body.size()) + "\r\n" + std::string(headers) + "\r\n" +
         std::string(body);
}

HttpResponse ask(const TestServer& server, std::string_view request) {
  WireClient client = server.client();
  client.send(request);
  return client.response();
}

}  // namespace

TEST_CASE("a command over HTTP reaches realtime with who asks, and the answer comes back") {
  const TestServer server;
  WireClient client = server.client();
  client.send(post("cafe.take_seat", "{}",
                   "Idempotency-Key: c1\r\nUser-Agent: Mozilla (X11; Linux) Firefox/140\r\n"));
  const HttpResponse answer = client.response();
  CHECK(answer.status == 200);
  CHECK(answer.body == "cafe.take_seat|c1|nobody|127.0.0.1|Firefox, Linux|{}");
  CHECK(answer.header("cache-control") == "no-store");
  CHECK(answer.header("content-type") == "application/json");

  client.send(post("x", "{}", "Cookie: a=b; stollen=good\r\nOrigin: http://fair\r\n"));
  CHECK(client.response().body == "x||person|127.0.0.1||{}");
  client.send(post("x", "{}", "Cookie: stollen=broken-store\r\nOrigin: http://fair\r\n"));
  CHECK(client.response().status == 503);
}

TEST_CASE("the log-in cookie is bound to this host and hidden from scripts") {
  const TestServer server;
  const HttpResponse plain = ask(server, post("account.log_in", "{}"));
  CHECK(plain.header("set-cookie") == "stollen=new-token; Path=/; Max-Age=3600; HttpOnly; SameSite=Lax");

  const TestServer behind_proxy([](net::Options& options) { options.trusted_proxies = {"127.0.0.0/8"}; });
  const HttpResponse secure = ask(behind_proxy, post("account.log_in", "{}", "X-Forwarded-Proto: https\r\n"));
  CHECK(secure.header("set-cookie") ==
        "__Host-stollen=new-token; Path=/; Max-Age=3600; HttpOnly; SameSite=Lax; Secure");
  CHECK(secure.header("strict-transport-security") == "max-age=31536000; includeSubDomains");
}

TEST_CASE("commands are refused before their body: wrong method, type, origin or size") {
  const TestServer server;
  const auto refused = ask(server, "GET /api/v1/x HTTP/1.1\r\nHost: fair\r\n\r\n");
  CHECK(refused.status == 405);
  CHECK(refused.header("allow") == "POST");
  CHECK(ask(server,
            "POST /api/v1/x HTTP/1.1\r\nHost: fair\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\n")
            .status == 415);
  CHECK(ask(server, "POST /api/v1/X! HTTP/1.1\r\nHost: fair\r\nContent-Length: 2\r\n\r\n").status == 404);
  CHECK(ask(server, post("x", "{}", "Origin: http://evil\r\n")).status == 403);
  CHECK(ask(server, post("x", "{}", "Origin: null\r\n")).status == 403);
  CHECK(ask(server, post("x", "{}", "Cookie: stollen=good\r\n")).status == 403);
  CHECK(ask(server, post("x", "{}", "Origin: http://fair\r\n")).status == 200);

  WireClient large = server.client();
  large.send(
      "POST /api/v1/x HTTP/1.1\r\nHost: fair\r\nContent-Type: application/json\r\nContent-Length: "
      "65537\r\n\r\n");
  const HttpResponse too_large = large.response();
  CHECK(too_large.status == 413);
  CHECK(too_large.body.find("session.too_large") != std::string::npos);
  CHECK(ask(server, post("x", std::string(65'536, 'a'))).status == 200);
}

TEST_CASE("a command that carries a file may be larger than others, and only so many at once") {
  const TestServer server([](net::Options&) {}, {.shards = 1});
  const std::string name = "slot.import_busy";
  const auto head = [&](std::size_t bytes, const std::string& headers = "") {
    return "POST /api/v1/" + name + " HTTP/1.1\r\nHost: fair\r\nContent-Type: application/json\r\n" +
           headers + "Content-Length: " + std::to_string(bytes) + "\r\n\r\n";
  };
  CHECK(ask(server, post(name, std::string(300'000, 'a'))).status == 200);
  CHECK(ask(server, head(300'001)).status == 413);
  std::vector<WireClient> slow;
  for (int i = 0; i < 16; ++i) {
    slow.push_back(server.client());
    slow.back().send(head(100'000, "Expect: 100-continue\r\n"));
    CHECK(slow.back().response(false).status == 100);
  }
  const HttpResponse refused = ask(server, head(100'000, "Expect: 100-continue\r\n"));
  CHECK(refused.status == 503);
  CHECK(refused.body.find("session.busy") != std::string::npos);
  CHECK(ask(server, post(name, "{}")).status == 200);  // a small one needs no place
  slow.front().send(std::string(100'000, 'a'));
  CHECK(slow.front().response().status == 200);
  CHECK(ask(server, post(name, std::string(100'000, 'a'))).status == 200);
}

TEST_CASE("files come with strong tags, the variant that was asked for, and 304 when known") {
  const TestServer server;
  WireClient client = server.client();
  const HttpResponse script = client.get("/assets/app-1a2b.js");
  CHECK(script.body == "console.log('Glück auf')");
  CHECK(script.header("cache-control") == "public, max-age=31536000, immutable");
  const HttpResponse brotli = client.get("/assets/app-1a2b.js", "Accept-Encoding: gzip, br\r\n");
  CHECK(brotli.body == "br-bytes");
  CHECK(brotli.header("content-encoding") == "br");
  CHECK(client.get("/assets/app-1a2b.js", "Accept-Encoding: br;q=0, gzip\r\n").body == "gz-bytes");
  CHECK(brotli.header("etag") != script.header("etag"));

  const HttpResponse known =
      client.get("/assets/app-1a2b.js", "If-None-Match: " + script.header("etag") + "\r\n");
  CHECK(known.status == 304);
  CHECK(known.header("etag") == script.header("etag"));
  client.send("HEAD /assets/app-1a2b.js HTTP/1.1\r\nHost: fair\r\n\r\n");
  const HttpResponse head = client.response(false);
  CHECK(head.header("content-length") == std::to_string(script.body.size()));
  CHECK(client.get("/healthz").status == 200);  // nothing of a body came after the head
}

TEST_CASE("pages of the client are index.html, files that are not there are not") {
  const TestServer server;
  WireClient client = server.client();
  CHECK(client.get("/", "").body.find("Messe") != std::string::npos);
  CHECK(client.get("/hall/7?x=1", "Accept: text/html,*/*\r\n").body.find("Messe") != std::string::npos);
  CHECK(client.get("/hall/7").status == 404);
  CHECK(client.get("/assets/gone.js", "Accept: text/html\r\n").status == 404);
  for (const std::string path :
       {"/../../etc/passwd", "/assets/../../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd.txt",
        "/media/../index.html", "/assets/..%2f..%2fmain.cpp", "/media/logo.svg/.."}) {
    const HttpResponse answer = client.get(path);
    CHECK(answer.status == 404);
    CHECK(answer.body.find("root:") == std::string::npos);
  }
  client.send("POST /index.html HTTP/1.1\r\nHost: fair\r\nContent-Length: 0\r\n\r\n");
  const HttpResponse posted = client.response();
  CHECK(posted.status == 405);
  CHECK(posted.header("allow") == "GET, HEAD");
}

TEST_CASE("an imported picture may do nothing, even as a page of its own") {
  const TestServer server;
  const HttpResponse answer = server.client().get("/media/logo.svg");
  CHECK(answer.status == 200);
  CHECK(answer.header("content-security-policy") == "sandbox; default-src 'none'; style-src 'unsafe-inline'");
  CHECK(answer.header("x-content-type-options") == "nosniff");
}

TEST_CASE(
    "what a feature says at an address is read by anybody, with no cookie looked at, and kept by no proxy") {
  const TestServer server;
  WireClient client = server.client();
  client.send("GET /page/abc.ics HTTP/1.1\r\nHost: fair\r\nCookie: stollen=good\r\n\r\n");
  const HttpResponse answer = client.response();
  CHECK(answer.status == 200);
  CHECK(answer.body == "/page/abc.ics|nobody");
  CHECK(answer.header("content-type") == "text/calendar; charset=utf-8");
  CHECK(answer.header("cache-control") == "private, no-cache");
  CHECK(answer.header("x-content-type-options") == "nosniff");
  CHECK(client.get("/page/missing").status == 404);
  CHECK(client.get("/page/missing").header("cache-control") == "no-store");
  const HttpResponse busy = client.get("/page/busy");
  CHECK(busy.status == 503);
  CHECK(busy.header("retry-after") == "2");
  CHECK(client.get("/page/throttled").status == 429);
  client.send("POST /page/abc.ics HTTP/1.1\r\nHost: fair\r\nContent-Length: 0\r\n\r\n");
  CHECK(client.response().status == 405);
  WireClient with_body = server.client();
  with_body.send("GET /page/abc.ics HTTP/1.1\r\nHost: fair\r\nContent-Length: 5\r\n\r\nhello");
  const HttpResponse last = with_body.response();
  CHECK(last.status == 200);
  CHECK(last.header("connection") == "close");
}

TEST_CASE("every answer carries the security headers, errors and 101 too") {
  const TestServer server(
      [](net::Options& options) { options.limits.head = std::chrono::milliseconds(200); });
  const std::string request =
      GENERATE(as<std::string>{}, "GET / HTTP/1.1\r\nHost: fair\r\n\r\n",
               "GET /none.js HTTP/1.1\r\nHost: fair\r\n\r\n", "GET /healthz HTTP/1.1\r\nHost: fair\r\n\r\n",
               "GET /metrics HTTP/1.1\r\nHost: fair\r\n\r\n", "GET /api/v1/x HTTP/1.1\r\nHost: fair\r\n\r\n",
               "GET /socket HTTP/1.1\r\nHost: fair\r\n\r\n", "BROKEN\r\n\r\n",
               "GET / HTTP/1.1\r\nslow: ", "GET / HTTP/1.1\r\nHost: fair\r\nExpect: gold\r\n\r\n",
               "GET /socket HTTP/1.1\r\nHost: fair\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n" +
                   kUpgradeHeaders + "\r\n");
  const HttpResponse answer = ask(server, request);
  CAPTURE(request, answer.status);
  const std::string policy = answer.header("content-security-policy");
  for (const std::string part : {"default-src 'self'", "object-src 'none'", "base-uri 'none'",
                                 "frame-ancestors 'none'", "require-trusted-types-for 'script'"}) {
    CHECK(policy.find(part) != std::string::npos);
  }
  CHECK(policy.find("unsafe") == std::string::npos);
  CHECK(answer.header("x-content-type-options") == "nosniff");
  CHECK(answer.header("referrer-policy") == "same-origin");
  CHECK(!answer.header("permissions-policy").empty());
  CHECK(answer.header("cross-origin-opener-policy") == "same-origin");
  CHECK(answer.header("cross-origin-resource-policy") == "same-origin");
  CHECK(answer.headers.count("strict-transport-security") == 0);
}

TEST_CASE("what two servers might read differently is refused, and the connection with it") {
  const TestServer server;
  const std::string fault = GENERATE(
      as<std::string>{},
      "POST /api/v1/x HTTP/1.1\r\nHost: fair\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n",
      "POST /api/v1/x HTTP/1.1\r\nHost: fair\r\nTransfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n",
      "POST /api/v1/x HTTP/1.1\r\nHost: fair\r\nContent-Length: 4\r\nContent-Length: 4\r\n\r\n",
      "POST /api/v1/x HTTP/1.1\r\nHost: fair\r\nContent-Length: 4, 4\r\n\r\n",
      "POST /api/v1/x HTTP/1.1\r\nHost: fair\r\nContent-Length: +4\r\n\r\n",
      "POST /api/v1/x HTTP/1.1\r\nHost: fair\r\nTransfer-Encoding: xchunked\r\n\r\n",
      "POST /api/v1/x HTTP/1.1\r\nHost: fair\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
      "POST /api/v1/x HTTP/1.1\r\nHost: fair\r\nTransfer-Encoding : chunked\r\n\r\n",
      "POST /api/v1/x HTTP/1.0\r\nHost: fair\r\nTransfer-Encoding: chunked\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: fair\r\nHost: other\r\n\r\n", "GET / HTTP/1.1\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: fair\r\nA: b\r\n c\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: fair\r\nA: b\nC: d\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: fair\r\nA: b\rC: d\r\n\r\n", "GET / HTTP/1.1\r\n Host: fair\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: fair\r\nA: b\0c\r\n\r\n"s, "GET  / HTTP/1.1\r\nHost: fair\r\n\r\n");
  WireClient client = server.client();
  client.send(fault + "GET /healthz HTTP/1.1\r\nHost: fair\r\n\r\n");
  CAPTURE(fault);
  const HttpResponse answer = client.response();
  CHECK(answer.status == 400);
  CHECK(answer.header("connection") == "close");
  const auto rest = client.rest();
  REQUIRE(rest.has_value());
  CHECK(rest->empty());  // what came behind is not taken for a request
}

TEST_CASE("a head that is too large is refused, not stored") {
  const TestServer server;
  WireClient client = server.client();
  client.try_send("GET / HTTP/1.1\r\nHost: fair\r\nA: " + std::string(20'000, 'a'));
  CHECK(client.response().status == 431);
}

TEST_CASE("slow peers run into deadlines for the whole, whatever they dribble") {
  const TestServer server([](net::Options& options) {
    options.limits.head = std::chrono::milliseconds(150);
    options.limits.body = std::chrono::milliseconds(150);
  });
  SECTION("a head") {
    WireClient client = server.client();
    client.send("GET / HT");
    CHECK(client.response().status == 408);
    CHECK(client.rest().has_value());
  }
  SECTION("a body") {
    WireClient client = server.client();
    client.send(
        "POST /api/v1/x HTTP/1.1\r\nHost: fair\r\nContent-Type: application/json\r\nContent-Length: "
        "9\r\n\r\n{");
    CHECK(client.response().status == 408);
    CHECK(client.rest().has_value());
  }
  SECTION("nothing at all") {
    CHECK(server.client().rest() == "");
  }
}

TEST_CASE("a peer that asks for nothing more is let go") {
  const TestServer server(
      [](net::Options& options) { options.limits.idle = std::chrono::milliseconds(150); });
  WireClient client = server.client();
  CHECK(client.get("/healthz").status == 200);
  CHECK(client.rest() == "");
}

TEST_CASE("pipelined requests are answered in order") {
  const TestServer server;
  WireClient client = server.client();
  std::string requests;
  for (int i = 0; i < 50; ++i) requests += post("n" + std::to_string(i), "{}");
  client.send(requests);
  for (int i = 0; i < 50; ++i) CHECK(client.response().body.starts_with("n" + std::to_string(i) + "|"));
}

TEST_CASE("a client that waits for 100-continue gets it, once its command may come") {
  const TestServer server;
  WireClient client = server.client();
  client.send(
      "POST /api/v1/x HTTP/1.1\r\nHost: fair\r\nContent-Type: application/json\r\nContent-Length: "
      "2\r\nExpect: 100-continue\r\n\r\n");
  CHECK(client.response().status == 100);
  client.send("{}");
  CHECK(client.response().body == "x||nobody|127.0.0.1||{}");
}

TEST_CASE("chunked bodies are put together and bounded") {
  const TestServer server;
  const std::string head =
      "POST /api/v1/x HTTP/1.1\r\nHost: fair\r\nContent-Type: application/json\r\nTransfer-Encoding: "
      "chunked\r\n\r\n";
  CHECK(ask(server, head + "1\r\n{\r\n1;ext=1\r\n}\r\n0\r\nCookie: stollen=good\r\n\r\n").body ==
        "x||nobody|127.0.0.1||{}");
  CHECK(ask(server, head + "10001\r\n").status == 413);
  CHECK(ask(server, head + "zz\r\n").status == 400);
}

TEST_CASE("figures are shown to allowed addresses alone, readiness says why not") {
  const TestServer server([](net::Options& options) {
    options.metrics_addresses = {"10.0.0.0/8"};
    options.trusted_proxies = {"127.0.0.1"};
    options.not_ready = [] { return std::string("store refuses writes"); };
  });
  WireClient client = server.client();
  CHECK(client.get("/metrics").status == 404);
  const HttpResponse shown = client.get("/metrics", "X-Forwarded-For: 10.1.2.3\r\n");
  CHECK(shown.status == 200);
  CHECK(shown.body.find("stollen_net_requests_total") != std::string::npos);
  const HttpResponse ready = client.get("/readyz");
  CHECK(ready.status == 503);
  CHECK(ready.body == "store refuses writes\n");
}

TEST_CASE("only a trusted proxy may say who asks") {
  const TestServer open;
  CHECK(ask(open, post("x", "{}", "X-Forwarded-For: 9.9.9.9\r\n")).body == "x||nobody|127.0.0.1||{}");
  const TestServer proxied(
      [](net::Options& options) { options.trusted_proxies = {"127.0.0.1", "10.0.0.0/8"}; });
  CHECK(ask(proxied, post("x", "{}", "X-Forwarded-For: 6.6.6.6, 9.9.9.9, 10.0.0.7\r\n")).body ==
        "x||nobody|9.9.9.9||{}");
}

TEST_CASE("a list of hosts refuses others") {
  const TestServer server([](net::Options& options) { options.hosts = {"messe.example.org"}; });
  CHECK(ask(server, "GET / HTTP/1.1\r\nHost: messe.example.org\r\n\r\n").status == 200);
  CHECK(ask(server, "GET / HTTP/1.1\r\nHost: evil\r\n\r\n").status == 421);
  CHECK(ask(server, "GET http://messe.example.org/ HTTP/1.1\r\nHost: evil\r\n\r\n").status == 200);
}

TEST_CASE("a drain that is announced fails readiness and refuses upgrades while the port is open") {
  TestServer server;
  server.server().announce_drain();
  WireClient newcomer = server.client();
  CHECK(newcomer.get("/readyz").status == 503);
  WireClient visitor = server.client();
  const HttpResponse refused = visitor.upgrade(kUpgradeHeaders);
  CHECK(refused.status == 503);
  CHECK(refused.header("retry-after") == "5");
  WireClient reader = server.client();
  CHECK(reader.get("/healthz").status == 200);
}

TEST_CASE("draining closes the port, refuses upgrades and lets connections finish") {
  TestServer server;
  WireClient first = server.client();
  CHECK(first.get("/readyz").status == 200);
  WireClient second = server.client();
  CHECK(second.get("/readyz").status == 200);
  server.server().drain();
  CHECK_THROWS(server.client());
  CHECK(first.get("/readyz").status == 503);
  const HttpResponse refused = second.upgrade(kUpgradeHeaders);
  CHECK(refused.status == 503);
  CHECK(refused.header("retry-after") == "5");
}
