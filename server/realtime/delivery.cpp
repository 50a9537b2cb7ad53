#include "server/realtime/delivery.hpp"

#include <utility>

#include "server/realtime/backplane.hpp"
#include "server/realtime/socket_session.hpp"
#include "server/realtime/timer_runner.hpp"

namespace stollen::realtime {
namespace {

using Concerned = std::vector<bool>;  // by shard

void post_batch(const NodeRef& node, const std::shared_ptr<const Batch>& batch, const Concerned& concerned) {
  for (std::size_t i = 0; i < concerned.size(); ++i) {
    if (!concerned[i]) continue;
    ShardState& state = *node->shards[i];
    state.shard.post([node, &state, batch] {
      for (const HubEvent& event : *batch) {
        event.n > 0 ? state.hub.deliver(event) : state.hub.hint(event.stream, event.frame, nullptr);
      }
    });
  }
}

void publish(const NodeRef& node, std::vector<storage::PublishedEvent>&& events, Backplane* others,
             std::uint8_t bell) {
  // Every shard that has a member of one of the streams gets the whole batch, in one post; a frame is made
  // once, and not at all for streams that nobody follows and of which nobody else is told.
  auto batch = std::make_shared<Batch>();
  Concerned concerned(node->shards.size(), false);
  for (storage::PublishedEvent& event : events) {
    FrameRef frame;
    if (others != nullptr) frame = FrameRef::make(event.text);
    node->interest.for_each_interested(Hub::hash(event.stream), [&](std::uint32_t shard) {
      concerned[shard] = true;
      if (!frame) frame = FrameRef::make(event.text);
    });
    if (frame) batch->push_back({std::move(event.stream), event.n, std::move(frame)});
  }
  post_batch(node, batch, concerned);
  if (others != nullptr) others->tell(std::move(batch), bell);
}

void remove_people(const NodeRef& node, std::vector<storage::Effects::Removal> removals) {
  post_to_all(node, [removals = std::move(removals)](ShardState& state) {
    for (const auto& removal : removals) {
      for (SocketSession* session : state.sessions.of_person(removal.person))
        session->lose_right(removal.stream);
    }
  });
}

void reload_rights(const NodeRef& node, std::vector<protocol::PersonId> people) {
  post_to_all(node, [people = std::move(people)](ShardState& state) {
    for (const protocol::PersonId person : people) {
      for (SocketSession* session : state.sessions.of_person(person)) session->reload_rights();
    }
  });
}

void end_sessions(const NodeRef& node, std::vector<protocol::SessionId> ended) {
  post_to_all(node, [ended = std::move(ended)](ShardState& state) {
    for (const protocol::SessionId log_in : ended) {
      for (SocketSession* session : state.sessions.of_log_in(log_in)) {
        session->close(CloseCode::log_in_again, "This log-in was ended.");
      }
    }
  });
}

/// What other nodes are told besides events.
std::uint8_t bell_of(const storage::Effects& effects) {
  int flags = 0;
  if (effects.has_media) flags |= NodeMessage::media | NodeMessage::signals;
  if (effects.has_replaced_texts) flags |= NodeMessage::texts;
  if (!effects.removals.empty() || !effects.rights_changed.empty() || !effects.ended_sessions.empty())
    flags |= NodeMessage::signals;
  return static_cast<std::uint8_t>(flags);
}

/// `others`: who is to be told, if anybody.
void bring_about(const NodeRef& node, storage::Effects&& effects, Backplane* others) {
  const std::uint8_t bell = others == nullptr ? std::uint8_t{0} : bell_of(effects);
  // Pictures before the events that name them, and no old text behind the event that says it is gone. Then
  // events before the rest: who is taken off a stream still hears why.
  if (effects.has_media) node->registry.reload_media();
  if (effects.has_replaced_texts) forget_texts(node);
  if (!effects.events.empty() || bell != 0) publish(node, std::move(effects.events), others, bell);
  if (!effects.removals.empty()) remove_people(node, std::move(effects.removals));
  if (!effects.rights_changed.empty()) reload_rights(node, std::move(effects.rights_changed));
  if (!effects.ended_sessions.empty()) end_sessions(node, std::move(effects.ended_sessions));
  if (effects.has_mail) node->registry.wake_mail();
  if (effects.next_timer) node->timers->tell(*effects.next_timer);
}

}  // namespace

void apply_effects(const NodeRef& node, storage::Effects&& effects) {
  bring_about(node, std::move(effects), node->backplane.get());
}

void apply_foreign_effects(const NodeRef& node, storage::Effects&& effects) {
  bring_about(node, std::move(effects), nullptr);
}

void deliver_batch(const NodeRef& node, const std::shared_ptr<const Batch>& batch) {
  Concerned concerned(node->shards.size(), false);
  for (const HubEvent& event : *batch) {
    node->interest.for_each_interested(Hub::hash(event.stream),
                                       [&](std::uint32_t shard) { concerned[shard] = true; });
  }
  post_batch(node, batch, concerned);
}

void forget_texts(const NodeRef& node) {
  post_to_all(node, [](ShardState& state) { state.hub.forget_recent(); });
}

void send_hint(const NodeRef& node, ShardState& own, std::string_view stream, const FrameRef& frame,
               Membership* except) {
  own.hub.hint(stream, frame, except);
  if (node->backplane != nullptr) node->backplane->hint(stream, frame);
  node->interest.for_each_interested(Hub::hash(stream), [&](std::uint32_t shard) {
    ShardState& state = *node->shards[shard];
    if (&state == &own) return;
    state.shard.post(
        [node, &state, name = std::string(stream), frame] { state.hub.hint(name, frame, nullptr); });
  });
}

}  // namespace stollen::realtime
