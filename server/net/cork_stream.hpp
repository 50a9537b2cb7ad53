#pragma once

#include <boost/asio/async_result.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/beast/core/role.hpp>
#include <boost/system/error_code.hpp>
#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <utility>

#include "server/runtime/shard_io.hpp"

namespace stollen::net {

/// The connection as Beast's websocket::stream sees it. What Beast writes is not sent but queued among
/// everything else that goes to the peer, so that its pongs and close frames stand in order and are never
/// torn apart.
class CorkEnd {
 public:
  using Done = std::move_only_function<void(boost::system::error_code, std::size_t)>;

  /// `done` is called later, never inside this call; so are the others.
  virtual void cork_read(std::span<char> into, Done done) = 0;
  /// Takes all of `bytes`.
  virtual void cork_write(std::string_view bytes, Done done) = 0;
  virtual void cork_teardown(Done done) = 0;
  virtual runtime::ShardExecutor cork_executor() = 0;

 protected:
  ~CorkEnd() = default;
};

/// The AsyncStream that Beast's templates ask for; of one concrete type, so that they are compiled once.
class CorkStream {
 public:
  using executor_type = runtime::ShardExecutor;

  explicit CorkStream(CorkEnd& end) : end_(&end) {}
  executor_type get_executor() const noexcept { return end_->cork_executor(); }

  template <class Buffers, class Token>
  auto async_read_some(const Buffers& buffers, Token&& token) {
    return boost::asio::async_initiate<Token, void(boost::system::error_code, std::size_t)>(
        [this](auto handler, const Buffers& into) {
          end_->cork_read(first_of(into), wrap(std::move(handler)));
        },
        token, buffers);
  }

  template <class Buffers, class Token>
  auto async_write_some(const Buffers& buffers, Token&& token) {
    return boost::asio::async_initiate<Token, void(boost::system::error_code, std::size_t)>(
        [this](auto handler, const Buffers& from) {
          std::string bytes;
          bytes.reserve(boost::asio::buffer_size(from));
          for (auto part = boost::asio::buffer_sequence_begin(from);
               part != boost::asio::buffer_sequence_end(from); ++part) {
            const boost::asio::const_buffer view(*part);
            bytes.append(static_cast<const char*>(view.data()), view.size());
          }
          end_->cork_write(bytes, wrap(std::move(handler)));
        },
        token, buffers);
  }

 private:
  template <class Handler>
  friend void async_teardown(boost::beast::role_type role, CorkStream& stream, Handler&& handler);

  template <class Buffers>
  static std::span<char> first_of(const Buffers& buffers) {
    for (auto part = boost::asio::buffer_sequence_begin(buffers);
         part != boost::asio::buffer_sequence_end(buffers); ++part) {
      const boost::asio::mutable_buffer view(*part);
      if (view.size() > 0) return {static_cast<char*>(view.data()), view.size()};
    }
    return {};
  }

  template <class Handler>
  static CorkEnd::Done wrap(Handler handler) {
    return [handler = std::move(handler)](boost::system::error_code error, std::size_t bytes) mutable {
      std::move(handler)(error, bytes);
    };
  }

  CorkEnd* end_;
};

/// Found by Beast through its argument. The blocking twins are not called, but must exist.
template <class Handler>
void async_teardown(boost::beast::role_type /*role*/, CorkStream& stream, Handler&& handler) {
  stream.end_->cork_teardown(
      [handler = std::forward<Handler>(handler)](boost::system::error_code error, std::size_t) mutable {
        std::move(handler)(error);
      });
}
inline void teardown(boost::beast::role_type /*role*/, CorkStream& /*stream*/,
                     boost::system::error_code& /*error*/) {}
/// Only called by Beast's own timeouts, which are off.
inline void beast_close_socket(CorkStream& /*stream*/) {}

}  // namespace stollen::net
