#include "server/realtime/backplane_sender.hpp"

#include <array>
#include <utility>

#include "server/realtime/backplane_figures.hpp"

namespace stollen::realtime {
namespace {

using Drop = BackplaneFigures::Drop;
using Kind = NodeMessage::Kind;

// A hint is nothing to wait for: what a hundred rooms full of people type.
constexpr runtime::TokenBucket::Rate kHints{.rate_per_second = 1'000, .burst = 500};
constexpr int kBefore = NodeMessage::texts | NodeMessage::media;

}  // namespace

BackplaneSender::BackplaneSender(NodeName name, const storage::NodeKey& key, redis::Link& link)
    : name_(std::move(name)), all_nodes_(name_.channel_of_nodes()), seal_(key), link_(link), hints_(kHints) {}

void BackplaneSender::add(NodeMessage message) {
  if (message.stream.size() > NodeMessage::kMostName) return;
  message.sequence = ++sequence_;
  message.origin = name_.origin;
  message.epoch = name_.epoch;
  if (message.stream.empty()) {
    channel_ = all_nodes_;
  } else {
    name_.name_channel(channel_, message.stream);
  }
  seal_.write(payload_, message);
  const std::array<std::string_view, 3> publish{"PUBLISH", channel_, payload_};
  redis::append_command(commands_, publish);
  ++count_;
}

void BackplaneSender::add_bell(int flags) {
  if (flags != 0) add({.kind = Kind::bell, .flags = static_cast<std::uint8_t>(flags)});
}

// As on this node (apply_effects): pictures before the events that name them, no old text behind the event
// that says it is gone, and events before the rights that end with them.
void BackplaneSender::tell(const Batch& events, std::uint8_t flags) {
  add_bell(flags & kBefore);
  for (const HubEvent& event : events) {
    const std::string_view text = event.frame->payload();
    const bool fits = text.size() <= NodeMessage::kMostText;
    add({.kind = Kind::event,
         .flags = static_cast<std::uint8_t>(fits ? 0 : NodeMessage::no_text),
         .n = event.n,
         .stream = event.stream,
         .text = fits ? text : std::string_view{}});
  }
  add_bell(flags & ~kBefore);
  send();
}

void BackplaneSender::hint(std::string_view stream, const FrameRef& frame) {
  if (!link_.is_up() || frame->payload().size() > NodeMessage::kMostText) return;
  if (!hints_.try_take(1, runtime::SteadyClock::now()))
    return BackplaneFigures::dropped(Drop::many_hints).add();
  add({.kind = Kind::hint, .stream = stream, .text = frame->payload()});
  send();
}

void BackplaneSender::link_is_up() {
  if (!has_dropped_) return;
  add_bell(NodeMessage::everything);
  send();
}

void BackplaneSender::send() {
  if (std::exchange(has_dropped_, false) && count_ > 0) add_bell(NodeMessage::everything);
  if (link_.send(commands_)) {
    BackplaneFigures::get().out.add(count_);
  } else {
    BackplaneFigures::dropped(link_.is_up() ? Drop::full : Drop::away).add(count_);
    has_dropped_ = true;
  }
  commands_.clear();
  count_ = 0;
}

}  // namespace stollen::realtime
