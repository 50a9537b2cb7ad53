#include "server/realtime/join_queue.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <exception>
#include <iterator>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

#include "protocol/generated/cpp/session.hpp"
#include "server/core/log.hpp"
#include "server/core/metrics.hpp"
#include "server/realtime/command_run.hpp"
#include "server/realtime/socket_session.hpp"

namespace stollen::realtime {
namespace errors = protocol::session::errors;

namespace {

using namespace std::chrono_literals;

// Of one snapshot: a reader is not to be away for long.
constexpr std::size_t kMostTogether = 32;
/// So many at once are read without waiting for others; one more each so often. A page that opens needs two
/// or three.
constexpr std::int64_t kFreeReads = 4;
constexpr auto kFreeReadEvery = 20ms;
/// Or a little longer: shards look at their timers now and then.
constexpr auto kGatherFor = 5ms;
/// Without anybody who comes back.
constexpr auto kKeptFor = 10s;

metrics::Counter& read_counter() {
  static metrics::Counter& counter =
      metrics::counter("stollen_realtime_join_reads_total",
                       "Snapshots in which rights were read for sessions that join: one for many of them.");
  return counter;
}

}  // namespace

struct JoinQueue::Batch {
  ShardState& state;
  std::vector<JoinRunRef> runs;
  std::uint64_t forgotten = 0;  ///< when it began: what is forgotten later must not be kept from it
  std::unordered_map<std::string, StreamEnd> ends{};
  std::atomic<bool> is_told =
      false;  ///< answered, and then could not end its snapshot: the first word counts
};

JoinQueue::JoinQueue(Node& node, runtime::Shard& shard)
    : QuietTurn(node, shard),
      gathering_([this] { begin_reading(); }),
      forgetting_([this] { forget_unused(); }) {}

void JoinQueue::add(JoinRunRef run) {
  node_.running_commands.fetch_add(1, std::memory_order_relaxed);
  waiting_.push_back(std::move(run));
  has_come();
}

runtime::FlushResult JoinQueue::flush(std::uint32_t /*members*/) noexcept {
  if (is_reading_ || waiting_.empty()) return {};
  if (waiting_.size() < kMostTogether) {
    if (gathering_.is_armed()) return {};
    if (!may_read_now()) {
      shard_.arm(gathering_, kGatherFor);
      return {};
    }
  }
  shard_.timers().cancel(gathering_);
  begin_reading();
  return {};
}

bool JoinQueue::may_read_now() {
  const auto now = runtime::SteadyClock::now();
  const std::int64_t freed = (now - freed_until_) / kFreeReadEvery;
  free_reads_ = std::min(kFreeReads, free_reads_ + freed);
  freed_until_ += freed * kFreeReadEvery;
  if (free_reads_ == 0) return false;
  --free_reads_;
  return true;
}

void JoinQueue::begin_reading() {
  is_reading_ = true;
  const std::size_t count = std::min(waiting_.size(), kMostTogether);
  const auto end = waiting_.begin() + static_cast<std::ptrdiff_t>(count);
  ShardState& state = *waiting_.front()->state;
  const auto batch = std::make_shared<Batch>(
      state, std::vector<JoinRunRef>(std::move_iterator(waiting_.begin()), std::move_iterator(end)),
      state.hub.forgotten());
  waiting_.erase(waiting_.begin(), end);
  for (const JoinRunRef& run : batch->runs) choose_what_is_kept(*run);
  submit(node_.shared_from_this(), batch);
}

void JoinQueue::choose_what_is_kept(JoinRun& run) {
  for (JoinWish& wish : run.wanted) {
    const protocol::JoinStream& wanted = wish.stream;
    const RecentEvents* recent = run.state->hub.recent(wanted.stream);
    wish.is_kept_here = !run.must_read && recent != nullptr && wanted.epoch && wanted.last &&
                        recent->covers(*wanted.epoch, *wanted.last);
  }
}

void JoinQueue::submit(const NodeRef& node, const BatchRef& batch) {
  storage::ReadUnit unit;
  unit.work = [node, batch](Transaction& transaction) {
    read(*node, *batch, transaction);
    finish(node, batch, std::nullopt);
  };
  unit.failed = [node, batch](std::string_view what) {
    log::error("realtime.join_failed", {{"cid", batch->runs.front()->caller.cid}, {"reason", what}});
    finish(node, batch, Error{&errors::internal, {}, {}, std::nullopt});
  };
  if (!node->database.submit(std::move(unit))) finish(node, batch, busy_error());
}

// On a storage thread.
void JoinQueue::read(const Node& node, Batch& batch, Transaction& transaction) {
  read_counter().add();
  JoinReader reader(node, transaction);
  for (const JoinRunRef& run : batch.runs) {
    for (const JoinWish& wish : run->wanted) reader.expect(wish.stream);
  }
  for (const JoinRunRef& run : batch.runs) read_one(reader, *run);
  batch.ends = reader.take_ends();
}

// One that fails does not take the others along.
void JoinQueue::read_one(JoinReader& reader, JoinRun& run) {
  try {
    auto answers = reader.read(run.caller, run.wanted);
    run.answers.insert(run.answers.end(), std::move_iterator(answers.begin()),
                       std::move_iterator(answers.end()));
  } catch (const std::exception& problem) {
    log::error("realtime.join_failed", {{"cid", run.caller.cid}, {"reason", problem.what()}});
    run.has_failed = true;
  }
}

void JoinQueue::finish(const NodeRef& node, const BatchRef& batch, std::optional<Error> problem) {
  if (batch->is_told.exchange(true, std::memory_order_relaxed)) return;
  batch->state.shard.post([node, batch, problem = std::move(problem)] {
    batch->state.joins->finish_here(node, *batch, problem);
  });
}

void JoinQueue::finish_here(const NodeRef& node, const Batch& batch, const std::optional<Error>& problem) {
  is_reading_ = false;
  if (!problem) {
    for (const auto& [stream, end] : batch.ends) batch.state.hub.remember(stream, end, batch.forgotten);
    if (!batch.ends.empty() && !forgetting_.is_armed()) shard_.arm(forgetting_, kKeptFor);
  }
  for (const JoinRunRef& run : batch.runs) {
    const Error failure = problem.value_or(Error{&errors::internal, {}, {}, std::nullopt});
    const bool is_read = !problem && !std::exchange(run->has_failed, false);
    SocketSession* session = batch.state.sessions.find(run->session);
    if (session != nullptr) session->finish_join(run, is_read ? nullptr : &failure);
    node->running_commands.fetch_sub(1, std::memory_order_release);
  }
  if (!waiting_.empty()) has_come();
}

void JoinQueue::forget_unused() {
  ShardState& state = node_.on(shard_);
  if (state.hub.forget_unused_since(runtime::SteadyClock::now() - kKeptFor))
    shard_.arm(forgetting_, kKeptFor);
}

}  // namespace stollen::realtime
