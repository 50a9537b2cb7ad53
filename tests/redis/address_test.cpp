#include "server/redis/address.hpp"

#include "tests/support/catch.hpp"

using stollen::redis::Address;
using stollen::redis::parse_address;

namespace {

std::string trouble(std::string_view text) {
  const auto address = parse_address(text);
  return address ? "accepted" : address.error();
}

}  // namespace

TEST_CASE("an address names host, port, user and password") {
  const auto whole = parse_address("redis://fair:p%40ss%2Fword@bus.example.org:6380/3").value();
  CHECK(whole.host == "bus.example.org");
  CHECK(whole.port == "6380");
  CHECK(whole.user == "fair");
  CHECK(whole.password.reveal() == "p@ss/word");
  CHECK_FALSE(whole.uses_tls);
  CHECK(whole.socket_path.empty());

  const auto bare = parse_address("rediss://bus").value();
  CHECK(bare.host == "bus");
  CHECK(bare.port == "6379");
  CHECK(bare.uses_tls);
  CHECK(bare.user.empty());

  const auto default_user = parse_address("redis://:secret@[::1]:1/").value();
  CHECK(default_user.user.empty());
  CHECK(default_user.password.reveal() == "secret");
  CHECK(default_user.host == "::1");
  CHECK(default_user.port == "1");

  const auto local = parse_address("redis+unix://fair:secret@/run/redis.sock").value();
  CHECK(local.socket_path == "/run/redis.sock");
  CHECK(local.user == "fair");
}

TEST_CASE("what is wrong with an address is said without showing it") {
  const std::string schemes = "must begin with redis://, rediss:// or redis+unix://";
  CHECK(trouble("bus:6379") == schemes);
  CHECK(trouble("http://bus") == schemes);
  CHECK(trouble("redis://") == "the host is missing");
  CHECK(trouble("redis://:6379") == "the host is missing");
  for (const char* const port : {"redis://bus:", "redis://bus:0", "redis://bus:65536", "redis://bus:-1",
                                 "redis://bus:6379x", "redis://user:pass/word@bus:1"}) {
    CAPTURE(port);
    CHECK(trouble(port) == "the port must be a number from 1 to 65535");
  }
  CHECK(trouble("redis://[::1") == "\"]\" is missing behind the host");
  CHECK(trouble("redis://[::1]6379") == "only \":PORT\" may stand behind \"]\"");
  CHECK(trouble("redis://secret@bus") == "USER:PASSWORD must stand before \"@\"");
  CHECK(trouble("redis://fair:@bus") == "the password is missing");
  CHECK(trouble("redis://fair:100%@bus") == "\"%\" in user or password needs two hex digits behind it");
  CHECK(trouble("redis://fair:%zz@bus") == "\"%\" in user or password needs two hex digits behind it");
  CHECK(trouble("redis://bus/first") == "behind the host only \"/\" and the number of a database may follow");
  CHECK(trouble("redis+unix://run/redis.sock").starts_with("the socket's whole path must follow"));
  CHECK(trouble("redis+unix:///" + std::string(107, 'x')) == "the socket's path has more than 107 octets");
}
