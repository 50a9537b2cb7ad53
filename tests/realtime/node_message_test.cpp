#include "server/realtime/node_message.hpp"

#include <vector>

#include "tests/support/catch.hpp"

namespace stollen::tests {
namespace {

using realtime::MessageFault;
using realtime::MessageSeal;
using realtime::NodeMessage;
using Kind = NodeMessage::Kind;

const storage::NodeKey kKey{1, 2, 3};

const std::vector<NodeMessage> kMessages{
    {.kind = Kind::event, .sequence = 1, .n = 7, .origin = "o", .epoch = "e", .stream = "hall", .text = "{}"},
    {.kind = Kind::event,
     .flags = NodeMessage::no_text,
     .sequence = 0xFFFF'FFFF'FFFF'FFFF,
     .n = 0x1F'FFFF'FFFF'FFFF,
     .origin = "01jd7q3m5v8k2c4x6z9w0t1r5e",
     .epoch = "epoch",
     .stream = "hall"},
    {.kind = Kind::hint, .sequence = 2, .origin = "o", .epoch = "e", .stream = "hall", .text = "{}"},
    {.kind = Kind::bell,
     .flags = NodeMessage::signals | NodeMessage::media,
     .sequence = 3,
     .origin = "o",
     .epoch = "e"},
};

std::string written(const NodeMessage& message) {
  std::string bytes;
  MessageSeal(kKey).write(bytes, message);
  return bytes;
}

MessageFault fault(std::string_view bytes) {
  return realtime::parse_node_message(bytes).error();
}

}  // namespace

TEST_CASE("a message between nodes is read as it was written, and is genuine", "[realtime]") {
  MessageSeal seal(kKey);
  for (const NodeMessage& message : kMessages) {
    std::string bytes = "what was here before";
    seal.write(bytes, message);
    const auto read = realtime::parse_node_message(bytes).value();
    CHECK(read.kind == message.kind);
    CHECK(read.flags == message.flags);
    CHECK(read.sequence == message.sequence);
    CHECK(read.n == message.n);
    CHECK(read.origin == message.origin);
    CHECK(read.epoch == message.epoch);
    CHECK(read.stream == message.stream);
    CHECK(read.text == message.text);
    CHECK(seal.is_genuine(bytes));
  }
}

TEST_CASE("a message that is cut, longer, or changed in any octet is not taken for a genuine one",
          "[realtime]") {
  MessageSeal seal(kKey);
  const auto is_taken = [&](const std::string& bytes) {
    return realtime::parse_node_message(bytes).has_value() && seal.is_genuine(bytes);
  };
  for (const NodeMessage& message : kMessages) {
    const std::string bytes = written(message);
    for (std::size_t size = 0; size < bytes.size(); ++size) CHECK_FALSE(is_taken(bytes.substr(0, size)));
    CHECK_FALSE(is_taken(bytes + '\0'));
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      auto changed = bytes;
      changed[i] = static_cast<char>(changed[i] ^ 0x20);
      CHECK_FALSE(is_taken(changed));
    }
    CHECK_FALSE(MessageSeal(storage::NodeKey{9}).is_genuine(bytes));
  }
}

TEST_CASE("the tag is HMAC-SHA-256 of what stands before it", "[realtime]") {
  // Made with: openssl dgst -sha256 -mac HMAC -macopt hexkey:KEY
  const std::string bytes = written(kMessages[0]);
  std::string hex;
  for (const char byte : bytes.substr(bytes.size() - NodeMessage::kTag)) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    hex.push_back(kDigits[static_cast<unsigned char>(byte) >> 4U]);
    hex.push_back(kDigits[static_cast<unsigned char>(byte) & 15U]);
  }
  CHECK(hex == "0e86a0a62229191ae6e7099964867847556e4db7c4c6bb8d1092e65225fef1c6");
}

TEST_CASE("what a node never writes is malformed, what is too long is oversized", "[realtime]") {
  CHECK(fault("") == MessageFault::malformed);
  for (const NodeMessage& odd : std::vector<NodeMessage>{
           {.kind = Kind::event, .n = 0, .stream = "hall", .text = "{}"},
           {.kind = Kind::event, .n = -1, .stream = "hall", .text = "{}"},
           {.kind = Kind::event, .n = 1, .text = "{}"},
           {.kind = Kind::event, .n = 1, .stream = "hall"},
           {.kind = Kind::event, .flags = NodeMessage::no_text, .n = 1, .stream = "hall", .text = "{}"},
           {.kind = Kind::event, .flags = NodeMessage::signals, .n = 1, .stream = "hall", .text = "{}"},
           {.kind = Kind::hint, .n = 1, .stream = "hall", .text = "{}"},
           {.kind = Kind::hint, .stream = "hall"},
           {.kind = Kind::bell},
           {.kind = Kind::bell, .flags = NodeMessage::no_text},
           {.kind = Kind::bell, .flags = NodeMessage::signals, .stream = "hall"},
           {.kind = static_cast<Kind>(0), .n = 1, .stream = "hall", .text = "{}"},
           {.kind = static_cast<Kind>(4), .n = 1, .stream = "hall", .text = "{}"},
       }) {
    CHECK(fault(written(odd)) == MessageFault::malformed);
  }
  const std::string longest(NodeMessage::kMostText, 'x');
  CHECK(realtime::parse_node_message(written({.n = 1, .stream = "hall", .text = longest})).has_value());
  CHECK(fault(std::string(NodeMessage::kMostBytes + 1, '\1')) == MessageFault::oversized);
  auto claims_more = written(kMessages[0]);
  claims_more[7] = '\x7F';  // of the text's size
  CHECK(fault(claims_more) == MessageFault::malformed);
  auto other_version = written(kMessages[0]);
  other_version[0] = 2;
  CHECK(fault(other_version) == MessageFault::malformed);
}

}  // namespace stollen::tests
