#include "loadtest/http_reply.hpp"

#include <string>

#include "tests/support/catch.hpp"

using stollen::load::parse_http_reply;

TEST_CASE("an answer is complete with its last octet and not before") {
  const std::string bytes =
      "HTTP/1.1 200 OK\r\nSet-Cookie: session=abc; Path=/\r\nContent-Length: 5\r\n\r\nhelloHTTP/1.1 503";
  const std::size_t size = bytes.size() - 12;
  for (std::size_t i = 0; i < size; ++i) CHECK_FALSE(parse_http_reply(std::string_view(bytes).substr(0, i)));
  const auto reply = parse_http_reply(bytes);
  REQUIRE(reply);
  CHECK(reply->status == 200);
  CHECK(reply->body == "hello");
  CHECK(reply->size == size);
  CHECK(reply->header("set-cookie") == "session=abc; Path=/");
  CHECK(reply->header("content-type").empty());
}

TEST_CASE("an upgrade has no body") {
  const auto reply = parse_http_reply("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n\x81");
  REQUIRE(reply);
  CHECK(reply->status == 101);
  CHECK(reply->body.empty());
  CHECK(reply->header("upgrade") == "websocket");
}
