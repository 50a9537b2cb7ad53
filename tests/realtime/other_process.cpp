#include "tests/realtime/other_process.hpp"

#include "protocol/generated/cpp/conversation.hpp"

namespace stollen::tests {

storage::DatabaseOptions blind() {
  auto options = patient_store();
  options.checkpoint_interval = 1h;
  options.look_interval = 1h;
  return options;
}

void OtherProcess::say(const std::string& stream, int times) {
  write([&](auto& transaction) {
    for (int i = 0; i < times; ++i) transaction.publish(stream, protocol::conversation::MemberLeftEvent{});
  });
}

}  // namespace stollen::tests
