#include "server/realtime/delivery.hpp"

#include <span>
#include <utility>

#include "server/core/log.hpp"
#include "server/realtime/socket_session.hpp"
#include "server/realtime/timer_runner.hpp"

namespace stollen::realtime {
namespace {

using Batch = std::vector<Hub::Event>;

void publish(const NodeRef& node, std::vector<storage::PublishedEvent>&& events) {
  // Every shard that has a member of one of the streams gets the whole batch, in one post; a frame is made
  // once, and not at all for streams that nobody follows.
  auto batch = std::make_shared<Batch>();
  std::vector<bool> concerned(node->shards.size(), false);
  for (storage::PublishedEvent& event : events) {
    FrameRef frame;
    node->interest.for_each_interested(Hub::hash(event.stream), [&](std::uint32_t shard) {
      concerned[shard] = true;
      if (!frame) frame = FrameRef::make(event.text);
    });
    if (frame) batch->push_back({std::move(event.stream), event.n, std::move(frame)});
  }
  for (std::size_t i = 0; i < concerned.size(); ++i) {
    if (!concerned[i]) continue;
    ShardState& state = *node->shards[i];
    state.shard.post([node, &state, shared = std::shared_ptr<const Batch>(batch)] {
      for (const Hub::Event& event : *shared) state.hub.deliver(event);
    });
  }
}

void remove_people(const NodeRef& node, std::vector<storage::Effects::Removal> removals) {
  post_to_all(node, [removals = std::move(removals)](ShardState& state) {
    for (const auto& removal : removals) {
      for (SocketSession* session : state.sessions.of_person(removal.person))
        session->lose_right(removal.stream);
    }
  });
}

void forget_texts(const NodeRef& node) {
  post_to_all(node, [](ShardState& state) { state.hub.forget_recent(); });
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

}  // namespace

void apply_effects(const NodeRef& node, storage::Effects&& effects) {
  // Pictures before the events that name them, and no old text behind the event that says it is gone. Then
  // events before the rest: who is taken off a stream still hears why.
  if (effects.has_media) node->registry.reload_media();
  if (effects.has_replaced_texts) forget_texts(node);
  if (!effects.events.empty()) publish(node, std::move(effects.events));
  if (!effects.removals.empty()) remove_people(node, std::move(effects.removals));
  if (!effects.rights_changed.empty()) reload_rights(node, std::move(effects.rights_changed));
  if (!effects.ended_sessions.empty()) end_sessions(node, std::move(effects.ended_sessions));
  if (effects.has_mail) node->registry.wake_mail();
  if (effects.next_timer) node->timers->tell(*effects.next_timer);
}

void send_hint(const NodeRef& node, ShardState& own, std::string_view stream, const FrameRef& frame,
               Membership* except) {
  own.hub.hint(stream, frame, except);
  node->interest.for_each_interested(Hub::hash(stream), [&](std::uint32_t shard) {
    ShardState& state = *node->shards[shard];
    if (&state == &own) return;
    state.shard.post(
        [node, &state, name = std::string(stream), frame] { state.hub.hint(name, frame, nullptr); });
  });
}

void fetch_gap(const NodeRef& node, ShardState& state, const std::string& stream, std::int64_t after,
               std::int64_t up_to) {
  const auto answer = [node, &state, stream, after](Batch events) {
    state.shard.post([node, &state, stream, after, found = std::move(events)] {
      state.hub.gap_closed(stream, after, found);
    });
  };
  storage::ReadUnit unit;
  unit.work = [answer, stream, after, up_to](Transaction& transaction) {
    Batch events;
    for (const auto& [n, text] : transaction.all<std::int64_t, std::string>(
             "SELECT n, text FROM event WHERE stream = $1 AND n > $2 AND n <= $3 ORDER BY n", stream, after,
             up_to)) {
      events.push_back({stream, n, FrameRef::make(text)});
    }
    answer(std::move(events));
  };
  unit.failed = [answer, stream](std::string_view what) {
    log::error("realtime.gap_unread", {{"stream", stream}, {"reason", what}});
    answer({});
  };
  if (!node->database.submit(std::move(unit))) answer({});
}

}  // namespace stollen::realtime
