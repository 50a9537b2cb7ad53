#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tests/net/test_server.hpp"

namespace stollen::tests {

inline constexpr int kContinuation = 0;
inline constexpr int kText = 1;
inline constexpr int kBinary = 2;
inline constexpr int kClose = 8;
inline constexpr int kPing = 9;
inline constexpr int kPong = 10;

/// A line of a table of cases.
struct Case {
  const char* section;  ///< of RFC 6455, or what else makes the promise
  const char* what;
  std::string sent;
  std::string said;  ///< by the server, as transcript() writes it
};

/// How the network cuts what a client sends.
enum class Cut : std::uint8_t { nowhere, after_each_octet };

/// Opens a socket of an echo, sends the bytes and behind them always a close frame with 1000, and gives all
/// that the server sends until it ends the connection: "text:hi pong:p close:1000". Long payloads are "<126
/// octets>".
std::string transcript(const TestServer& server, std::string_view sent, Cut cut = Cut::nowhere);

/// Checks every case, sent at once and octet by octet: where the network cuts changes nothing.
void check_all(const TestServer& server, const std::vector<Case>& cases);

/// A masked text frame that says its length in `length_octets` octets (1, 2 or 8), needed or not.
std::string text_with_length(std::size_t length_octets, std::string_view payload);

std::string close_with(unsigned code, std::string_view reason = {});

}  // namespace stollen::tests
