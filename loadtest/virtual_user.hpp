#pragma once

#include <nlohmann/json_fwd.hpp>

#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "loadtest/engine.hpp"
#include "loadtest/histogram.hpp"
#include "loadtest/http_reply.hpp"
#include "loadtest/run_figures.hpp"
#include "loadtest/socket.hpp"
#include "loadtest/websocket_frames.hpp"
#include "protocol/cpp/envelope.hpp"
#include "protocol/cpp/json_writer.hpp"

namespace stollen::load {

/// An answer to a command: `ok` or the error's code.
struct Answer {
  const nlohmann::json* ok = nullptr;
  std::string code;
  bool is_busy = false;
  [[nodiscard]] bool is_ok() const { return ok != nullptr; }
};

/// One person with one browser tab, as the protocol has it: logs in over HTTP, opens the socket, joins
/// streams, keeps its position, comes back after a loss and sends unanswered commands again with their ids.
class VirtualUser {
 public:
  struct Handlers {
    std::function<void()> on_online;  ///< first time with all streams joined
    /// A numbered event, once and in order; `text` is the whole frame.
    std::function<void(const std::string& stream, std::int64_t n, std::string_view text)> on_event;
    /// The stream's state at `head`; `previous` is the position before, absent the first time.
    std::function<void(const std::string& stream, std::int64_t head, std::optional<std::int64_t> previous,
                       const nlohmann::json& snapshot)>
        on_snapshot;
  };

  VirtualUser(Engine& engine, const Target& target, RunFigures& figures, std::string email,
              std::string password, std::uint32_t seed);

  void start(Handlers handlers);
  /// Joins a stream from now on, also after every return.
  void follow(const std::string& stream);
  /// Sends a command; `done` is called once, with the final answer, however often the socket is lost.
  template <class Command>
  void command(const Command& command, std::function<void(const Answer&)> done) {
    std::string with;
    protocol::JsonWriter writer(with);
    write(writer, command);
    submit(Command::kName, std::move(with), std::move(done));
  }
  /// As command(), but a busy answer is final, and so is the loss of the connection, told as busy.
  template <class Command>
  void command_once(const Command& command, std::function<void(const Answer&)> done) {
    std::string with;
    protocol::JsonWriter writer(with);
    write(writer, command);
    submit(Command::kName, std::move(with), std::move(done), Busy::is_final);
  }
  enum class Busy : std::uint8_t { is_waited_for, is_final };
  void submit(std::string_view name, std::string with, std::function<void(const Answer&)> done,
              Busy busy = Busy::is_waited_for);

  /// Uses this log-in instead of making one.
  void use_cookie(std::string cookie) { cookie_ = std::move(cookie); }
  [[nodiscard]] const std::string& cookie() const { return cookie_; }
  /// Sends a command and forgets it: no repetition, the answer is only counted.
  void shout(std::string_view name, std::string_view with);
  /// The network fails now, or in the middle of what comes or goes next.
  void lose_connection() { socket_.reset(); }
  void lose_connection_after(std::size_t octets) { socket_.lose_after(octets); }
  void stop_reading() { socket_.stop_reading(); }
  void read_on() { socket_.read_on(); }

  [[nodiscard]] bool is_online() const { return state_ == State::online; }
  [[nodiscard]] std::size_t unanswered() const { return pending_.size(); }
  [[nodiscard]] std::int64_t position(const std::string& stream) const;
  /// Its wish to join the stream was answered on this connection.
  [[nodiscard]] bool is_live(const std::string& stream) const {
    const auto found = streams_.find(stream);
    return found != streams_.end() && found->second.is_live;
  }
  /// Not when it was never told to, nor when the server ended the right to it.
  [[nodiscard]] bool follows(const std::string& stream) const { return streams_.contains(stream); }
  /// Ends for good; nothing more is received.
  void stop();

 private:
  enum class State { idle, logging_in, upgrading, joining, online, waiting };
  struct Position {
    std::string epoch;
    std::optional<std::int64_t> last;
    bool is_live = false;
    std::uint64_t asked_by = 0;  ///< number of the join that is on its way; 0: none
  };
  struct Pending {
    std::string frame;
    std::function<void(const Answer&)> done;
    Busy busy;
    int times_unknown = 0;
  };

  void connect();
  void on_open();
  std::size_t on_data(std::string_view bytes);
  std::size_t on_http(std::string_view bytes);
  void on_log_in(const HttpReply& reply);
  void on_frame(const ServerWebSocketFrame& frame);
  void on_text(std::string_view text);
  void on_event(std::string_view text, std::string_view stream, std::int64_t n);
  void on_answer(std::string_view text);
  bool take_final_busy(std::string_view text);
  /// `wished`: what the server asked for, instead of an own pause.
  void on_lost(std::chrono::milliseconds at_least = {},
               std::optional<std::chrono::milliseconds> wished = std::nullopt);
  void give_up_once_commands();
  std::string next_cid();
  void send_text(std::string_view text);
  void send_upgrade();
  void join_all();
  void on_join_answer(const protocol::ServerFrame& frame);
  void on_joined(const nlohmann::json& streams);
  void answer_slowly(const std::string& cid, std::chrono::milliseconds wait);

  Engine& engine_;
  const Target& target_;
  RunFigures& figures_;
  const std::string email_;
  const std::string password_;
  Handlers handlers_;
  Socket socket_;
  State state_ = State::idle;
  std::string cookie_;
  int failures_ = 0;
  std::optional<SteadyTime> lost_at_;  ///< while it is on its way back
  bool was_online_ = false;
  std::uint64_t generation_ = 0;  ///< of the connection, so that late timers know they are late
  std::map<std::string, Position, std::less<>> streams_;
  std::map<std::string, Pending, std::less<>> pending_;  ///< by cid; cids grow, so this is their order
  std::uint64_t next_cid_ = 0;
  const unsigned run_;  ///< part of every command id: the account may have been used by earlier runs
  std::minstd_rand random_;
  std::string scratch_;
};

}  // namespace stollen::load
