#include "loadtest/socket.hpp"

#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <stdexcept>

namespace stollen::load {
namespace {

SSL_CTX* tls_context(bool verifies) {
  const auto make = [](int mode) {
    SSL_CTX* made = SSL_CTX_new(TLS_client_method());
    SSL_CTX_set_min_proto_version(made, TLS1_2_VERSION);
    SSL_CTX_set_default_verify_paths(made);
    SSL_CTX_set_mode(made, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    SSL_CTX_set_verify(made, mode, nullptr);
    return made;
  };
  static SSL_CTX* const strict = make(SSL_VERIFY_PEER);
  static SSL_CTX* const lenient = make(SSL_VERIFY_NONE);
  return verifies ? strict : lenient;
}

}  // namespace

Socket::Socket(Engine& engine, const Target& target, Handlers handlers)
    : engine_(engine), target_(target), handlers_(std::move(handlers)) {}

Socket::~Socket() {
  close();
}

void Socket::open() {
  close();
  descriptor_ = ::socket(target_.address.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (descriptor_ < 0) throw std::runtime_error("no more sockets: raise `ulimit -n` or use fewer users");
  const int on = 1;
  setsockopt(descriptor_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  const int result =
      ::connect(descriptor_, reinterpret_cast<const sockaddr*>(&target_.address), target_.address_length);
  if (result != 0 && errno != EINPROGRESS) {
    // Reported by a turn of the loop, not from within open().
    engine_.after({}, [this, descriptor = descriptor_] {
      if (descriptor == descriptor_) lose();
    });
    return;
  }
  engine_.watch(descriptor_, *this);
}

void Socket::close() {
  if (descriptor_ < 0) return;
  engine_.unwatch(descriptor_);
  if (tls_ != nullptr) SSL_free(tls_);
  tls_ = nullptr;
  ::close(descriptor_);
  descriptor_ = -1;
  is_connected_ = is_established_ = is_ending_ = false;
  is_reading_ = true;
  octets_left_.reset();
  incoming_.clear();
  outgoing_.clear();
}

void Socket::lose() {
  close();
  if (handlers_.on_close) handlers_.on_close();
}

bool Socket::finish_opening() {
  if (!is_connected_) {
    int error = 0;
    socklen_t length = sizeof error;
    getsockopt(descriptor_, SOL_SOCKET, SO_ERROR, &error, &length);
    if (error != 0) {
      lose();
      return false;
    }
    is_connected_ = true;
    if (target_.is_tls) {
      tls_ = SSL_new(tls_context(target_.verifies_certificate));
      SSL_set_fd(tls_, descriptor_);
      SSL_set_tlsext_host_name(tls_, target_.host.c_str());
      SSL_set1_host(tls_, target_.host.c_str());
      SSL_set_connect_state(tls_);
    }
  }
  if (tls_ != nullptr && !handshake()) return false;
  is_established_ = true;
  if (handlers_.on_open) handlers_.on_open();
  return descriptor_ >= 0;
}

bool Socket::handshake() {
  ERR_clear_error();
  const int result = SSL_do_handshake(tls_);
  if (result == 1) return true;
  const int error = SSL_get_error(tls_, result);
  if (error != SSL_ERROR_WANT_READ && error != SSL_ERROR_WANT_WRITE) lose();
  return false;
}

void Socket::on_ready(std::uint32_t epoll_events) {
  if (!is_established_) {
    if ((epoll_events & (EPOLLOUT | EPOLLIN | EPOLLERR | EPOLLHUP)) == 0) return;
    if (!finish_opening()) return;
  }
  is_ending_ = (epoll_events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR)) != 0U;
  if ((epoll_events & EPOLLOUT) != 0U) flush();
  if (descriptor_ >= 0) read_all();
}

long Socket::receive_some(char* into, std::size_t size) {
  if (tls_ == nullptr) {
    const ssize_t got = ::recv(descriptor_, into, size, 0);
    if (got > 0) return got;
    return got < 0 && (errno == EAGAIN || errno == EINTR) ? 0 : -1;
  }
  ERR_clear_error();
  const int got = SSL_read(tls_, into, static_cast<int>(size));
  if (got > 0) return got;
  const int error = SSL_get_error(tls_, got);
  return error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE ? 0 : -1;
}

long Socket::send_some(const char* bytes, std::size_t size) {
  if (tls_ == nullptr) {
    const ssize_t sent = ::send(descriptor_, bytes, size, MSG_NOSIGNAL);
    if (sent >= 0) return sent;
    return errno == EAGAIN || errno == EINTR ? 0 : -1;
  }
  ERR_clear_error();
  const int sent = SSL_write(tls_, bytes, static_cast<int>(size));
  if (sent > 0) return sent;
  const int error = SSL_get_error(tls_, sent);
  return error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE ? 0 : -1;
}

std::size_t Socket::allowed(std::size_t size) const {
  return octets_left_ ? std::min(size, *octets_left_) : size;
}

bool Socket::spend(std::size_t octets) {
  if (!octets_left_) return false;
  *octets_left_ -= octets;
  return *octets_left_ == 0;
}

void Socket::reset() {
  const linger at_once{.l_onoff = 1, .l_linger = 0};
  if (descriptor_ >= 0) setsockopt(descriptor_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  lose();
}

void Socket::read_on() {
  is_reading_ = true;
  if (is_established_) read_all();
}

void Socket::read_all() {
  static thread_local std::array<char, 256 * 1024> buffer;
  while (is_reading_) {
    const std::size_t most = allowed(buffer.size());
    const long got = receive_some(buffer.data(), most);
    if (got < 0) return lose();
    if (got == 0) return;
    const auto size = static_cast<std::size_t>(got);
    const int descriptor = descriptor_;
    const bool is_last = spend(size);
    take({buffer.data(), size});
    if (descriptor_ != descriptor) return;  // closed, or opened anew, by the handler
    if (is_last) return reset();
    // Edge-triggered: what comes after a short read is told anew, so asking again would only cost a call.
    if (tls_ == nullptr && size < most && !is_ending_) return;
  }
}

void Socket::take(std::string_view bytes) {
  const int descriptor = descriptor_;
  if (!incoming_.empty()) {
    incoming_.append(bytes);
    const std::size_t used = handlers_.on_data(incoming_);
    if (descriptor_ == descriptor) incoming_.erase(0, used);
  } else {
    const std::size_t used = handlers_.on_data(bytes);
    if (descriptor_ == descriptor) incoming_.assign(bytes.substr(used));
  }
}

void Socket::send(std::string_view bytes) {
  if (descriptor_ < 0) return;
  outgoing_.append(bytes);
  if (is_established_) flush();
}

void Socket::flush() {
  std::size_t done = 0;
  while (done < outgoing_.size()) {
    const long sent = send_some(outgoing_.data() + done, allowed(outgoing_.size() - done));
    if (sent < 0) {
      // The read side tells about the loss, with what was received before it.
      outgoing_.clear();
      return;
    }
    if (sent == 0) break;
    done += static_cast<std::size_t>(sent);
    if (spend(static_cast<std::size_t>(sent))) {
      outgoing_.clear();
      // Told by a turn of the loop, as every loss: the caller is in the middle of something.
      return engine_.after({}, [this, descriptor = descriptor_] {
        if (descriptor == descriptor_) reset();
      });
    }
  }
  outgoing_.erase(0, done);
}

}  // namespace stollen::load
