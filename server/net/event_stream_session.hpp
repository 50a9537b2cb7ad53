#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "server/net/event_outbox.hpp"
#include "server/net/output_pump.hpp"
#include "server/net/shard_context.hpp"
#include "server/net/stream_positions.hpp"
#include "server/runtime/timer_wheel.hpp"

namespace stollen::net {

/// A response of Server-Sent Events (WHATWG HTML, section 9.2) that lasts until one of both ends it: for
/// networks that block WebSockets, and for scripts. To realtime it is a session like any other whose one
/// command, a join, stands in its address; commands come by POST.
class EventStreamSession final : public Endpoint, public realtime::Peer, private OutputOwner {
 public:
  EventStreamSession(ShardContext& context, Connection connection, bool is_secure);
  ~EventStreamSession() override;

  /// `join`: the text of a `session.join`; empty: greeting and heartbeats alone.
  void start(realtime::Caller caller, const std::string& join);

  void send(const realtime::FrameRef& frame, realtime::FrameClass frame_class) override;
  void send_run(const realtime::FrameRun& run, realtime::Sending sending) override;
  void close(realtime::CloseCode code, std::string_view reason,
             std::chrono::milliseconds retry_after) override;
  void end() noexcept override;

 private:
  // OutputOwner.
  void on_output_failed() override { end(); }
  void on_push_failed() override;
  void on_output_drained() override;
  void on_output_stalled() override;
  std::shared_ptr<void> hold() override { return shared_from_this(); }

  void account_for(Admission admission, std::size_t frames);
  void look_at_answer(std::string_view payload);

  void watch_input();
  void read_input();

  void begin_close(std::string farewell);
  void on_timer();
  void reset() noexcept;
  void later(void (*then)(EventStreamSession&));
  std::shared_ptr<EventStreamSession> self();

  ShardContext& context_;
  Connection connection_;
  const bool is_secure_;
  OutputPump<EventOutbox> pump_;
  StreamPositions positions_;
  std::unique_ptr<realtime::Session> session_;

  bool is_answered_ = false;
  bool is_closing_ = false;  // the last word is in the outbox
  bool is_output_shut_ = false;
  bool is_ended_ = false;
  std::size_t discarded_bytes_ = 0;
  runtime::Timer timer_;
  std::shared_ptr<Endpoint> self_;
};

}  // namespace stollen::net
