#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "loadtest/engine.hpp"
#include "loadtest/target.hpp"

struct ssl_ctx_st;
struct ssl_st;

namespace stollen::load {

/// A client's TCP connection, plain or TLS, never blocking. Callbacks may close it.
class Socket final : public Watched {
 public:
  struct Handlers {
    std::function<void()> on_open;
    /// Everything received and not yet consumed; returns how many bytes were consumed.
    std::function<std::size_t(std::string_view)> on_data;
    std::function<void()> on_close;  ///< the connection is gone and was not closed by us
  };

  Socket(Engine& engine, const Target& target, Handlers handlers);
  ~Socket() override;
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;

  void open();
  void send(std::string_view bytes);
  void close();
  /// Leaves what comes in the kernel's buffer until read_on().
  void stop_reading() { is_reading_ = false; }
  void read_on();
  /// Loses the connection after so many further octets in either direction, in the middle of whatever they
  /// are.
  void lose_after(std::size_t octets) { octets_left_ = octets; }
  /// Loses it now, by a reset.
  void reset();
  [[nodiscard]] bool is_open() const { return descriptor_ >= 0 && is_established_; }

 private:
  void on_ready(std::uint32_t epoll_events) override;
  bool finish_opening();
  bool handshake();
  void read_all();
  void take(std::string_view bytes);
  void flush();
  void lose();
  /// The part of `size` that is left before the connection is to be lost.
  [[nodiscard]] std::size_t allowed(std::size_t size) const;
  /// True: these octets were the last.
  bool spend(std::size_t octets);
  /// As recv and send, or their TLS twins: > 0 bytes, 0 would block, < 0 gone.
  long receive_some(char* into, std::size_t size);
  long send_some(const char* bytes, std::size_t size);

  Engine& engine_;
  const Target& target_;
  Handlers handlers_;
  int descriptor_ = -1;
  bool is_connected_ = false;
  bool is_established_ = false;
  bool is_reading_ = true;
  std::optional<std::size_t> octets_left_;
  bool is_ending_ = false;  ///< the peer has said or lost its last; read to the end
  ssl_st* tls_ = nullptr;
  std::string incoming_;
  std::string outgoing_;
};

}  // namespace stollen::load
