// Any bytes as a message between nodes, the tag set right for what is taken: nobody signs by chance.

#include "server/realtime/node_message.hpp"
#include "tests/fuzz/fuzzing.hpp"

namespace {

using namespace stollen;
using namespace stollen::tests;
using realtime::MessageSeal;
using realtime::NodeMessage;

MessageSeal& seal() {
  static MessageSeal own(storage::NodeKey{1, 2, 3});
  return own;
}

std::string written(const NodeMessage& message) {
  std::string bytes;
  seal().write(bytes, message);
  return bytes;
}

}  // namespace

extern "C" int LLVMFuzzerInitialize(int* argc, char*** argv) {
  using Kind = NodeMessage::Kind;
  const std::vector<std::string> seeds{
      written({.kind = Kind::event, .n = 7, .origin = "o", .epoch = "e", .stream = "hall", .text = "{}"}),
      written({.kind = Kind::event, .flags = NodeMessage::no_text, .n = 8, .origin = "o", .stream = "hall"}),
      written({.kind = Kind::hint, .origin = "o", .epoch = "e", .stream = "hall", .text = "{}"}),
      written({.kind = Kind::bell, .flags = NodeMessage::signals, .origin = "o", .epoch = "e"}),
  };
  plant_seeds(*argc, *argv, seeds);
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(text_of(data, size));
  const auto message = realtime::parse_node_message(bytes);
  if (!message) return 0;
  const std::string again = written(*message);
  const std::size_t content = bytes.size() - NodeMessage::kTag;
  demand(again.substr(0, content) == bytes.substr(0, content), "what was read is written as something else");
  demand(seal().is_genuine(bytes) == (again == bytes), "a tag is right that is not the one that is written");
  return 0;
}
