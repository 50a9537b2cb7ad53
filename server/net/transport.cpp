#include "server/net/transport.hpp"

#include <sys/socket.h>

#include <boost/asio/socket_base.hpp>
#include <cerrno>

namespace stollen::net {

namespace {

bool is_not_now(int error) {
  return error == EAGAIN || error == EWOULDBLOCK;
}

}  // namespace

void Transport::wait_readable(Ready ready) {
  socket_.async_wait(
      boost::asio::socket_base::wait_read,
      [ready = std::move(ready)](const boost::system::error_code& error) mutable { ready(!error); });
}

void Transport::wait_writable(Ready ready) {
  socket_.async_wait(
      boost::asio::socket_base::wait_write,
      [ready = std::move(ready)](const boost::system::error_code& error) mutable { ready(!error); });
}

void Transport::shut_output() noexcept {
  boost::system::error_code ignored;
  socket_.shutdown(boost::asio::socket_base::shutdown_send, ignored);
}

void Transport::close() noexcept {
  boost::system::error_code ignored;
  socket_.close(ignored);
}

void Transport::reset() noexcept {
  boost::system::error_code ignored;
  socket_.set_option(boost::asio::socket_base::linger(true, 0), ignored);
  socket_.close(ignored);
}

IoResult PlainTransport::try_read(std::span<char> into) noexcept {
  for (;;) {
    const ssize_t count = ::recv(descriptor(), into.data(), into.size(), MSG_DONTWAIT);
    if (count > 0) return {IoStatus::done, static_cast<std::size_t>(count)};
    if (count == 0) return {IoStatus::closed, 0};
    if (is_not_now(errno)) return {IoStatus::wants_read, 0};
    if (errno != EINTR) return {IoStatus::failed, 0};
  }
}

IoResult PlainTransport::try_write(std::span<const iovec> parts) noexcept {
  if (parts.empty()) return {IoStatus::done, 0};
  msghdr message{};
  message.msg_iov = const_cast<iovec*>(parts.data());  // NOLINT: sendmsg does not write to it
  message.msg_iovlen = parts.size();
  for (;;) {
    const ssize_t count = ::sendmsg(descriptor(), &message, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (count >= 0) return {IoStatus::done, static_cast<std::size_t>(count)};
    if (is_not_now(errno)) return {IoStatus::wants_write, 0};
    if (errno != EINTR) return {IoStatus::failed, 0};
  }
}

}  // namespace stollen::net
