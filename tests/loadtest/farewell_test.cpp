// What a close frame asks of whoever it was sent to.
#include "loadtest/websocket_frames.hpp"
#include "tests/support/catch.hpp"

namespace stollen::tests {

using load::read_farewell;
using namespace std::chrono_literals;

TEST_CASE("a close frame with a waiting time tells code, reason and time", "[loadtest]") {
  const auto farewell = read_farewell("\x0f\xa1The server is restarting. retry_after_ms=2500");
  CHECK(farewell.code == 4001);
  CHECK(farewell.reason == "The server is restarting. retry_after_ms=2500");
  CHECK(farewell.wait == 2500ms);
}

TEST_CASE("a close frame without a waiting time leaves it to the client", "[loadtest]") {
  CHECK(read_farewell("\x0f\xa8You read too slowly.").code == 4008);
  CHECK_FALSE(read_farewell("\x0f\xa8You read too slowly.").wait);
  CHECK_FALSE(read_farewell("\x0f\xa1retry_after_ms=soon").wait);
}

TEST_CASE("a close frame without a code is told as 1005", "[loadtest]") {
  CHECK(read_farewell("").code == 1005);
  CHECK(read_farewell("\x0f").code == 1005);
}

}  // namespace stollen::tests
