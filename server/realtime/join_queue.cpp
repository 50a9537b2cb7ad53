#include "server/realtime/join_queue.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <iterator>
#include <optional>
#include <utility>

#include "protocol/generated/cpp/session.hpp"
#include "server/core/log.hpp"
#include "server/realtime/command_run.hpp"
#include "server/realtime/join_reader.hpp"
#include "server/realtime/socket_session.hpp"

namespace stollen::realtime {
namespace errors = protocol::session::errors;

namespace {

// Of one snapshot: a reader is not to be away for long.
constexpr std::size_t kMostTogether = 128;

}  // namespace

JoinQueue::JoinQueue(Node& node, runtime::Shard& shard)
    : node_(node),
      turns_(
          [this, &node, &shard](runtime::SteadyClock::time_point) {
            shard.post([this, held = node.shared_from_this()] { turns_.turn(); });
          },
          &runtime::SteadyClock::now, {.quiet_rounds = 32, .hold_share = 0}) {}

void JoinQueue::add(JoinRunRef run) {
  node_.running_commands.fetch_add(1, std::memory_order_relaxed);
  waiting_.push_back(std::move(run));
  turns_.mark(*this);
}

runtime::FlushResult JoinQueue::flush(std::uint32_t /*members*/) noexcept {
  const std::size_t count = std::min(waiting_.size(), kMostTogether);
  const auto end = waiting_.begin() + static_cast<std::ptrdiff_t>(count);
  const auto runs = std::make_shared<const std::vector<JoinRunRef>>(std::move_iterator(waiting_.begin()),
                                                                    std::move_iterator(end));
  waiting_.erase(waiting_.begin(), end);
  if (count > 0) read_together(node_.shared_from_this(), runs);
  return {.members = 1, .has_more = !waiting_.empty()};
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

void JoinQueue::read_together(const NodeRef& node, const Runs& runs) {
  // Answered, and then could not end its snapshot: only the first word counts.
  const auto is_told = std::make_shared<std::atomic<bool>>(false);
  const auto finish = [node, runs, is_told](std::optional<Error> problem) {
    if (is_told->exchange(true, std::memory_order_relaxed)) return;
    ShardState& state = *runs->front()->state;
    state.shard.post([node, runs, &state, problem = std::move(problem)] {
      for (const JoinRunRef& run : *runs) {
        const Error failure = problem.value_or(Error{&errors::internal, {}, {}, std::nullopt});
        const bool is_read = !problem && !std::exchange(run->has_failed, false);
        SocketSession* session = state.sessions.find(run->session);
        if (session != nullptr) session->finish_join(run, is_read ? nullptr : &failure);
        node->running_commands.fetch_sub(1, std::memory_order_release);
      }
    });
  };
  storage::ReadUnit unit;
  unit.work = [node, runs, finish](Transaction& transaction) {
    JoinReader reader(*node, transaction);
    for (const JoinRunRef& run : *runs) read_one(reader, *run);
    finish(std::nullopt);
  };
  unit.failed = [runs, finish](std::string_view what) {
    log::error("realtime.join_failed", {{"cid", runs->front()->caller.cid}, {"reason", what}});
    finish(Error{&errors::internal, {}, {}, std::nullopt});
  };
  if (!node->database.submit(std::move(unit))) finish(busy_error());
}

}  // namespace stollen::realtime
