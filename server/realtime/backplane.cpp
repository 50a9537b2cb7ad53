#include "server/realtime/backplane.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "server/core/log.hpp"
#include "server/realtime/store_watch.hpp"
#include "server/storage/node_key.hpp"

namespace stollen::realtime {
namespace {

constexpr std::size_t kStreamsInCommand = 256;
constexpr std::size_t kMostSubscriptions = 64UL * 1024 * 1024;  // octets of them, when the link comes back

std::string epoch_of(storage::Database& database) {
  std::string epoch;
  database.read([&](Transaction& transaction) { epoch = transaction.epoch(); });
  return epoch;
}

}  // namespace

Backplane::Backplane(const NodeRef& node, redis::LinkOptions options)
    : node_(node), options_(std::move(options)), shard_({.name = "backplane"}) {}

Backplane::~Backplane() {
  stop();
}

void Backplane::start() {
  const NodeRef node = node_.lock();
  BackplaneFigures::dropped(BackplaneFigures::Drop::own);  // all of them are seen from the start
  name_ = {.origin = node->database.origin(), .epoch = epoch_of(node->database)};
  const storage::NodeKey key = storage::node_key(node->database);
  receiver_ = std::make_unique<BackplaneReceiver>(node, name_, key);
  const auto down = [this](const std::string& why) { is_lost(why); };
  const auto speaker_is_up = [this] {
    sender_->link_is_up();
    note_state();
  };
  speaker_ = std::make_unique<redis::Link>(
      shard_, lookup_, options_,
      redis::Link::Handlers{
          .up = speaker_is_up, .reply = [](const redis::Reply&) {}, .input_was_read = [] {}, .down = down});
  sender_ = std::make_unique<BackplaneSender>(name_, key, *speaker_);
  redis::LinkOptions listening = options_;
  listening.connection.output_limit = kMostSubscriptions;
  listener_ = std::make_unique<redis::Link>(
      shard_, lookup_, std::move(listening),
      redis::Link::Handlers{.up = [this] { listener_is_up(); },
                            .reply = [this](const redis::Reply& reply) { take(reply); },
                            .input_was_read = [this] { receiver_->input_was_read(); },
                            .down = down});
  is_started_ = true;
  shard_.start();
  shard_.post([this] {
    speaker_->start();
    listener_->start();
  });
}

void Backplane::stop() {
  if (!std::exchange(is_started_, false)) return;
  lookup_.stop();
  shard_.request_stop();
  shard_.join();
  if (is_up_.exchange(false)) BackplaneFigures::get().is_connected.add(-1);
}

void Backplane::tell(std::shared_ptr<const Batch> events, std::uint8_t flags) {
  shard_.post([this, events = std::move(events), flags] { sender_->tell(*events, flags); });
}

void Backplane::hint(std::string_view stream, FrameRef frame) {
  if (!is_up()) return;
  shard_.post([this, name = std::string(stream), frame = std::move(frame)] { sender_->hint(name, frame); });
}

void Backplane::follow(std::string_view stream) {
  shard_.post([this, name = std::string(stream)]() mutable {
    if (++followed_[name].shards == 1) change(std::move(name));
  });
}

void Backplane::unfollow(std::string_view stream) {
  shard_.post([this, name = std::string(stream)]() mutable {
    if (--followed_[name].shards == 0) change(std::move(name));
  });
}

// What changes in a turn of the loop is told Redis in one piece.
void Backplane::change(std::string&& stream) {
  changed_.push_back(std::move(stream));
  if (changed_.size() == 1) shard_.post([this] { subscribe_changes(); });
}

void Backplane::subscribe_changes() {
  std::vector<std::string> begun;
  std::vector<std::string> ended;
  for (std::string& stream : std::exchange(changed_, {})) {
    const auto found = followed_.find(stream);
    if (found == followed_.end()) continue;
    Followed& followed = found->second;
    const bool is_wanted = followed.shards > 0;
    if (listener_->is_up() && is_wanted != followed.is_subscribed) {
      followed.is_subscribed = is_wanted;
      (is_wanted ? begun : ended).push_back(stream);
    }
    if (!is_wanted) followed_.erase(found);
  }
  std::string commands;
  subscribe(ended, "UNSUBSCRIBE", commands);
  subscribe(begun, "SUBSCRIBE", commands);
  if (begun.empty()) {
    if (!commands.empty() && !listener_->send(commands)) listener_->fail("too many subscriptions wait");
    return;
  }
  redis::append_command(commands, std::array<std::string_view, 2>{"PING", "in force"});
  subscribing_.push_back({std::move(begun), false});
  if (!listener_->send(commands)) listener_->fail("too many subscriptions wait");
}

void Backplane::subscribe(const std::vector<std::string>& streams, std::string_view command,
                          std::string& commands) {
  for (std::size_t from = 0; from < streams.size(); from += kStreamsInCommand) {
    const std::size_t end = std::min(streams.size(), from + kStreamsInCommand);
    std::vector<std::string> channels;
    for (std::size_t i = from; i < end; ++i) name_.name_channel(channels.emplace_back(), streams[i]);
    std::vector<std::string_view> words{command};
    words.insert(words.end(), channels.begin(), channels.end());
    redis::append_command(commands, words);
  }
}

void Backplane::listener_is_up() {
  std::vector<std::string> wanted;
  for (auto& [stream, followed] : followed_) {
    followed.is_subscribed = followed.shards > 0;
    if (followed.is_subscribed) wanted.push_back(stream);
  }
  std::string commands;
  redis::append_command(commands, std::array<std::string_view, 2>{"SUBSCRIBE", name_.channel_of_nodes()});
  subscribe(wanted, "SUBSCRIBE", commands);
  redis::append_command(commands, std::array<std::string_view, 2>{"PING", "in force"});
  subscribing_.assign(1, {.streams = {}, .is_everything = true});
  if (!listener_->send(commands)) listener_->fail("too many subscriptions wait");
}

void Backplane::take(const redis::Reply& reply) {
  if (reply.kind != redis::Reply::Kind::array || reply.parts.empty()) return;
  constexpr std::size_t kPartsOfMessage = 3;
  if (reply.parts[0] == "message" && reply.parts.size() == kPartsOfMessage) {
    receiver_->take(reply.parts[2]);
  } else if (reply.parts[0] == "pong" && reply.parts.size() == 2 && !reply.parts[1].empty()) {
    subscription_is_in_force();
  }
}

void Backplane::subscription_is_in_force() {
  if (subscribing_.empty()) return;
  const Subscribing in_force = std::move(subscribing_.front());
  subscribing_.pop_front();
  if (in_force.is_everything) {
    hears_all_ = true;
    return note_state();
  }
  receiver_->begin_to_hear(in_force.streams);
}

void Backplane::is_lost(const std::string& why) {
  if (is_up()) BackplaneFigures::get().losses.add();
  if (!listener_->is_up()) {
    hears_all_ = false;
    subscribing_.clear();
  }
  note_state();
  // Each try that fails calls here: one line for each reason.
  if (why == told_reason_) return;
  told_reason_ = why;
  log::warn("backplane.away", {{"reason", why}});
}

void Backplane::note_state() {
  const bool is_up_now = hears_all_ && speaker_->is_up();
  if (is_up_.exchange(is_up_now, std::memory_order_relaxed) == is_up_now) return;
  BackplaneFigures::get().is_connected.add(is_up_now ? 1 : -1);
  if (is_up_now) {
    told_reason_.clear();
    log::info("backplane.connected");
  }
  // What was told meanwhile, nobody has heard here; and from now on the looks come at another pace.
  if (const NodeRef node = node_.lock()) node->watch->look_now();
}

}  // namespace stollen::realtime
