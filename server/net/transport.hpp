#pragma once

#include <sys/uio.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>

#include "server/runtime/shard_io.hpp"

namespace stollen::net {

enum class IoStatus : std::uint8_t {
  done,         ///< `bytes` were moved; more may be possible at once
  wants_read,   ///< wait until readable, then try again
  wants_write,  ///< wait until writable, then try again
  closed,       ///< the peer has ended its direction properly
  failed,       ///< the connection is broken
};

struct IoResult {
  IoStatus status = IoStatus::failed;
  std::size_t bytes = 0;
};

/// A connection's bytes, plain or TLS: tried without blocking, and waited for when there is nothing to do.
/// The one place where the two kinds differ; HTTP and Beast see this type alone, so that their code is
/// compiled once.
class Transport {
 public:
  /// Called on the shard; false: the transport was closed meanwhile.
  using Ready = std::move_only_function<void(bool is_open)>;

  explicit Transport(runtime::ShardSocket socket) : socket_(std::move(socket)) {}
  virtual ~Transport() = default;
  Transport(const Transport&) = delete;
  Transport& operator=(const Transport&) = delete;

  /// To be repeated until done before anything else.
  virtual IoResult try_handshake() noexcept { return {IoStatus::done, 0}; }
  virtual IoResult try_read(std::span<char> into) noexcept = 0;
  /// Whether input lies here that no wait_readable() would announce: try_read() first.
  [[nodiscard]] virtual bool has_buffered_input() const noexcept { return false; }
  /// Takes bytes from the front of `parts`; what was taken counts as sent. With no parts: sends what was
  /// taken and is still here.
  virtual IoResult try_write(std::span<const iovec> parts) noexcept = 0;
  /// Whether bytes that were taken are still here: call try_write({}) when writable.
  [[nodiscard]] virtual bool has_unsent() const noexcept { return false; }
  /// Says that nothing more will be sent. Reading goes on.
  virtual void shut_output() noexcept;

  /// One wait of each kind at a time.
  void wait_readable(Ready ready);
  void wait_writable(Ready ready);

  /// Frees the descriptor; waits end with false, later and not inside this call.
  void close() noexcept;
  /// The same, and the peer learns that it was not a proper end. Drops what the kernel has not sent.
  void reset() noexcept;

  runtime::ShardExecutor executor() { return socket_.get_executor(); }

 protected:
  int descriptor() noexcept { return socket_.native_handle(); }

 private:
  runtime::ShardSocket socket_;
};

class PlainTransport final : public Transport {
 public:
  using Transport::Transport;
  IoResult try_read(std::span<char> into) noexcept override;
  IoResult try_write(std::span<const iovec> parts) noexcept override;
};

}  // namespace stollen::net
