#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "loadtest/broadcast/room.hpp"
#include "loadtest/socket.hpp"
#include "loadtest/websocket_frames.hpp"

namespace stollen::load::broadcast {

/// One socket that has joined one room, with as little between the socket and the check as possible.
class Member {
 public:
  struct Place {
    std::string stream;           ///< `conversation:<id>`, or the probe's name of the room
    std::string conversation_id;  ///< empty for the probe
  };

  Member(Engine& engine, const Target& target, Mode mode, Room& room, Place place, std::uint32_t number,
         std::string cookie, Faults& faults);

  /// `on_joined` is called once, when the room's messages are received from now on.
  void open(std::function<void()> on_joined);
  void send(SteadyTime intended, std::size_t payload_bytes);
  [[nodiscard]] bool is_level() const { return position_ == room_.end(); }

 private:
  enum class State : std::uint8_t { upgrading, greeting, joining, live };

  void send_upgrade();
  void send_text(std::string_view text);
  void send_command(std::uint64_t sequence);
  void join();
  std::size_t on_data(std::string_view bytes);
  std::size_t on_upgraded(std::string_view bytes);
  void on_frame(const ServerWebSocketFrame& frame, std::string_view whole, SteadyTime now);
  void on_greeting(std::string_view text);
  void on_join_answer(std::string_view text);
  void on_live_text(std::string_view text, std::string_view whole, SteadyTime now);
  void on_answer(std::string_view text, SteadyTime now);
  void go_live();
  void fault(std::string_view what, std::string_view text = {});

  Engine& engine_;
  const Target& target_;
  const Mode mode_;
  Room& room_;
  const Place place_;
  const std::uint32_t number_;
  const std::string cookie_;
  Faults& faults_;
  std::function<void()> on_joined_;
  State state_ = State::upgrading;
  Room::Position position_ = 0;
  std::uint64_t sequence_ = 0;
  std::size_t payload_bytes_ = 0;
  std::string outgoing_;
  Socket socket_;
};

}  // namespace stollen::load::broadcast
