#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "tests/realtime/test_node.hpp"
#include "tests/support/test_redis.hpp"

namespace stollen::tests {

/// A link that notices within the blink of an eye that Redis is away, and comes back as fast.
redis::LinkOptions quick_links(const TestRedis& redis);

/// Nobody looks into the store by itself: what arrives, Redis has told.
realtime::RealtimeLimits told_only();
/// The same for the store's own look at what others have committed.
storage::DatabaseOptions blind();

/// A figure of /metrics, with its labels as they stand there; 0 when there is none.
std::uint64_t figure(std::string_view name);
std::uint64_t dropped(std::string_view reason);
/// So many nodes of this process are heard by others and hear them.
void wait_for_connected(std::uint64_t nodes);

/// What `stollen import` is to both nodes: it commits and tells nobody.
class SilentProcess {
 public:
  explicit SilentProcess(const TestNode& node) : store_(node.store, blind()) {}
  ~SilentProcess() { store_->stop(); }
  SilentProcess(const SilentProcess&) = delete;
  SilentProcess& operator=(const SilentProcess&) = delete;
  void say(const std::string& stream, int times = 1);
  [[nodiscard]] storage::Database& store() const { return *store_; }

 private:
  TestStore store_;
};

/// Two nodes on one store, connected.
struct TwoNodes {
  explicit TwoNodes(const realtime::RealtimeLimits& limits = told_only(),
                    const storage::DatabaseOptions& options = blind());
  /// Writes on a node as its commands do.
  static void say(TestNode& node, const std::string& stream);
  [[nodiscard]] std::string channel(std::string_view stream) const;

  TestRedis redis;
  TestNode one;
  TestNode two;
};

/// The numbers of the events that a client got, in the order of their coming.
std::vector<std::int64_t> numbers_at(TestClient& client);
std::vector<std::int64_t> numbers_up_to(std::int64_t last);

}  // namespace stollen::tests
