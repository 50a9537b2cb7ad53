#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "protocol/cpp/envelope.hpp"
#include "protocol/generated/cpp/session.hpp"
#include "server/realtime/command_run.hpp"
#include "server/realtime/hub.hpp"
#include "server/realtime/inbound_limits.hpp"
#include "server/realtime/join_queue.hpp"
#include "server/realtime/node.hpp"

namespace stollen::realtime {

/// One WebSocket of one caller, on one shard.
class SocketSession final : public Session, private Member, private Live {
 public:
  SocketSession(NodeRef node, ShardState& state, Peer& peer, Caller caller);
  ~SocketSession() override;
  /// Greets; or closes, when the server drains or the person has too many sessions.
  void open();

  void receive(std::string_view text) override;
  void saw_life() override;
  [[nodiscard]] bool is_saturated() const override { return running_ >= node_->limits.running_commands; }
  void on_readable(std::move_only_function<void()> resume_reading) override;

  [[nodiscard]] const Caller& caller() const { return caller_; }
  void close(CloseCode code, std::string_view reason, std::chrono::milliseconds retry_after = {});
  /// Takes the session off a stream, or has a join that is under way look again.
  void lose_right(const std::string& stream);
  /// Reads roles and name anew, and whether the joined streams are still allowed.
  void reload_rights();
  void finish_join(const JoinRunRef& wish, const Error* problem);

 private:
  struct Joined {
    Joined(Hub& hub, std::string_view stream, Member& member, std::uint64_t of_ticket)
        : membership(hub, stream, member), ticket(of_ticket) {}
    Membership membership;
    std::uint64_t ticket;          ///< of the newest wish to join the stream: only that one may set it going
    bool must_look_again = false;  ///< a right ended while the picture was read
  };

  // Member
  void deliver(const FrameRef& frame, FrameClass frame_class) override;
  void deliver_run(const FrameRun& run, Sending sending) override;
  void lose_position() override;
  // Live
  [[nodiscard]] bool is_joined(std::string_view stream) const override;
  [[nodiscard]] const std::string& caller_name() const override { return caller_.name; }
  void send_hint(const std::string& stream, std::string_view name, std::string_view data) override;

  void take(protocol::CommandEnvelope envelope);
  [[nodiscard]] bool passes_rate(std::string_view cid);
  [[nodiscard]] bool is_overloaded() const;
  [[nodiscard]] bool refuse_unread(std::string_view text);
  void refuse_busy(std::string_view cid, std::string_view command);
  void refuse_malformed(std::string_view cid, Error error);
  void start_command(protocol::CommandEnvelope envelope);
  void begin_running() { ++running_; }
  void end_running();
  void answer(std::string_view cid, const Result<std::string>& reply,
              FrameClass frame_class = FrameClass::durable);

  void start_join(protocol::CommandEnvelope& envelope);
  [[nodiscard]] std::size_t count_with(const protocol::session::Join& join) const;
  void begin_streams(JoinRun& run, std::vector<protocol::JoinStream> wanted);
  void leave(protocol::CommandEnvelope& envelope);
  /// The place that this very wish made, if the session still has it.
  [[nodiscard]] Joined* place_of(const JoinRun& run, std::string_view stream) const;
  bool look_again(const JoinRunRef& wish);
  void read_again(const JoinRunRef& wish);
  [[nodiscard]] bool take_what_is_kept(JoinRun& run);
  void go_live(const JoinRun& run);

  void apply_rights(std::optional<std::pair<protocol::RoleSet, std::string>> rights,
                    const std::vector<std::string>& denied);
  void on_timer();
  void arm_timer();
  void send_heartbeat();
  /// Behind everything that the streams had for the session before.
  void send_behind_events(std::string_view text, FrameClass frame_class);
  template <class Event>
  void send_event(const Event& event);

  const NodeRef node_;
  ShardState& state_;
  Peer& peer_;
  Caller caller_;
  SessionTable::Key key_ = 0;
  InboundLimits inbound_;
  std::size_t running_ = 0;
  std::uint64_t last_ticket_ = 0;
  bool is_closed_ = false;
  bool is_present_ = false;  ///< counted in Presence
  std::move_only_function<void()> resume_reading_;
  std::map<std::string, std::unique_ptr<Joined>, std::less<>> streams_;
  runtime::SteadyClock::time_point last_life_;
  runtime::SteadyClock::time_point next_heartbeat_;
  runtime::Timer timer_;
};

}  // namespace stollen::realtime
