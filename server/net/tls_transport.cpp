#include "server/net/tls_transport.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <algorithm>
#include <array>
#include <cstring>

namespace stollen::net {

namespace {

constexpr std::size_t kRecordBytes = 16 * 1024;

// Gathers up to one record from the parts: a record costs a tag and a system call, so small frames share one.
std::size_t gather(std::span<const iovec> parts, std::span<char> into) {
  std::size_t size = 0;
  for (const iovec& part : parts) {
    const std::size_t count = std::min(part.iov_len, into.size() - size);
    std::memcpy(into.data() + size, part.iov_base, count);
    size += count;
    if (size == into.size()) break;
  }
  return size;
}

}  // namespace

void TlsTransport::Free::operator()(ssl_st* ssl) const {
  SSL_free(ssl);
}

TlsTransport::TlsTransport(runtime::ShardSocket socket, const TlsContext& context)
    : Transport(std::move(socket)) {
  ssl_.reset(context.connect(descriptor()));
}

TlsTransport::~TlsTransport() = default;

IoResult TlsTransport::result_of(int code, std::size_t bytes) noexcept {
  if (code > 0) return {IoStatus::done, bytes};
  switch (SSL_get_error(ssl_.get(), code)) {
    case SSL_ERROR_WANT_READ: return {IoStatus::wants_read, 0};
    case SSL_ERROR_WANT_WRITE: return {IoStatus::wants_write, 0};
    case SSL_ERROR_ZERO_RETURN: return {IoStatus::closed, 0};
    default: break;
  }
  is_broken_ = true;
  ERR_clear_error();  // the queue belongs to the thread, and the next connection must not find it
  return {IoStatus::failed, 0};
}

IoResult TlsTransport::try_handshake() noexcept {
  ERR_clear_error();
  return result_of(SSL_do_handshake(ssl_.get()), 0);
}

IoResult TlsTransport::try_read(std::span<char> into) noexcept {
  ERR_clear_error();
  std::size_t count = 0;
  const int code = SSL_read_ex(ssl_.get(), into.data(), into.size(), &count);
  return result_of(code, count);
}

bool TlsTransport::has_buffered_input() const noexcept {
  return SSL_has_pending(ssl_.get()) == 1;
}

IoResult TlsTransport::write_once(const char* bytes, std::size_t size) noexcept {
  ERR_clear_error();
  std::size_t count = 0;
  const int code = SSL_write_ex(ssl_.get(), bytes, size, &count);
  return result_of(code, count);
}

IoResult TlsTransport::try_write(std::span<const iovec> parts) noexcept {
  if (!staged_.empty()) {
    const IoResult rest = write_once(staged_.data(), staged_.size());
    if (rest.status != IoStatus::done) return rest;
    staged_.clear();
    staged_.shrink_to_fit();
  }
  thread_local std::array<char, kRecordBytes> record;
  const std::size_t size = gather(parts, record);
  if (size == 0) return {IoStatus::done, 0};
  const IoResult result = write_once(record.data(), size);
  if (result.status != IoStatus::wants_write && result.status != IoStatus::wants_read) return result;
  staged_.assign(record.data(), size);
  return {IoStatus::done, size};
}

void TlsTransport::shut_output() noexcept {
  if (!is_broken_ && SSL_is_init_finished(ssl_.get()) == 1) {
    ERR_clear_error();
    SSL_shutdown(ssl_.get());  // close_notify, as far as the kernel takes it at once
    ERR_clear_error();
  }
  Transport::shut_output();
}

}  // namespace stollen::net
