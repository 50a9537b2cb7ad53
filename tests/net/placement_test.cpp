// Sockets are spread evenly over the shards, whatever else is open and in whatever order they come and go.
#include <algorithm>
#include <chrono>
#include <numeric>
#include <random>
#include <vector>

#include "tests/net/test_server.hpp"
#include "tests/support/catch.hpp"

using namespace stollen;
using namespace stollen::tests;

namespace {

using Loads = std::vector<long>;

Loads loads(const TestServer& server, std::uint32_t shards) {
  Loads all;
  for (std::uint32_t shard = 0; shard < shards; ++shard)
    all.push_back(server.figure("shard_places{shard=\"" + std::to_string(shard) + "\"}"));
  return all;
}

long sum(const Loads& all) {
  return std::accumulate(all.begin(), all.end(), 0L);
}

long spread(const Loads& all) {
  const auto [fewest, most] = std::ranges::minmax(all);
  return most - fewest;
}

// The server learns that a peer is gone a moment later.
Loads loads_with(const TestServer& server, std::uint32_t shards, long sockets) {
  const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  Loads all = loads(server, shards);
  while (sum(all) != sockets && std::chrono::steady_clock::now() < give_up) all = loads(server, shards);
  CHECK(sum(all) == sockets);
  return all;
}

TestServer server_of(std::uint32_t shards) {
  return TestServer([](net::Options&) {}, {.shards = shards});
}

}  // namespace

TEST_CASE("sockets on the shards differ by at most one, also while they come and go") {
  const std::uint32_t shards = GENERATE(2U, 4U);
  const TestServer server = server_of(shards);
  std::vector<WireClient> sockets;
  for (long count = 1; count <= 41; ++count) {
    sockets.push_back(server.socket());
    CHECK(spread(loads_with(server, shards, count)) <= 1);
  }
  std::mt19937 random(41);  // NOLINT: the same order each time
  for (int round = 0; round < 100; ++round) {
    std::swap(sockets[random() % sockets.size()], sockets.back());
    sockets.pop_back();
    loads_with(server, shards, 40);
    sockets.push_back(server.socket());
    CHECK(spread(loads_with(server, shards, 41)) <= 1);
  }
}

TEST_CASE("a shard that has lost its sockets is filled first") {
  const std::uint32_t shards = GENERATE(2U, 4U);
  const TestServer server = server_of(shards);
  std::vector<WireClient> stay;
  std::vector<WireClient> leave;
  for (long count = 1; count <= 40; ++count) {
    const long before = server.figure("shard_places{shard=\"0\"}");
    WireClient socket = server.socket();
    const bool is_of_first = server.figure("shard_places{shard=\"0\"}") > before;
    (is_of_first ? leave : stay).push_back(std::move(socket));
  }
  const std::size_t gone = leave.size();
  CHECK(gone == 40 / shards);
  leave.clear();
  CHECK(loads_with(server, shards, static_cast<long>(stay.size())).front() == 0);
  for (std::size_t i = 0; i < gone; ++i) stay.push_back(server.socket());
  CHECK(spread(loads_with(server, shards, 40)) == 0);
}

TEST_CASE("visitors with a page's connection and a socket each are spread, too") {
  const std::uint32_t shards = GENERATE(2U, 4U);
  const TestServer server = server_of(shards);
  std::vector<WireClient> open;
  for (long visitors = 1; visitors <= 20; ++visitors) {
    open.push_back(server.client());
    CHECK(open.back().get("/").status == 200);
    loads_with(server, shards, visitors - 1);
    open.push_back(server.socket());
    CHECK(spread(loads_with(server, shards, visitors)) <= 1);
  }
}

TEST_CASE("a socket over a connection that has served a page is counted where it is") {
  const TestServer server = server_of(2);
  WireClient client = server.client();
  CHECK(client.get("/").status == 200);
  loads_with(server, 2, 0);
  CHECK(client.upgrade(kUpgradeHeaders).status == 101);
  loads_with(server, 2, 1);
  const WireClient other = server.socket();
  CHECK(loads_with(server, 2, 2) == Loads{1, 1});
}
