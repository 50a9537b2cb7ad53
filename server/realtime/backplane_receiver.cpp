#include "server/realtime/backplane_receiver.hpp"

#include <chrono>
#include <span>

#include "server/core/log.hpp"
#include "server/realtime/store_watch.hpp"
#include "server/runtime/post_together.hpp"

namespace stollen::realtime {
namespace {

using Drop = BackplaneFigures::Drop;
using Kind = NodeMessage::Kind;
using namespace std::chrono_literals;

constexpr std::size_t kMostOrigins = 1'024;  // nodes that have started since this one did
constexpr auto kBetweenLooks = 250ms;        // for what bad messages may have taken the place of
constexpr std::size_t kStreamsAtOnce = 128;

void deliver_from_store(const NodeRef& node, std::string_view what, std::function<Batch(Transaction&)> read) {
  storage::ReadUnit unit;
  unit.work = [node, read = std::move(read)](Transaction& transaction) {
    const runtime::PostTogether together;
    deliver_batch(node, std::make_shared<const Batch>(read(transaction)));
  };
  unit.failed = [what](std::string_view reason) {
    log::error("backplane.unread", {{"what", what}, {"reason", reason}});
  };
  // Too busy: the next look of StoreWatch finds it.
  static_cast<void>(node->database.submit(std::move(unit)));
}

}  // namespace

BackplaneReceiver::BackplaneReceiver(const NodeRef& node, NodeName name, const storage::NodeKey& key)
    : node_(node), name_(std::move(name)), seal_(key) {}

// What costs least comes first.
std::expected<NodeMessage, Drop> BackplaneReceiver::check(std::string_view bytes) {
  const auto message = parse_node_message(bytes);
  if (!message) {
    return std::unexpected(message.error() == MessageFault::oversized ? Drop::oversized : Drop::malformed);
  }
  if (message->origin == name_.origin) return std::unexpected(Drop::own);
  if (message->epoch != name_.epoch) return std::unexpected(Drop::foreign_epoch);
  if (!seal_.is_genuine(bytes)) return std::unexpected(Drop::forged);
  if (is_old(*message)) return std::unexpected(Drop::old);
  return *message;
}

bool BackplaneReceiver::is_old(const NodeMessage& message) {
  if (heard_.size() > kMostOrigins) heard_.clear();
  std::uint64_t& newest = heard_[std::string(message.origin)];
  if (message.sequence <= newest) return true;
  newest = message.sequence;
  return false;
}

void BackplaneReceiver::take(std::string_view bytes) {
  const auto message = check(bytes);
  if (!message) return drop(message.error());
  BackplaneFigures::get().in.add();
  if (message->kind == Kind::bell) {
    ring(message->flags);
  } else if (message->flags == NodeMessage::no_text) {
    without_text_.emplace_back(message->stream, message->n);
  } else {
    batch_.push_back({std::string(message->stream), message->n, FrameRef::make(message->text)});
  }
}

void BackplaneReceiver::drop(Drop why) {
  BackplaneFigures::dropped(why).add();
  if (why == Drop::own || why == Drop::old) return;
  // It may stand where a sound one should have come. Whoever sends many does not make this node busy.
  const auto now = runtime::SteadyClock::now();
  const NodeRef node = node_.lock();
  if (node == nullptr || now - looked_at_ < kBetweenLooks) return;
  looked_at_ = now;
  node->watch->look_now();
}

void BackplaneReceiver::ring(std::uint8_t flags) {
  deliver();  // what came before it
  const NodeRef node = node_.lock();
  if (node == nullptr) return;
  if ((flags & NodeMessage::media) != 0) node->registry.reload_media();
  if ((flags & NodeMessage::texts) != 0) forget_texts(node);
  if ((flags & NodeMessage::everything) != 0) {
    node->watch->look_now();
  } else if ((flags & NodeMessage::signals) != 0) {
    node->watch->look_for_signals();
  }
}

void BackplaneReceiver::deliver() {
  if (batch_.empty()) return;
  if (const NodeRef node = node_.lock()) {
    const runtime::PostTogether together;
    deliver_batch(node, std::make_shared<const Batch>(std::move(batch_)));
  }
  batch_.clear();
}

void BackplaneReceiver::input_was_read() {
  deliver();
  if (!without_text_.empty()) read_texts();
}

void BackplaneReceiver::read_texts() {
  const NodeRef node = node_.lock();
  if (node == nullptr) return;
  deliver_from_store(node, "long texts", [places = std::move(without_text_)](Transaction& transaction) {
    Batch events;
    for (const auto& [stream, n] : places) {
      const auto text =
          transaction.one<std::string>("SELECT text FROM event WHERE stream = $1 AND n = $2", stream, n);
      if (text) events.push_back({stream, n, FrameRef::make(*text)});
    }
    return events;
  });
  without_text_.clear();
}

void BackplaneReceiver::begin_to_hear(const std::vector<std::string>& streams) {
  const NodeRef node = node_.lock();
  if (node == nullptr) return;
  for (std::size_t from = 0; from < streams.size(); from += kStreamsAtOnce) {
    const auto end = std::min(streams.size(), from + kStreamsAtOnce);
    std::vector<std::string> some(streams.begin() + static_cast<std::ptrdiff_t>(from),
                                  streams.begin() + static_cast<std::ptrdiff_t>(end));
    deliver_from_store(node, "newest events", [some = std::move(some)](Transaction& transaction) {
      Batch events;
      for (const auto& stream : some) {
        auto newest = transaction.one<std::int64_t, std::string>(
            "SELECT n, text FROM event WHERE stream = $1 ORDER BY n DESC LIMIT 1", stream);
        if (newest) events.push_back({stream, std::get<0>(*newest), FrameRef::make(std::get<1>(*newest))});
      }
      return events;
    });
  }
}

}  // namespace stollen::realtime
