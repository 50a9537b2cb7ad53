#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "server/realtime/backplane_receiver.hpp"
#include "server/realtime/backplane_sender.hpp"
#include "server/realtime/node.hpp"
#include "server/redis/link.hpp"

namespace stollen::realtime {

/// The doorbell between nodes on one store, over Redis's publish and subscribe. It need not be right: the
/// store is, and StoreWatch finds what was lost. This node hears the channels of the streams that somebody
/// follows here, and one that all nodes hear.
///
/// On a thread with a loop of its own: no slow Redis and no flood of messages takes a session's time, and no
/// flush to a full room delays the bell.
class Backplane {
 public:
  Backplane(const NodeRef& node, redis::LinkOptions options);
  /// Stops.
  ~Backplane();
  Backplane(const Backplane&) = delete;
  Backplane& operator=(const Backplane&) = delete;

  /// Blocks: asks the store for name and key. Before any session is opened. Does not wait for Redis.
  void start();
  /// Not on its own thread. Idempotent.
  void stop();

  // Any thread:
  /// This node hears the others, and they hear it.
  [[nodiscard]] bool is_up() const { return is_up_.load(std::memory_order_relaxed); }
  /// What this node has committed, after the commit. `flags` of NodeMessage.
  void tell(std::shared_ptr<const Batch> events, std::uint8_t flags);
  void hint(std::string_view stream, FrameRef frame);
  /// Somebody on a shard follows the stream, and before nobody did.
  void follow(std::string_view stream);
  /// Nobody on the shard does any more.
  void unfollow(std::string_view stream);

 private:
  struct Followed {
    std::uint32_t shards = 0;
    bool is_subscribed = false;
  };
  /// What was subscribed up to a PING: when its answer is there, all of it is in force.
  struct Subscribing {
    std::vector<std::string> streams;
    bool is_everything = false;
  };

  void listener_is_up();
  void take(const redis::Reply& reply);
  void subscription_is_in_force();
  void change(std::string&& stream);
  void subscribe_changes();
  void subscribe(const std::vector<std::string>& streams, std::string_view command, std::string& commands);
  void note_state();
  void is_lost(const std::string& why);

  const std::weak_ptr<Node> node_;
  const redis::LinkOptions options_;
  std::atomic<bool> is_up_{false};
  redis::HostLookup lookup_;
  runtime::Shard shard_;
  bool is_started_ = false;
  // On the shard, from start() on:
  NodeName name_;
  std::unique_ptr<redis::Link> speaker_;
  std::unique_ptr<redis::Link> listener_;
  std::unique_ptr<BackplaneSender> sender_;
  std::unique_ptr<BackplaneReceiver> receiver_;
  std::unordered_map<std::string, Followed> followed_;
  std::vector<std::string> changed_;
  std::deque<Subscribing> subscribing_;
  bool hears_all_ = false;
  std::string told_reason_;
};

}  // namespace stollen::realtime
