#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "protocol/generated/cpp/streams.hpp"
#include "tests/realtime/other_process.hpp"
#include "tests/realtime/test_node.hpp"
#include "tests/support/test_redis.hpp"

namespace stollen::tests {

/// A link that notices within the blink of an eye that Redis is away, and comes back as fast.
redis::LinkOptions quick_links(const TestRedis& redis);

/// Nobody looks into the store by itself: what arrives, Redis has told.
realtime::RealtimeLimits told_only();
std::uint64_t dropped(std::string_view reason);
/// So many nodes of this process are heard by others and hear them.
void wait_for_connected(std::uint64_t nodes);

/// Where the nodes of this one's store are told of the stream.
[[nodiscard]] std::string channel_of(const TestNode& node, std::string_view stream);

/// Two nodes on one store, connected.
struct TwoNodes {
  explicit TwoNodes(const realtime::RealtimeLimits& limits = told_only(),
                    const storage::DatabaseOptions& options = blind());
  [[nodiscard]] std::string channel(std::string_view stream) const { return channel_of(one, stream); }

  TestRedis redis;
  TestNode one;
  TestNode two;
};

/// A talk with somebody at each node.
struct TalkAcross : TwoNodes {
  TalkAcross();
  const protocol::ConversationId conversation = some_conversation();
  const std::string stream = protocol::ConversationStream::name(conversation);
  TestClient here{one, visitor(), 0};
  TestClient there{two, visitor(), 1};
};

}  // namespace stollen::tests
