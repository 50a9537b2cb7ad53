#include "server/realtime/join_reader.hpp"

#include <tuple>

#include "server/core/metrics.hpp"

namespace stollen::realtime {
namespace {

using protocol::JoinedStream;
using protocol::JoinOutcome;

struct Figures {
  metrics::Counter& replays = outcome("replayed");
  metrics::Counter& resets = outcome("reset");
  metrics::Counter& denials = outcome("denied");
  static metrics::Counter& outcome(std::string_view name) {
    return metrics::counter("stollen_realtime_joins_total", "Streams that sessions asked to join.",
                            {{"outcome", name}});
  }
};
Figures& figures() {
  static Figures own;
  return own;
}

}  // namespace

const JoinReader::Extent& JoinReader::extent_of(const std::string& stream) {
  const auto [known, is_new] = extents_.try_emplace(stream);
  if (!is_new) return known->second;
  const auto found = transaction_.one<std::int64_t, std::int64_t>(
      "SELECT head, first_n FROM stream WHERE name = $1", stream);
  if (found) known->second = {std::get<0>(*found), std::get<1>(*found)};
  return known->second;
}

bool JoinReader::can_replay(const protocol::JoinStream& wanted, const Extent& extent) {
  if (!wanted.last || wanted.epoch != transaction_.epoch()) return false;
  return *wanted.last <= extent.head && *wanted.last >= extent.first - 1 &&
         extent.head - *wanted.last <= static_cast<std::int64_t>(node_.limits.replay_events) &&
         missed(wanted.stream, *wanted.last, extent.head).has_value();
}

const JoinReader::Missed& JoinReader::missed(const std::string& stream, std::int64_t after,
                                             std::int64_t up_to) {
  const auto [known, is_new] = missed_.try_emplace({stream, after});
  if (!is_new) return known->second;
  protocol::RawJson list{"["};
  for (const auto& text : transaction_.all<std::string>(
           "SELECT text FROM event WHERE stream = $1 AND n > $2 AND n <= $3 ORDER BY n", stream, after,
           up_to)) {
    if (list.text.size() > 1) list.text.push_back(',');
    list.text.append(text);
    if (list.text.size() > node_.limits.replay_bytes) return known->second;
  }
  list.text.push_back(']');
  known->second = std::move(list);
  return known->second;
}

JoinedStream JoinReader::read_stream(const Caller& caller, const protocol::JoinStream& wanted) {
  JoinedStream joined{.stream = wanted.stream, .outcome = JoinOutcome::denied};
  const StreamKind* kind = node_.registry.find_stream(wanted.stream);
  if (kind == nullptr || !kind->roles.admits(caller.roles)) return joined;
  const Extent& extent = extent_of(wanted.stream);
  if (can_replay(wanted, extent)) {
    if (!kind->authorise(transaction_, caller, wanted.stream)) return joined;
    joined.outcome = JoinOutcome::replayed;
    joined.events = missed(wanted.stream, *wanted.last, extent.head);
  } else {
    auto snapshot = kind->snapshot(transaction_, caller, wanted.stream);
    if (!snapshot) return joined;
    joined.outcome = JoinOutcome::reset;
    joined.snapshot = protocol::RawJson{std::move(*snapshot)};
  }
  joined.epoch = transaction_.epoch();
  joined.head = extent.head;
  return joined;
}

std::vector<JoinedStream> JoinReader::read(const Caller& caller,
                                           const std::vector<protocol::JoinStream>& wanted) {
  std::vector<JoinedStream> answers;
  answers.reserve(wanted.size());
  for (const auto& stream : wanted) {
    const auto& joined = answers.emplace_back(read_stream(caller, stream));
    (joined.outcome == JoinOutcome::replayed ? figures().replays
     : joined.outcome == JoinOutcome::reset  ? figures().resets
                                             : figures().denials)
        .add();
  }
  return answers;
}

}  // namespace stollen::realtime
