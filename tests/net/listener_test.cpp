// Where the port has no more room: whoever comes is told so, and later ones come in again.
#include <chrono>
#include <filesystem>
#include <vector>

#include "tests/net/test_server.hpp"
#include "tests/support/catch.hpp"

using namespace stollen;
using namespace stollen::tests;

namespace {

std::uint32_t open_descriptors() {
  const std::filesystem::directory_iterator all("/proc/self/fd");
  return static_cast<std::uint32_t>(std::distance(begin(all), end(all)));
}

int status_of(const TestServer& server) {
  WireClient client = server.client();
  return client.get("/healthz").status;
}

bool comes_in(const TestServer& server) {
  const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  while (std::chrono::steady_clock::now() < give_up) {
    if (status_of(server) == 200) return true;
  }
  return false;
}

}  // namespace

TEST_CASE("when descriptors run short, whoever waits is told, and it ends by itself") {
  const std::uint32_t limit = (open_descriptors() + 60) * 10 / 9;
  const TestServer server([=](net::Options& options) { options.limits.descriptors = limit; });
  std::vector<WireClient> inside;
  std::optional<HttpResponse> refusal;
  while (!refusal && inside.size() < limit) {
    WireClient client = server.client();
    auto response = client.get("/healthz");
    if (response.status == 503) {
      refusal = std::move(response);
    } else {
      inside.push_back(std::move(client));
    }
  }
  REQUIRE(refusal);
  CHECK(refusal->header("retry-after") == "5");
  CHECK(refusal->header("connection") == "close");
  CHECK(inside.size() > 10);
  CHECK(server.figure("refused_descriptors_total") == 1);
  CHECK(inside.front().get("/healthz").status == 200);
  inside.clear();
  CHECK(comes_in(server));
}

TEST_CASE("when all connections are taken, the next one is told so") {
  const TestServer server([](net::Options& options) { options.limits.connections = 2; });
  {
    WireClient first = server.socket();
    WireClient second = server.socket();
    CHECK(status_of(server) == 503);
    CHECK(server.figure("refused_full_total") == 1);
  }
  CHECK(comes_in(server));
}
