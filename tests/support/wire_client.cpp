#include "tests/support/wire_client.hpp"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <stdexcept>
#include <utility>

namespace stollen::tests {

std::string HttpResponse::header(const std::string& name) const {
  const auto found = headers.find(name);
  return found == headers.end() ? std::string() : found->second;
}

int WebsocketFrame::close_code() const {
  if (payload.size() < 2) return 1005;
  return static_cast<unsigned char>(payload[0]) * 256 + static_cast<unsigned char>(payload[1]);
}

WireClient::WireClient(std::uint16_t port, int receive_buffer) {
  std::signal(SIGPIPE, SIG_IGN);
  descriptor_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (receive_buffer > 0)
    ::setsockopt(descriptor_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
  const timeval ten_seconds{10, 0};
  ::setsockopt(descriptor_, SOL_SOCKET, SO_RCVTIMEO, &ten_seconds, sizeof ten_seconds);
  ::setsockopt(descriptor_, SOL_SOCKET, SO_SNDTIMEO, &ten_seconds, sizeof ten_seconds);
  const int on = 1;
  ::setsockopt(descriptor_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(descriptor_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    throw std::runtime_error("cannot connect");
  }
}

WireClient::WireClient(WireClient&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)),
      ssl_(std::exchange(other.ssl_, nullptr)),
      buffer_(std::move(other.buffer_)) {}

WireClient& WireClient::operator=(WireClient&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  std::swap(ssl_, other.ssl_);
  std::swap(buffer_, other.buffer_);
  return *this;
}

WireClient::~WireClient() {
  SSL_free(ssl_);
  if (descriptor_ >= 0) ::close(descriptor_);
}

bool WireClient::start_tls(ssl_ctx_st* context) {
  ssl_ = SSL_new(context);
  SSL_set_fd(ssl_, descriptor_);
  ERR_clear_error();
  return SSL_connect(ssl_) == 1;
}

bool WireClient::try_send(std::string_view bytes) {
  while (!bytes.empty()) {
    const int size = static_cast<int>(bytes.size());
    const ssize_t count = ssl_ != nullptr ? SSL_write(ssl_, bytes.data(), size)
                                          : ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

void WireClient::send(std::string_view bytes) {
  if (!try_send(bytes)) throw std::runtime_error("cannot send");
}

bool WireClient::fill() {
  std::array<char, 65'536> chunk{};
  errno = 0;
  const ssize_t count = ssl_ != nullptr ? SSL_read(ssl_, chunk.data(), chunk.size())
                                        : ::recv(descriptor_, chunk.data(), chunk.size(), 0);
  if (count > 0) {
    buffer_.append(chunk.data(), static_cast<std::size_t>(count));
    return true;
  }
  if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
    throw std::runtime_error("the server is silent");
  return false;
}

std::string WireClient::take(std::size_t count) {
  while (buffer_.size() < count) {
    if (!fill()) throw std::runtime_error("the server closed");
  }
  std::string bytes = buffer_.substr(0, count);
  buffer_.erase(0, count);
  return bytes;
}

HttpResponse WireClient::response(bool has_body) {
  std::size_t end = 0;
  while ((end = buffer_.find("\r\n\r\n")) == std::string::npos) {
    if (!fill()) throw std::runtime_error("the server closed");
  }
  std::string head = take(end + 4);
  HttpResponse response;
  response.status = std::stoi(head.substr(9, 3));
  std::size_t line = head.find("\r\n") + 2;
  while (line < end) {
    const std::size_t stop = head.find("\r\n", line);
    const std::size_t colon = head.find(": ", line);
    std::string name = head.substr(line, colon - line);
    std::ranges::transform(name, name.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    response.headers.emplace(name, head.substr(colon + 2, stop - colon - 2));
    line = stop + 2;
  }
  const std::string length = response.header("content-length");
  if (has_body && !length.empty() && response.status != 304) response.body = take(std::stoul(length));
  return response;
}

HttpResponse WireClient::get(std::string_view path, std::string_view headers) {
  send("GET " + std::string(path) + " HTTP/1.1\r\nHost: fair\r\n" + std::string(headers) + "\r\n");
  return response();
}

std::optional<std::string> WireClient::rest() {
  try {
    while (fill()) {
    }
  } catch (const std::runtime_error&) {
    return std::nullopt;
  }
  return std::exchange(buffer_, {});
}

HttpResponse WireClient::upgrade(std::string_view headers) {
  send("GET /socket HTTP/1.1\r\nHost: fair\r\nConnection: keep-alive, Upgrade\r\nUpgrade: websocket\r\n" +
       std::string(headers) + "\r\n");
  return response();
}

std::string client_frame(int opcode, std::string_view payload, bool is_final, bool is_masked, int reserved) {
  std::string frame;
  frame += static_cast<char>((is_final ? 0x80 : 0) | (reserved << 4) | opcode);
  const int mask_bit = is_masked ? 0x80 : 0;
  if (payload.size() < 126) {
    frame += static_cast<char>(mask_bit | static_cast<int>(payload.size()));
  } else if (payload.size() < 65'536) {
    frame += static_cast<char>(mask_bit | 126);
    frame += static_cast<char>(payload.size() >> 8U);
    frame += static_cast<char>(payload.size() & 0xFFU);
  } else {
    frame += static_cast<char>(mask_bit | 127);
    for (unsigned shift = 64; shift > 0; shift -= 8)
      frame += static_cast<char>((payload.size() >> (shift - 8)) & 0xFFU);
  }
  if (!is_masked) return frame.append(payload);
  constexpr std::array<char, 4> kMask{0x37, 0x21, 0x5A, 0x6B};
  frame.append(kMask.data(), kMask.size());
  for (std::size_t i = 0; i < payload.size(); ++i) frame += static_cast<char>(payload[i] ^ kMask.at(i % 4));
  return frame;
}

void WireClient::send_frame(int opcode, std::string_view payload, bool is_final, bool is_masked,
                            int reserved) {
  send(client_frame(opcode, payload, is_final, is_masked, reserved));
}

WebsocketFrame WireClient::frame() {
  const std::string head = take(2);
  WebsocketFrame frame;
  frame.opcode = head[0] & 0x0F;
  frame.is_final = (head[0] & 0x80) != 0;
  frame.is_masked = (head[1] & 0x80) != 0;
  std::size_t size = static_cast<unsigned char>(head[1]) & 0x7FU;
  if (size >= 126) {
    const std::string extended = take(size == 126 ? 2 : 8);
    size = 0;
    for (const char c : extended) size = size * 256 + static_cast<unsigned char>(c);
  }
  frame.payload = take(size);
  return frame;
}

int WireClient::closed_with() {
  for (;;) {
    const WebsocketFrame next = frame();
    if (next.opcode == 8) return next.close_code();
  }
}

}  // namespace stollen::tests
