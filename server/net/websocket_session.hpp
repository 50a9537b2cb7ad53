#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "server/net/cork_stream.hpp"
#include "server/net/frame_meter.hpp"
#include "server/net/http_request.hpp"
#include "server/net/outbox.hpp"
#include "server/net/output_pump.hpp"
#include "server/net/shard_context.hpp"
#include "server/runtime/timer_wheel.hpp"

namespace stollen::net {

/// A WebSocket: Beast keeps the protocol of what comes in, realtime's Session gets the messages, and
/// everything that goes out passes the outbox. How it ends is decided here and not in Beast: farewell, a
/// bounded wait for the peer's, over.
class WebsocketSession final : public Endpoint, public realtime::Peer, private CorkEnd, private OutputOwner {
 public:
  /// `early`: what the client has sent behind its request already.
  WebsocketSession(ShardContext& context, Connection connection, realtime::Caller caller, bool is_secure,
                   std::string early);
  ~WebsocketSession() override;

  /// `request` was found fit to become a socket (upgrade.hpp).
  void start(const HttpRequest& request);

  void send(const realtime::FrameRef& frame, realtime::FrameClass frame_class) override;
  void send_run(const realtime::FrameRun& run, realtime::Sending sending) override;
  void close(realtime::CloseCode code, std::string_view reason,
             std::chrono::milliseconds retry_after) override;
  void end() noexcept override;

 private:
  using TimePoint = runtime::SteadyClock::time_point;
  struct Beast;

  // CorkEnd.
  void cork_read(std::span<char> into, Done done) override;
  void cork_write(std::string_view bytes, Done done) override;
  void cork_teardown(Done done) override;
  runtime::ShardExecutor cork_executor() override { return connection_.transport->executor(); }

  // OutputOwner.
  void on_output_failed() override { end(); }
  void on_push_failed() override;
  void on_output_drained() override;
  void on_output_stalled() override;
  std::shared_ptr<void> hold() override { return shared_from_this(); }

  [[nodiscard]] bool takes_frames() const;
  void account_for(Admission admission, std::size_t frames);
  void on_accepted(boost::system::error_code error);
  void read_message();
  [[nodiscard]] bool is_backlog_old() const;
  void pause();
  void read_on();
  void on_message(boost::system::error_code error);

  void pull();
  void wait_for_input(IoStatus status);
  bool deliver_early();
  void deliver(std::size_t bytes);
  void complete_read(boost::system::error_code error, std::size_t bytes);
  void discard_input();

  void begin_close(std::uint16_t code, std::string_view reason);
  void begin_end();
  void break_off(FrameMeter::Verdict verdict);
  bool is_whole_text(std::string_view text);  // false: that is over
  void reset() noexcept;

  void on_timer();
  void wake_by(TimePoint when);
  TimePoint check_deadlines(TimePoint now);

  /// Behind what runs now, unless the session has ended by then.
  void later(void (*then)(WebsocketSession&));
  std::shared_ptr<WebsocketSession> self();

  ShardContext& context_;
  Connection connection_;
  OutputPump<Outbox> pump_;
  FrameMeter meter_;
  FrameMeter::Verdict breach_ = FrameMeter::Verdict::fine;  // of a frame that Beast is not given
  realtime::Caller caller_;
  const bool is_secure_;
  std::string early_;
  std::unique_ptr<Beast> beast_;
  std::unique_ptr<realtime::Session> session_;

  // Beast's read, while it waits.
  std::span<char> read_into_;
  Done read_done_;
  bool is_waiting_for_input_ = false;
  bool is_likely_drained_ = false;

  bool is_paused_ = false;                      // realtime asked not to be given more
  TimePoint backlog_since_ = TimePoint::max();  // since when there was always more to read than realtime took
  bool is_ping_out_ = false;
  bool is_closing_ = false;    // the last word is in the outbox
  bool is_peer_done_ = false;  // the peer's last word has come, or is not waited for
  bool is_output_shut_ = false;
  bool is_ended_ = false;
  std::size_t discarded_bytes_ = 0;
  TimePoint last_inbound_{};
  TimePoint pong_due_{};
  TimePoint closing_until_{};
  TimePoint wakes_at_ = TimePoint::max();
  runtime::Timer timer_;
  std::shared_ptr<Endpoint> self_;
};

}  // namespace stollen::net
