#include "tests/conformance/conversation.hpp"

#include <algorithm>

#include "tests/support/catch.hpp"

namespace stollen::tests {

namespace {

constexpr std::size_t kShownOctets = 40;
// Longer ones cost a system call and a turn of the loop for each octet, and are about lengths.
constexpr std::size_t kCutOctets = 400;

std::string name_of(int opcode) {
  switch (opcode) {
    case kText: return "text";
    case kClose: return "close";
    case kPing: return "ping";
    case kPong: return "pong";
    default: return "opcode " + std::to_string(opcode);
  }
}

std::string written(const WebsocketFrame& frame) {
  std::string text = name_of(frame.opcode) + ":";
  if (frame.is_masked) text += "<masked>";
  if (!frame.is_final) text += "<not final>";
  if (frame.opcode == kClose) {
    if (!frame.payload.empty()) text += std::to_string(frame.close_code());
  } else if (frame.payload.size() > kShownOctets) {
    text += "<" + std::to_string(frame.payload.size()) + " octets>";
  } else {
    text += frame.payload;
  }
  return text;
}

}  // namespace

std::string transcript(const TestServer& server, std::string_view sent, Cut cut) {
  WireClient client = server.socket();
  const std::string bytes = std::string(sent) + close_with(1000);
  const std::size_t piece = cut == Cut::nowhere ? bytes.size() : 1;
  for (std::size_t at = 0; at < bytes.size(); at += piece) {
    if (!client.try_send(std::string_view(bytes).substr(at, piece))) break;  // closed: the answer says why
  }
  std::string text;
  for (;;) {
    const WebsocketFrame frame = client.frame();
    if (!text.empty()) text += ' ';
    text += written(frame);
    if (frame.opcode == kClose) break;
  }
  const auto rest = client.rest();
  if (!rest) return text + " and no end";
  return rest->empty() ? text : text + " and more behind it";
}

void check_all(const TestServer& server, const std::vector<Case>& cases) {
  for (const Case& one : cases) {
    CAPTURE(one.section, one.what);
    CHECK(transcript(server, one.sent) == one.said);
    if (one.sent.size() <= kCutOctets) CHECK(transcript(server, one.sent, Cut::after_each_octet) == one.said);
  }
}

std::string text_with_length(std::size_t length_octets, std::string_view payload) {
  std::string frame = "\x81";
  if (length_octets == 1) {
    frame += static_cast<char>(0x80U | payload.size());
  } else {
    frame += static_cast<char>(length_octets == 2 ? 0xFE : 0xFF);
    for (std::size_t left = length_octets; left > 0; --left)
      frame += static_cast<char>(std::uint64_t{payload.size()} >> (8 * (left - 1)));
  }
  return frame.append(4, '\0').append(payload);  // a mask of zeroes is a mask, too
}

std::string close_with(unsigned code, std::string_view reason) {
  std::string payload{static_cast<char>(code >> 8U), static_cast<char>(code & 0xFFU)};
  return client_frame(kClose, payload.append(reason));
}

}  // namespace stollen::tests
