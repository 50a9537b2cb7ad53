// Server-Sent Events as bytes: what realtime brings is tested over the wire.
#include <array>
#include <chrono>

#include "server/net/event_outbox.hpp"
#include "server/net/stream_positions.hpp"
#include "tests/net/test_server.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/wait_until.hpp"

using namespace stollen;
using namespace stollen::tests;
using Catch::Matchers::Contains;
using realtime::FrameClass;
using realtime::FrameRef;

namespace {

std::string request(std::string_view streams, std::string_view headers = "") {
  return "GET /api/v1/events?streams=" + std::string(streams) + " HTTP/1.1\r\nHost: fair\r\n" +
         std::string(headers) + "\r\n";
}

std::string all_of(const TestServer& server, std::string_view streams, std::string_view headers = "") {
  WireClient client = server.client();
  client.send(request(streams, headers));
  return client.rest().value_or("never ended");
}

/// Everything that an outbox would send, in writes of at most `step` octets.
std::string drained(net::EventOutbox& outbox, std::size_t step) {
  std::string sent;
  std::array<iovec, 8> parts;
  while (!outbox.empty()) {
    std::string offered;
    const std::size_t count = outbox.gather(parts);
    for (std::size_t i = 0; i < count; ++i)
      offered.append(static_cast<const char*>(parts[i].iov_base), parts[i].iov_len);
    REQUIRE_FALSE(offered.empty());
    offered.resize(std::min(step, offered.size()));
    sent += offered;
    outbox.consume(offered.size());
  }
  CHECK(outbox.bytes() == 0);
  return sent;
}

}  // namespace

TEST_CASE("an event stream has a head without a length, a preamble, frames and a farewell") {
  const TestServer server;
  const std::string text = all_of(server, "hall%40k7%3A12,close");
  const std::string head = text.substr(0, text.find("\r\n\r\n"));
  CHECK_THAT(head, Catch::Matchers::StartsWith("HTTP/1.1 200 OK"));
  CHECK_THAT(head, Contains("Content-Type: text/event-stream"));
  CHECK_THAT(head, Contains("Connection: close"));
  CHECK_THAT(head, Contains("X-Content-Type-Options: nosniff"));
  CHECK_THAT(head, !Contains("Content-Length"));
  const std::string body = text.substr(head.size() + 4);
  CHECK(body.front() == ':');
  CHECK(body.size() > 2'048);
  CHECK_THAT(body, Contains("\n\ndata: hello 127.0.0.1\n\n"));
  CHECK_THAT(body, Catch::Matchers::EndsWith(
                       "event: close\nretry: 1500\ndata: {\"code\":4503,\"reason\":\"removed\","
                       "\"retry_after_ms\":1500}\n\n"));
  CHECK(server.figure("event_streams_total") == 1);
}

TEST_CASE("the address says which streams, the header of a browser that returns from where") {
  const TestServer server;
  WireClient client = server.client();
  client.send(request("hall%40k7%3A12%2Cclose", "Last-Event-ID: hall@k8:15,other@k8:1\r\n"));
  // The server ends it, since "close" is among the streams; the join was its first message.
  const auto text = client.rest();
  REQUIRE(text);
  CHECK_THAT(*text, Contains(R"("stream":"hall","epoch":"k8","last":15)"));
  CHECK_THAT(*text, !Contains("other"));
  const auto refused = [&](std::string_view streams, std::string_view headers = "") {
    return server.client().get("/api/v1/events?streams=" + std::string(streams), headers);
  };
  CHECK(refused("hall%4").status == 400);
  CHECK_THAT(refused("hall,cafe@k7").body, Contains(R"("field":"streams[1]")"));
  CHECK_THAT(refused("hall,,cafe").body, Contains(R"("field":"streams[1].stream")"));
  CHECK(refused("hall", "Origin: http://elsewhere\r\n").status == 403);
}

TEST_CASE("a reader of events that is too slow is told so and costs no more than its outbox") {
  const TestServer server([](net::Options& options) { options.limits.send_buffer_bytes = 16 * 1024; });
  WireClient slow(server.port(), 4'096);
  slow.send(request("flood:4000"));
  const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  while (server.figure("closed_slow_total") == 0 && std::chrono::steady_clock::now() < give_up) {
    CHECK(server.client().get("/healthz").status == 200);
  }
  const auto text = slow.rest();
  REQUIRE(text);
  CHECK(text->size() < 1'024 * 1'024);
  CHECK_THAT(*text,
             Catch::Matchers::EndsWith("event: close\ndata: {\"code\":4008,\"reason\":\"too slow\"}\n\n"));
}

TEST_CASE("a reader of events that takes them all is not too slow, however many come in one turn") {
  const std::string word = GENERATE("flood:50", "run:50");
  CAPTURE(word);
  const TestServer server(with_small_outbox);
  const std::string text = all_of(server, word + ",close");
  std::string flood;
  for (int i = 0; i < 50; ++i) flood += "data: " + flood_text(i) + "\n\n";
  CHECK(text.find(flood) != std::string::npos);
  CHECK_THAT(text.substr(text.rfind("event:")), Contains(R"("code":4503)"));
  CHECK(server.figure("closed_slow_total") == 0);
}

TEST_CASE("a reader of events that takes nothing is reset when writing stalls") {
  const TestServer server([](net::Options& options) {
    options.limits.send_buffer_bytes = 16 * 1024;
    options.limits.write_stall = std::chrono::milliseconds(150);
  });
  WireClient silent(server.port(), 4'096);
  silent.send(request("flood:200"));
  const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  while (server.figure("closed_stalled_total") == 0 && std::chrono::steady_clock::now() < give_up) {
    CHECK(server.client().get("/healthz").status == 200);
  }
  CHECK(server.figure("closed_stalled_total") == 1);
}

TEST_CASE("event streams end with the server, and when their reader goes") {
  TestServer server;
  WireClient stays = server.client();
  stays.send(request("hall"));
  {
    WireClient goes = server.client();
    goes.send(request("hall"));
    wait_until([&] { return server.figure("sockets") >= 2; });
    CHECK(server.figure("sockets") == 2);
  }
  wait_until([&] { return server.figure("sockets") <= 1; });
  CHECK(server.figure("sockets") == 1);
  server.server().stop();
  CHECK(server.server().open_connections() == 0);
}

TEST_CASE("an outbox of events shares the frames and survives any cut") {
  const std::string expected = "HEAD\n\ndata: {\"a\":1}\n\nid: hall@k:2\ndata: {\"b\":2}\n\n";
  for (std::size_t step = 1; step <= expected.size(); ++step) {
    net::EventOutbox outbox({.bytes = 1'000, .frames = 10});
    outbox.push_bytes("HEAD\n\n");
    outbox.push(FrameRef::make(R"({"a":1})"), FrameClass::durable);
    outbox.push(FrameRef::make(R"({"b":2})"), FrameClass::control, "hall@k:2");
    CHECK(drained(outbox, step) == expected);
  }
}

TEST_CASE(
    "an outbox of events gives up hints at half, refuses what is durable when full, and keeps what was "
    "begun") {
  using net::Admission;
  net::EventOutbox outbox({.bytes = 10'000, .frames = 8});
  const auto push = [&](std::string_view text, FrameClass frame_class) {
    return outbox.push(FrameRef::make(text), frame_class);
  };
  CHECK(push("begun", FrameClass::hint) == Admission::queued);
  outbox.consume(3);
  CHECK(push("hint", FrameClass::hint) == Admission::queued);
  CHECK(push("two", FrameClass::durable) == Admission::queued);
  CHECK(push("three", FrameClass::durable) == Admission::queued);
  CHECK(push("hint", FrameClass::hint) == Admission::dropped);
  for (int i = 0; i < 5; ++i) CHECK(push("more", FrameClass::durable) == Admission::queued);
  CHECK(push("full", FrameClass::durable) == Admission::full);
  CHECK(push("control", FrameClass::control) == Admission::queued);
  outbox.discard();
  outbox.push_bytes("bye");
  CHECK(drained(outbox, 5) == "a: begun\n\nbye");
}

TEST_CASE("positions are read, and learnt from the frames that tell of them") {
  const auto read = net::parse_positions("hall@k7:12,conversation:01k3");
  REQUIRE(read);
  REQUIRE(read->size() == 2);
  CHECK((*read)[0].stream == "hall");
  CHECK((*read)[0].epoch == "k7");
  CHECK((*read)[0].last == 12);
  CHECK((*read)[1].stream == "conversation:01k3");
  CHECK_FALSE((*read)[1].last.has_value());
  for (const auto* wrong : {"hall@", "hall@k7", "hall@k7:", "hall@k7:1x", "hall@k7:99999999999999999999"})
    CHECK_FALSE(net::parse_positions(wrong).has_value());

  net::StreamPositions positions;
  CHECK(positions.learn(R"({"re":"join","ok":{"streams":[)"
                        R"({"stream":"hall","outcome":"replayed","epoch":"k7","head":12,"events":[]},)"
                        R"({"stream":"cafe","outcome":"reset","epoch":"k7","head":3,"snapshot":{}},)"
                        R"({"stream":"user:x","outcome":"denied"}]}})"));
  CHECK(positions.line() == "cafe@k7:3,hall@k7:12");
  CHECK(positions.learn(R"({"on":"session.heartbeat","at":1,"data":{"server_time":1,)"
                        R"("heads":[{"stream":"hall","head":14},{"stream":"unknown","head":2}]}})"));
  CHECK(positions.line() == "cafe@k7:3,hall@k7:14");
  CHECK(positions.learn(R"({"on":"session.left","at":1,"data":{"stream":"cafe"}})"));
  CHECK(positions.line() == "hall@k7:14");
  CHECK_FALSE(positions.learn(R"({"on":"session.rights_changed","at":1,"data":{"roles":[]}})"));
}
