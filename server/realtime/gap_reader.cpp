#include "server/realtime/gap_reader.hpp"

#include <utility>

#include "server/core/log.hpp"

namespace stollen::realtime {
namespace {

Batch missed_events(Transaction& transaction, const std::string& stream, std::int64_t after,
                    std::int64_t up_to) {
  Batch events;
  for (auto& event : transaction.events_between(stream, after, up_to))
    events.push_back({std::move(event.stream), event.n, FrameRef::make(event.text)});
  return events;
}

}  // namespace

// A later one that lacks more than the first asks again when it has what the first gets.
void GapReader::read(const NodeRef& node, ShardState& state, const std::string& stream, std::int64_t after,
                     std::int64_t up_to) {
  const Gap gap(stream, after);
  auto& waiting = waiting_[gap];
  waiting.push_back(&state);
  if (waiting.size() > 1) return;
  const auto answered = [this, node, gap](Batch events) {
    node->shards.front()->shard.post(
        [this, node, gap, found = std::make_shared<const Batch>(std::move(events))] {
          answer(node, gap, found);
        });
  };
  storage::ReadUnit unit;
  unit.work = [answered, gap, up_to](Transaction& transaction) {
    answered(missed_events(transaction, gap.first, gap.second, up_to));
  };
  unit.failed = [answered, gap](std::string_view what) {
    log::error("realtime.gap_unread", {{"stream", gap.first}, {"reason", what}});
    answered({});
  };
  if (!node->database.submit(std::move(unit))) answered({});
}

void GapReader::answer(const NodeRef& node, const Gap& gap, std::shared_ptr<const Batch> found) {
  const auto asked = waiting_.extract(gap);
  for (ShardState* const state : asked.mapped()) {
    state->shard.post([node, state, gap, found] { state->hub.gap_closed(gap.first, gap.second, *found); });
  }
}

void fetch_gap(const NodeRef& node, ShardState& state, const std::string& stream, std::int64_t after,
               std::int64_t up_to) {
  node->shards.front()->shard.post(
      [node, &state, stream, after, up_to] { node->gaps->read(node, state, stream, after, up_to); });
}

}  // namespace stollen::realtime
