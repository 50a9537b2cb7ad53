#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "server/net/http_reader.hpp"
#include "server/net/routes.hpp"
#include "server/net/shard_context.hpp"
#include "server/runtime/timer_wheel.hpp"

namespace stollen::net {

/// A connection that speaks HTTP/1.1, from the TLS handshake until it ends or becomes a WebSocket. One
/// request at a time, in the order in which they came; every phase has a deadline for all of it, which
/// dribbling does not move.
class HttpSession final : public Endpoint {
 public:
  HttpSession(ShardContext& context, Connection connection);
  ~HttpSession() override;

  void start();
  void end() noexcept override;

 private:
  enum class Phase : std::uint8_t { handshake, reading, answering, writing, lingering, ended };

  void shake_hands();
  void read_requests();
  bool take_requests();
  void on_head();
  void on_command_head();
  void forget_large_body() noexcept;
  void on_deadline();
  void arm(std::chrono::milliseconds span);
  void note_first_byte();

  void run_command();
  void execute(std::optional<realtime::Caller> caller, bool has_failed);
  void answer_command(realtime::HttpAnswer answer);
  void read_page();
  void answer_page(realtime::PageAnswer page);
  void open_session();
  void become_session(std::optional<realtime::Caller> caller, bool has_failed);
  template <class Then>
  void authenticate(Then then);
  [[nodiscard]] realtime::Caller caller_of(std::optional<realtime::Caller> logged_in);

  void respond(Response response);
  void write_out();
  void finish_response();
  void linger();
  void send_continue();

  template <class Then>
  void later(Then then);  // at the end of the loop's queue
  std::shared_ptr<HttpSession> self();

  ShardContext& context_;
  Connection connection_;
  Phase phase_ = Phase::handshake;
  bool is_first_request_ = true;
  bool has_first_byte_ = false;  // of the request that is being read
  HttpReader reader_;
  bool has_large_body_ = false;
  std::string input_;
  Client client_;
  Plan plan_;

  std::string head_;  // of the answer that is being sent
  Response response_;
  bool sends_content_ = true;
  bool closes_ = false;
  std::size_t sent_ = 0;
  std::size_t lingered_bytes_ = 0;

  runtime::Timer timer_;
  std::shared_ptr<Endpoint> self_;
};

}  // namespace stollen::net
