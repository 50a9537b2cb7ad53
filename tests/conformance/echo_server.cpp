// The server's own sockets in front of an echo, without a fair behind them: echo_server [PORT]
//
// For suites of others, such as Autobahn's. A client must send the Origin http://<its Host> and offer the
// subprotocol jobfair.1, as for the real server, and binary messages are refused with 1003.
#include <pthread.h>

#include <charconv>
#include <csignal>
#include <cstdio>
#include <exception>
#include <string_view>

#include "tests/net/test_server.hpp"

int main(int argc, char** argv) {
  std::uint16_t port = 0;
  const std::string_view text = argc > 1 ? argv[1] : "0";
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (argc > 2 || error != std::errc{} || end != text.data() + text.size()) {
    std::fputs("usage: echo_server [PORT]\n", stderr);
    return 2;
  }
  sigset_t ends;
  sigemptyset(&ends);
  sigaddset(&ends, SIGINT);
  sigaddset(&ends, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &ends, nullptr);  // before there are threads, which take it over
  try {
    const stollen::tests::TestServer server([&](stollen::net::Options& options) { options.port = port; },
                                            {.greets = false});
    std::printf("ws://127.0.0.1:%u/socket\n", server.port());
    std::fflush(stdout);
    int signal = 0;
    sigwait(&ends, &signal);
  } catch (const std::exception& failure) {
    std::fprintf(stderr, "echo_server: %s\n", failure.what());
    return 1;
  }
}
