#include "server/realtime/socket_session.hpp"

#include <algorithm>
#include <utility>

#include "server/core/log.hpp"
#include "server/realtime/delivery.hpp"
#include "server/realtime/node_lease.hpp"

namespace stollen::realtime {

namespace errors = protocol::session::errors;

namespace {

std::vector<protocol::Role> list_of(protocol::RoleSet roles) {
  std::vector<protocol::Role> held;
  for (const auto role : protocol::values_of<protocol::Role>()) {
    if (roles.contains(role)) held.push_back(role);
  }
  return held;
}

}  // namespace

SocketSession::SocketSession(NodeRef node, ShardState& state, Peer& peer, Caller caller)
    : node_(std::move(node)),
      state_(state),
      peer_(peer),
      caller_(std::move(caller)),
      inbound_(node_->limits.commands_per_second, node_->limits.commands_burst),
      last_life_(node_->clock.steady_now()),
      next_heartbeat_(last_life_ + node_->limits.heartbeat),
      timer_([this] { on_timer(); }) {
  key_ = state_.sessions.add(*this);
  node_->session_count.add(1);
}

SocketSession::~SocketSession() {
  is_closed_ = true;  // what the streams still have is not sent any more
  streams_.clear();
  state_.sessions.remove(key_);
  node_->session_count.add(-1);
  if (!is_present_) return;
  if (const auto lease = node_->presence.leave(caller_.person_id)) {
    state_.leases.add(*lease, node_->limits.absence_grace);
  }
}

void SocketSession::open() {
  if (node_->is_draining.load(std::memory_order_relaxed)) {
    return close(CloseCode::drain, "The server is restarting.", std::chrono::seconds(2));
  }
  if (caller_.is_logged_in()) {
    const auto arrival = node_->presence.arrive(caller_.person_id, node_->limits.sessions_per_person);
    is_present_ = arrival != Presence::Arrival::refused;
    if (!is_present_) return close(CloseCode::too_many_sessions, "Too many open windows of one account.");
    if (arrival == Presence::Arrival::untold) node_->lease->tell_soon(state_);
  }
  protocol::session::HelloEvent hello;
  hello.server_time = node_->clock.now();
  hello.version = node_->limits.version;
  hello.heartbeat_ms = node_->limits.heartbeat.count();
  hello.max_frame_bytes = static_cast<std::int64_t>(node_->limits.max_frame_bytes);
  if (caller_.is_logged_in()) hello.person_id = caller_.person_id;
  hello.roles = list_of(caller_.roles);
  send_event(hello);
  arm_timer();
}

void SocketSession::close(CloseCode code, std::string_view reason, std::chrono::milliseconds retry_after) {
  if (is_closed_) return;
  for (const auto& [name, joined] : streams_) joined->membership.hand_over();
  is_closed_ = true;
  state_.shard.timers().cancel(timer_);
  log::debug("realtime.session_closed", {{"code", static_cast<int>(code)}, {"person", caller_.person_id}});
  peer_.close(code, reason, retry_after);
  // Not at once: this may be called by the hub, in the middle of its members.
  state_.shard.post([node = node_, &state = state_, key = key_] {
    if (SocketSession* session = state.sessions.find(key)) session->streams_.clear();
  });
}

template <class Event>
void SocketSession::send_event(const Event& event) {
  if (is_closed_) return;
  std::string text;
  protocol::write_event(text, Event::kName, {}, 0, node_->clock.now(), protocol::to_json(event));
  send_behind_events(text, FrameClass::control);
}

void SocketSession::send_behind_events(std::string_view text, FrameClass frame_class) {
  if (is_closed_) return;
  for (const auto& [name, joined] : streams_) joined->membership.hand_over();
  if (!is_closed_) peer_.send(FrameRef::make(text), frame_class);
}

// ---- Member and Live ----

void SocketSession::deliver(const FrameRef& frame, FrameClass frame_class) {
  if (!is_closed_) peer_.send(frame, frame_class);
}

void SocketSession::deliver_run(const FrameRun& run, Sending sending) {
  if (!is_closed_) peer_.send_run(run, sending);
}

void SocketSession::lose_position() {
  close(CloseCode::position_lost, "Come back and start anew.");
}

bool SocketSession::is_joined(std::string_view stream) const {
  const auto found = streams_.find(stream);
  return found != streams_.end() && found->second->membership.is_live();
}

void SocketSession::send_hint(const std::string& stream, std::string_view name, std::string_view data) {
  std::string text;
  protocol::write_event(text, name, stream, 0, node_->clock.now(), data);
  const auto joined = streams_.find(stream);
  Membership* const own = joined == streams_.end() ? nullptr : &joined->second->membership;
  realtime::send_hint(node_, state_, stream, FrameRef::make(text), own);
}

// ---- Time ----

void SocketSession::saw_life() {
  last_life_ = node_->clock.steady_now();
}

void SocketSession::arm_timer() {
  const auto due = std::min(next_heartbeat_, last_life_ + node_->limits.silence);
  state_.shard.arm(timer_, std::max(due - node_->clock.steady_now(), runtime::SteadyClock::duration::zero()));
}

void SocketSession::on_timer() {
  const auto now = node_->clock.steady_now();
  if (now - last_life_ >= node_->limits.silence) {
    return close(CloseCode::no_heartbeat, "Nothing was heard from the client.");
  }
  if (now >= next_heartbeat_) {
    send_heartbeat();
    next_heartbeat_ = now + node_->limits.heartbeat;
  }
  arm_timer();
}

void SocketSession::send_heartbeat() {
  protocol::session::HeartbeatEvent heartbeat;
  heartbeat.server_time = node_->clock.now();
  for (const auto& [name, joined] : streams_) {
    if (joined->membership.is_live()) heartbeat.heads.push_back({name, joined->membership.head()});
  }
  send_event(heartbeat);
}

// ---- Rights ----

void SocketSession::lose_right(const std::string& stream) {
  const auto found = streams_.find(stream);
  if (found == streams_.end()) return;
  if (!found->second->membership.is_live()) {
    found->second->must_look_again = true;  // the picture may be older than the end of the right, or younger
    return;
  }
  streams_.erase(found);
  send_event(protocol::session::LeftEvent{.stream = stream});
}

void SocketSession::reload_rights() {
  if (is_closed_ || !caller_.is_logged_in()) return;
  std::vector<std::string> joined;
  joined.reserve(streams_.size());
  for (const auto& [name, unused] : streams_) joined.push_back(name);
  const auto apply = [node = node_, &state = state_, key = key_](auto rights,
                                                                 std::vector<std::string> denied) {
    state.shard.post([node, &state, key, rights = std::move(rights), denied = std::move(denied)]() mutable {
      if (SocketSession* session = state.sessions.find(key)) session->apply_rights(std::move(rights), denied);
    });
  };
  storage::ReadUnit unit;
  unit.work = [node = node_, caller = caller_, joined, apply](Transaction& transaction) mutable {
    auto rights = node->registry.load_rights()(transaction, caller.person_id);
    std::vector<std::string> denied;
    if (rights) caller.roles = rights->first;
    for (const std::string& stream : joined) {
      const StreamKind* kind = node->registry.find_stream(stream);
      const bool is_allowed =
          kind->roles.admits(caller.roles) && kind->authorise(transaction, caller, stream);
      if (!is_allowed) denied.push_back(stream);
    }
    apply(std::move(rights), std::move(denied));
  };
  unit.failed = [apply, joined](std::string_view what) {
    log::error("realtime.rights_unread", {{"reason", what}});
    apply(std::optional<std::pair<protocol::RoleSet, std::string>>{}, joined);
  };
  // A right that ended must not go on because there is much to do.
  if (!node_->database.submit(std::move(unit)))
    close(CloseCode::position_lost, "Come back: your rights have changed.");
}

void SocketSession::apply_rights(std::optional<std::pair<protocol::RoleSet, std::string>> rights,
                                 const std::vector<std::string>& denied) {
  if (is_closed_) return;
  if (!rights) return close(CloseCode::log_in_again, "Your account or its rights cannot be read.");
  caller_.roles = rights->first;
  caller_.name = std::move(rights->second);
  send_event(protocol::session::RightsChangedEvent{.roles = list_of(caller_.roles)});
  for (const std::string& stream : denied) lose_right(stream);
}

}  // namespace stollen::realtime
