#include "tests/support/store_proxy.hpp"

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <stdexcept>
#include <string_view>
#include <utility>

namespace stollen::tests {
namespace {

constexpr const char* kSocket = ".s.PGSQL.5432";

sockaddr_un address_of(const std::filesystem::path& folder) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::string path = (folder / kSocket).string();
  if (path.size() >= sizeof address.sun_path)
    throw std::runtime_error("the socket's path is too long: " + path);
  std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
  return address;
}

bool send_all(int to, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = send(to, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

}  // namespace

StoreProxy::StoreProxy(std::filesystem::path folder, const std::filesystem::path& own_folder)
    : server_(std::move(folder)), listener_(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  const sockaddr_un own = address_of(own_folder);
  if (bind(listener_, reinterpret_cast<const sockaddr*>(&own), sizeof own) != 0 ||
      listen(listener_, 16) != 0) {
    throw std::runtime_error(std::string("no proxy: ") + std::strerror(errno));
  }
  acceptor_ = std::thread([this] { accept_clients(); });
}

StoreProxy::~StoreProxy() {
  is_ending_ = true;
  acceptor_.join();
  for (std::thread& thread : threads_) thread.join();
  close(listener_);
}

void StoreProxy::accept_clients() {
  while (!is_ending_) {
    pollfd ready{.fd = listener_, .events = POLLIN, .revents = 0};
    if (poll(&ready, 1, 20) <= 0) continue;
    const int client = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (client < 0) continue;
    if (mode_ == Mode::away || (is_closed_ && mode_ == Mode::refuse)) {
      close(client);
      continue;
    }
    threads_.emplace_back([this, client] { serve(client); });
  }
}

void StoreProxy::serve(int client) {
  const int server = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const sockaddr_un there = address_of(server_);
  if (connect(server, reinterpret_cast<const sockaddr*>(&there), sizeof there) == 0) {
    std::array<pollfd, 2> ready{pollfd{.fd = client, .events = POLLIN, .revents = 0},
                                pollfd{.fd = server, .events = POLLIN, .revents = 0}};
    while (!is_ending_) {
      if (poll(ready.data(), ready.size(), 20) <= 0) continue;
      if (ready[0].revents != 0 && !forward(client, server, true)) break;
      if (ready[1].revents != 0 && !forward(server, client, false)) break;
    }
  }
  close(server);
  close(client);
}

bool StoreProxy::forward(int from, int to, bool is_client) {
  std::array<char, 16'384> buffer{};
  const ssize_t size = recv(from, buffer.data(), buffer.size(), 0);
  if (size <= 0) return false;
  const std::string_view bytes(buffer.data(), static_cast<std::size_t>(size));
  // A simple query of the wire protocol: 'Q', a length, the text and its end.
  const bool is_commit =
      is_client && bytes.starts_with('Q') && bytes.substr(5) == std::string_view("COMMIT\0", 7);
  const Mode mode = mode_;
  if (mode == Mode::swallow) return true;
  if (mode == Mode::away) return false;
  if (is_commit && mode == Mode::lose_commit) {
    mode_ = Mode::pass;
    ++broken_;
    return false;
  }
  if (is_commit && (mode == Mode::lose_answer || mode == Mode::refuse)) loses_answer_ = true;
  if (is_commit && mode == Mode::swallow_answer) swallows_answer_ = true;
  if (!is_client && swallows_answer_.exchange(false)) {
    mode_ = Mode::swallow;
    ++broken_;
    return true;
  }
  if (!is_client && loses_answer_.exchange(false)) {
    if (mode == Mode::refuse) is_closed_ = true;
    if (mode == Mode::lose_answer) mode_ = Mode::pass;
    ++broken_;
    return false;
  }
  return send_all(to, bytes);
}

}  // namespace stollen::tests
