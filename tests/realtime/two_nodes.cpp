#include "tests/realtime/two_nodes.hpp"

#include "tests/support/wait_until.hpp"

namespace stollen::tests {

redis::LinkOptions quick_links(const TestRedis& redis) {
  return {.connection = {.address = redis.address()},
          .connect_patience = 1s,
          .ping_interval = 100ms,
          .silence_patience = 3s,
          .first_wait = 5ms,
          .longest_wait = 20ms};
}

realtime::RealtimeLimits told_only() {
  auto limits = unhurried();
  limits.store_watch = 1h;
  limits.store_watch_with_bell = 1h;
  limits.store_watch_without_bell = 1h;
  return limits;
}

std::uint64_t dropped(std::string_view reason) {
  return figure("stollen_backplane_dropped_total{reason=\"" + std::string(reason) + "\"}");
}

void wait_for_connected(std::uint64_t nodes) {
  wait_until([=] { return figure("stollen_backplane_connected") == nodes; });
}

TwoNodes::TwoNodes(const realtime::RealtimeLimits& limits, const storage::DatabaseOptions& options)
    : one(quick_links(redis), nullptr, limits, {}, options),
      two(quick_links(redis), &one, limits, {}, options) {
  wait_for_connected(2);
}

std::string channel_of(const TestNode& node, std::string_view stream) {
  std::string epoch;
  node.store->read([&](auto& transaction) { epoch = transaction.epoch(); });
  return "stollen:" + epoch + ":stream:" + std::string(stream);
}

TalkAcross::TalkAcross() {
  here.join(stream);
  there.join(stream);
  wait_until([&] { return redis.listeners(channel(stream)) == 2; });
}

}  // namespace stollen::tests
