#include "tests/realtime/two_nodes.hpp"

#include <numeric>

#include "protocol/generated/cpp/conversation.hpp"
#include "tests/support/wait_until.hpp"

namespace stollen::tests {

redis::LinkOptions quick_links(const TestRedis& redis) {
  return {.connection = {.address = redis.address()},
          .connect_patience = 1s,
          .ping_interval = 100ms,
          .silence_patience = 1s,
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

void TwoNodes::say(TestNode& node, const std::string& stream) {
  node.write(
      [&](auto& transaction) { transaction.publish(stream, protocol::conversation::MemberLeftEvent{}); });
}

std::string TwoNodes::channel(std::string_view stream) const {
  std::string epoch;
  one.store->read([&](auto& transaction) { epoch = transaction.epoch(); });
  return "stollen:" + epoch + ":stream:" + std::string(stream);
}

TalkAcross::TalkAcross() {
  here.join(stream);
  there.join(stream);
  wait_until([&] { return redis.listeners(channel(stream)) == 2; });
}

std::vector<std::int64_t> numbers_at(TestClient& client) {
  std::vector<std::int64_t> numbers;
  for (const auto& text : client.frames()) {
    if (const auto frame = protocol::parse_server_frame(text).value(); frame.n > 0)
      numbers.push_back(frame.n);
  }
  return numbers;
}

std::vector<std::int64_t> numbers_up_to(std::int64_t last) {
  std::vector<std::int64_t> numbers(static_cast<std::size_t>(last));
  std::iota(numbers.begin(), numbers.end(), 1);
  return numbers;
}

}  // namespace stollen::tests
