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

struct Extent {
  std::int64_t head = 0;
  std::int64_t first = 1;  ///< oldest number that is still stored
};

Extent extent_of(Transaction& transaction, const std::string& stream) {
  const auto found =
      transaction.one<std::int64_t, std::int64_t>("SELECT head, first_n FROM stream WHERE name = $1", stream);
  if (!found) return {};
  return {std::get<0>(*found), std::get<1>(*found)};
}

bool can_replay(const protocol::JoinStream& wanted, const Extent& extent, const Transaction& transaction,
                const RealtimeLimits& limits) {
  if (!wanted.last || wanted.epoch != transaction.epoch()) return false;
  return *wanted.last <= extent.head && *wanted.last >= extent.first - 1 &&
         extent.head - *wanted.last <= static_cast<std::int64_t>(limits.replay_events);
}

protocol::RawJson read_missed(Transaction& transaction, const std::string& stream, std::int64_t after,
                              std::int64_t up_to) {
  protocol::RawJson list{"["};
  for (const auto& text : transaction.all<std::string>(
           "SELECT text FROM event WHERE stream = $1 AND n > $2 AND n <= $3 ORDER BY n", stream, after,
           up_to)) {
    if (list.text.size() > 1) list.text.push_back(',');
    list.text.append(text);
  }
  list.text.push_back(']');
  return list;
}

JoinedStream read_stream(const Node& node, Transaction& transaction, const Caller& caller,
                         const protocol::JoinStream& wanted) {
  JoinedStream joined{.stream = wanted.stream, .outcome = JoinOutcome::denied};
  const StreamKind* kind = node.registry.find_stream(wanted.stream);
  if (kind == nullptr || !kind->roles.admits(caller.roles)) return joined;
  const Extent extent = extent_of(transaction, wanted.stream);
  if (can_replay(wanted, extent, transaction, node.limits)) {
    if (!kind->authorise(transaction, caller, wanted.stream)) return joined;
    joined.outcome = JoinOutcome::replayed;
    joined.events = read_missed(transaction, wanted.stream, *wanted.last, extent.head);
  } else {
    auto snapshot = kind->snapshot(transaction, caller, wanted.stream);
    if (!snapshot) return joined;
    joined.outcome = JoinOutcome::reset;
    joined.snapshot = protocol::RawJson{std::move(*snapshot)};
  }
  joined.epoch = transaction.epoch();
  joined.head = extent.head;
  return joined;
}

}  // namespace

std::vector<JoinedStream> read_streams(const Node& node, Transaction& transaction, const Caller& caller,
                                       const std::vector<protocol::JoinStream>& wanted) {
  std::vector<JoinedStream> answers;
  answers.reserve(wanted.size());
  for (const auto& stream : wanted) {
    const auto& joined = answers.emplace_back(read_stream(node, transaction, caller, stream));
    (joined.outcome == JoinOutcome::replayed ? figures().replays
     : joined.outcome == JoinOutcome::reset  ? figures().resets
                                             : figures().denials)
        .add();
  }
  return answers;
}

}  // namespace stollen::realtime
