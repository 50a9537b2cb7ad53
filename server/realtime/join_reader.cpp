#include "server/realtime/join_reader.hpp"

#include <algorithm>
#include <tuple>

#include "server/core/metrics.hpp"

namespace stollen::realtime {
namespace {

using protocol::JoinedStream;
using protocol::JoinOutcome;

/// Read beyond what is asked for: when a room is cut off, not everybody had the same.
constexpr std::int64_t kReadBefore = 32;
constexpr std::int64_t kEventsAtOnce = 64;

struct Figures {
  metrics::Counter& replays = outcome("replayed");
  metrics::Counter& resets = outcome("reset");
  metrics::Counter& denials = outcome("denied");
  metrics::Counter& ends = read("events");
  metrics::Counter& snapshots = read("snapshot");
  static metrics::Counter& outcome(std::string_view name) {
    return metrics::counter("stollen_realtime_joins_total", "Streams that sessions asked to join.",
                            {{"outcome", name}});
  }
  static metrics::Counter& read(std::string_view what) {
    return metrics::counter("stollen_realtime_stream_reads_total",
                            "Streams that were read from the store for sessions that join.",
                            {{"what", what}});
  }
};
Figures& figures() {
  static Figures own;
  return own;
}

}  // namespace

void JoinReader::expect(const protocol::JoinStream& wanted) {
  if (wanted.last && wanted.epoch == transaction_.epoch()) expected_[wanted.stream].insert(*wanted.last);
}

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
  if (*wanted.last > extent.head || *wanted.last < extent.first - 1 ||
      extent.head - *wanted.last > static_cast<std::int64_t>(node_.limits.replay_events)) {
    return false;
  }
  const StreamEnd& end = end_of(wanted.stream, extent, *wanted.last);
  return *wanted.last >= end.after && missed(wanted.stream, *wanted.last, end).has_value();
}

// Backwards, so that what is too much for a replay is not read either.
const StreamEnd& JoinReader::end_of(const std::string& stream, const Extent& extent, std::int64_t last) {
  const auto [known, is_new] = ends_.try_emplace(stream);
  StreamEnd& end = known->second;
  if (!is_new) return end;
  figures().ends.add();
  const std::int64_t farthest =
      std::max({extent.first - 1, std::int64_t{0},
                extent.head - static_cast<std::int64_t>(node_.limits.replay_events)});
  // Who is farther back than that starts anew, and nothing is read for them.
  const std::set<std::int64_t>& expected = expected_[stream];
  const auto lowest = expected.lower_bound(farthest);
  const std::int64_t until =
      std::max(farthest, (lowest == expected.end() ? last : std::min(last, *lowest)) - kReadBefore);
  end = {.epoch = transaction_.epoch(), .after = extent.head, .events = {}};
  std::size_t bytes = 0;
  bool is_whole = true;
  while (is_whole && end.after > until) {
    const auto page = transaction_.all<std::int64_t, std::string>(
        "SELECT n, text FROM event WHERE stream = $1 AND n > $2 AND n <= $3 ORDER BY n DESC", stream,
        std::max(until, end.after - kEventsAtOnce), end.after);
    is_whole = !page.empty();
    for (const auto& [n, text] : page) {
      bytes += text.size();
      is_whole = n == end.after && bytes <= node_.limits.replay_bytes;
      if (!is_whole) break;
      end.events.push_back(FrameRef::make(text));
      --end.after;
    }
  }
  std::ranges::reverse(end.events);
  return end;
}

const JoinReader::Missed& JoinReader::missed(const std::string& stream, std::int64_t after,
                                             const StreamEnd& end) {
  const auto [known, is_new] = missed_.try_emplace({stream, after});
  if (!is_new) return known->second;
  protocol::RawJson list{"["};
  for (auto at = end.events.begin() + (after - end.after); at != end.events.end(); ++at) {
    if (list.text.size() > 1) list.text.push_back(',');
    list.text.append((*at)->payload());
    if (list.text.size() > node_.limits.replay_bytes) return known->second;
  }
  list.text.push_back(']');
  known->second = std::move(list);
  return known->second;
}

JoinedStream JoinReader::read_stream(const Caller& caller, const JoinWish& wish) {
  const protocol::JoinStream& wanted = wish.stream;
  JoinedStream joined{.stream = wanted.stream, .outcome = JoinOutcome::denied};
  const StreamKind* kind = node_.registry.find_stream(wanted.stream);
  if (kind == nullptr || !kind->roles.admits(caller.roles)) return joined;
  if (wish.is_kept_here) {
    if (kind->authorise(transaction_, caller, wanted.stream)) joined.outcome = JoinOutcome::replayed;
    return joined;
  }
  const Extent& extent = extent_of(wanted.stream);
  if (can_replay(wanted, extent)) {
    if (!kind->authorise(transaction_, caller, wanted.stream)) return joined;
    joined.outcome = JoinOutcome::replayed;
    joined.events = missed(wanted.stream, *wanted.last, ends_.at(wanted.stream));
  } else {
    figures().snapshots.add();
    auto snapshot = kind->snapshot(transaction_, caller, wanted.stream);
    if (!snapshot) return joined;
    joined.outcome = JoinOutcome::reset;
    joined.snapshot = protocol::RawJson{std::move(*snapshot)};
  }
  joined.epoch = transaction_.epoch();
  joined.head = extent.head;
  return joined;
}

std::vector<JoinedStream> JoinReader::read(const Caller& caller, const std::vector<JoinWish>& wishes) {
  std::vector<JoinedStream> answers;
  answers.reserve(wishes.size());
  for (const auto& wish : wishes) {
    const auto& joined = answers.emplace_back(read_stream(caller, wish));
    (joined.outcome == JoinOutcome::replayed ? figures().replays
     : joined.outcome == JoinOutcome::reset  ? figures().resets
                                             : figures().denials)
        .add();
  }
  return answers;
}

std::unordered_map<std::string, StreamEnd> JoinReader::take_ends() {
  return std::move(ends_);
}

}  // namespace stollen::realtime
