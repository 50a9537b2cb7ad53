// Joining and resuming: announce the interest, read the picture, then live events above it.

#include <algorithm>
#include <utility>

#include "server/core/log.hpp"
#include "server/realtime/join_queue.hpp"
#include "server/realtime/socket_session.hpp"

namespace stollen::realtime {

namespace errors = protocol::session::errors;

namespace {

constexpr int kLooks = 3;  // a right that ends while the picture is read, again and again: refused then

bool is_wanted(const JoinRun& run, const std::string& stream) {
  return std::ranges::any_of(run.wanted, [&](const JoinWish& wish) { return wish.stream.stream == stream; });
}

void drop_what_was_read(JoinRun& run) {
  std::erase_if(run.answers,
                [&run](const protocol::JoinedStream& answer) { return is_wanted(run, answer.stream); });
}

std::optional<Error> refusal(const Node& node,
                             const std::expected<protocol::session::Join, protocol::FieldError>& join) {
  if (node.is_draining.load(std::memory_order_relaxed)) return draining_error(node);
  if (join) return std::nullopt;
  return Error{&errors::invalid_field, join.error().message, join.error().field, std::nullopt};
}

}  // namespace

void SocketSession::start_join(protocol::CommandEnvelope& envelope) {
  auto run = std::make_shared<JoinRun>();
  run->state = &state_;
  run->session = key_;
  run->caller = caller_;
  run->caller.cid = envelope.cid;
  run->since = runtime::SteadyClock::now();
  auto join = protocol::decode<protocol::session::Join>(envelope.with);
  std::optional<Error> problem = refusal(*node_, join);
  if (!problem && count_with(*join) > node_->limits.streams_per_session) {
    problem =
        Error{&errors::invalid_field,
              "Expected at most " + std::to_string(node_->limits.streams_per_session) + " joined streams.",
              "streams", std::nullopt};
  }
  run->ticket = ++last_ticket_;
  begin_running();
  if (problem) return finish_join(run, &*problem);
  begin_streams(*run, std::move(join->streams));
  state_.joins->add(std::move(run));
}

std::size_t SocketSession::count_with(const protocol::session::Join& join) const {
  const auto is_new = [this](const protocol::JoinStream& wanted) {
    return !streams_.contains(wanted.stream);
  };
  return streams_.size() + static_cast<std::size_t>(std::ranges::count_if(join.streams, is_new));
}

void SocketSession::begin_streams(JoinRun& run, std::vector<protocol::JoinStream> wanted) {
  for (protocol::JoinStream& stream : wanted) {
    const StreamKind* kind = node_->registry.find_stream(stream.stream);
    const bool is_double = is_wanted(run, stream.stream);
    if (is_double) continue;
    if (kind == nullptr || !kind->roles.admits(caller_.roles)) {
      run.answers.push_back({.stream = std::move(stream.stream), .outcome = protocol::JoinOutcome::denied});
      continue;
    }
    // A stream that was joined already is joined anew: its place is given up first.
    streams_.erase(stream.stream);
    streams_.emplace(stream.stream, std::make_unique<Joined>(state_.hub, stream.stream,
                                                             static_cast<Member&>(*this), run.ticket));
    run.wanted.push_back({.stream = std::move(stream)});
  }
}

void SocketSession::finish_join(const JoinRunRef& wish, const Error* problem) {
  if (problem == nullptr && look_again(wish)) return;
  JoinRun& run = *wish;
  if (problem == nullptr && !take_what_is_kept(run)) {
    run.must_read = true;
    return read_again(wish);
  }
  if (problem != nullptr) {
    for (const auto& wish_of : run.wanted) {
      if (place_of(run, wish_of.stream.stream) != nullptr) streams_.erase(wish_of.stream.stream);
    }
  }
  account_for(*node_, protocol::session::Join::kName, protocol::CommandKind::read, run.caller, problem,
              run.since);
  if (problem != nullptr) {
    answer(run.caller.cid, std::unexpected(*problem));
  } else {
    protocol::session::Join::Reply reply{.streams = std::move(run.answers)};
    answer(run.caller.cid, protocol::to_json(reply), FrameClass::control);
    run.answers = std::move(reply.streams);
    go_live(run);
  }
  end_running();
}

// True: a right ended while the picture was read, so it is read once more.
bool SocketSession::look_again(const JoinRunRef& wish) {
  JoinRun& run = *wish;
  bool is_needed = false;
  for (const auto& wanted : run.wanted) {
    Joined* place = place_of(run, wanted.stream.stream);
    if (place != nullptr) is_needed |= std::exchange(place->must_look_again, false);
  }
  if (!is_needed || is_closed_) return false;
  if (++run.attempts < kLooks) {
    read_again(wish);
    return true;
  }
  drop_what_was_read(run);
  for (const auto& wanted : run.wanted) {
    run.answers.push_back({.stream = wanted.stream.stream, .outcome = protocol::JoinOutcome::denied});
  }
  return false;
}

void SocketSession::read_again(const JoinRunRef& wish) {
  drop_what_was_read(*wish);
  wish->caller.roles = caller_.roles;
  state_.joins->add(wish);
}

// What the shard keeps ends where its members stand: who has it can go live there, in this turn. False: it
// was given up while the right was read.
bool SocketSession::take_what_is_kept(JoinRun& run) {
  for (const JoinWish& wish : run.wanted) {
    if (!wish.is_kept_here) continue;
    const auto answer = std::ranges::find(run.answers, wish.stream.stream, &protocol::JoinedStream::stream);
    if (answer->outcome == protocol::JoinOutcome::denied) continue;
    RecentEvents* recent = state_.hub.recent(wish.stream.stream);
    if (recent == nullptr || !recent->covers(*wish.stream.epoch, *wish.stream.last)) return false;
    answer->events = recent->above(*wish.stream.last);
    if (!answer->events) return false;
    answer->epoch = recent->epoch();
    answer->head = recent->head();
  }
  return true;
}

SocketSession::Joined* SocketSession::place_of(const JoinRun& run, std::string_view stream) const {
  const auto found = streams_.find(stream);
  return found != streams_.end() && found->second->ticket == run.ticket ? found->second.get() : nullptr;
}

void SocketSession::go_live(const JoinRun& run) {
  for (const protocol::JoinedStream& joined : run.answers) {
    Joined* place = place_of(run, joined.stream);  // none: left meanwhile, or a later wish took over
    if (place == nullptr) continue;
    if (joined.outcome == protocol::JoinOutcome::denied) {
      streams_.erase(joined.stream);
    } else {
      place->membership.go_live(*joined.head);
    }
  }
}

}  // namespace stollen::realtime
