// limit_probe: a broadcaster without protocol, as fast as one thread on this kernel can be. It is the bound
// to which a server's fan-out is compared: it frames each message once, batches all that one wake-up of epoll
// brought, and gives every member all of it in exactly one write. No JSON, no rights, no store, no fairness,
// no limits.
#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/tcp.h>
#include <openssl/evp.h>
#include <openssl/sha.h>
#include <sched.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "loadtest/websocket_frames.hpp"

namespace {

namespace load = stollen::load;
using load::Opcode;

constexpr std::size_t kReadBytes = 64 * 1024;
constexpr std::size_t kMostReady = 16 * 1024;
/// A member that reads nothing at all is cut off here, so that the probe cannot eat the machine's memory.
constexpr std::size_t kMostUnsent = 64 * 1024 * 1024;

struct Room;

struct Peer {
  int descriptor = -1;
  Room* room = nullptr;
  bool is_upgraded = false;
  bool waits_for_room = false;  ///< EPOLLOUT is asked for
  std::string incoming;         ///< an incomplete frame or request
  std::string unsent;           ///< what the socket did not take
};

struct Room {
  std::vector<Peer*> members;
  std::string outgoing;  ///< ready frames of this wake-up
};

struct ClientFrame {
  Opcode opcode = Opcode::text;
  std::string_view mask;
  std::string_view payload;  ///< still masked
  std::size_t size = 0;
};

std::optional<ClientFrame> parse_client_frame(std::string_view bytes) {
  constexpr std::size_t kMaskBytes = 4;
  const auto head = load::parse_head(bytes);
  if (!head) return std::nullopt;
  if (!head->is_final || head->has_reserved_bits || !head->is_masked)
    throw std::runtime_error("a frame that is not final or not masked");
  if (head->payload_size > kMostUnsent) throw std::runtime_error("a frame that is too long");
  const auto payload = static_cast<std::size_t>(head->payload_size);
  const std::size_t begin = head->size + kMaskBytes;
  if (bytes.size() < begin + payload) return std::nullopt;
  return ClientFrame{head->opcode, bytes.substr(head->size, kMaskBytes), bytes.substr(begin, payload),
                     begin + payload};
}

void append_unmasked(std::string& out, const ClientFrame& frame) {
  const std::size_t begin = out.size();
  out.append(frame.payload);
  for (std::size_t i = 0; i < frame.payload.size(); ++i) {
    out[begin + i] = static_cast<char>(out[begin + i] ^ frame.mask[i % 4]);
  }
}

/// The answer to an upgrade; throws when the request is none.
std::string upgrade_answer(std::string head) {
  std::string lower = head;
  std::ranges::transform(lower, lower.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  constexpr std::string_view kName = "\r\nsec-websocket-key:";
  const std::size_t at = lower.find(kName);
  if (at == std::string::npos) throw std::runtime_error("a request that is no WebSocket upgrade");
  std::string key = head.substr(at + kName.size(), head.find("\r\n", at + 2) - at - kName.size());
  std::erase(key, ' ');
  key += "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";  // RFC 6455 section 1.3
  std::array<unsigned char, SHA_DIGEST_LENGTH> digest{};
  SHA1(reinterpret_cast<const unsigned char*>(key.data()), key.size(), digest.data());
  std::array<unsigned char, 32> text{};
  const int size = EVP_EncodeBlock(text.data(), digest.data(), SHA_DIGEST_LENGTH);
  const bool has_protocol = lower.find("jobfair.1") != std::string::npos;
  return fmt::format(
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n{}"
      "Sec-WebSocket-Accept: {}\r\n\r\n",
      has_protocol ? "Sec-WebSocket-Protocol: jobfair.1\r\n" : "",
      std::string_view(reinterpret_cast<const char*>(text.data()), static_cast<std::size_t>(size)));
}

class Probe {
 public:
  explicit Probe(std::uint16_t port) {
    listener_ = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    const int on = 1;
    setsockopt(listener_, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    if (bind(listener_, reinterpret_cast<const sockaddr*>(&address), length) != 0 ||
        listen(listener_, 4096) != 0 ||
        getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &length) != 0) {
      throw std::runtime_error(fmt::format("cannot listen on port {}", port));
    }
    port_ = ntohs(address.sin_port);
    epoll_ = epoll_create1(EPOLL_CLOEXEC);
    watch(listener_, nullptr, EPOLL_CTL_ADD, EPOLLIN);
  }

  [[nodiscard]] std::uint16_t port() const { return port_; }

  [[noreturn]] void run() {
    std::vector<epoll_event> events(kMostReady);
    while (true) {
      const int count = epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), -1);
      if (count < 0 && errno != EINTR) throw std::runtime_error("epoll_wait failed");
      for (int i = 0; i < count; ++i) {
        const epoll_event& event = events[static_cast<std::size_t>(i)];
        auto* peer = static_cast<Peer*>(event.data.ptr);
        if (peer == nullptr) {
          accept_all();
        } else if (peer->descriptor >= 0) {  // not ended by an earlier event of this wake-up
          if ((event.events & EPOLLOUT) != 0U) send_unsent(*peer);
          if ((event.events & ~static_cast<unsigned>(EPOLLOUT)) != 0U && peer->descriptor >= 0) read(*peer);
        }
      }
      flush();
      ended_.clear();
    }
  }

 private:
  void watch(int descriptor, Peer* peer, int operation, std::uint32_t wanted) const {
    epoll_event event{};
    event.events = wanted;
    event.data.ptr = peer;
    if (epoll_ctl(epoll_, operation, descriptor, &event) != 0) throw std::runtime_error("epoll_ctl failed");
  }

  void accept_all() {
    while (true) {
      const int descriptor = accept4(listener_, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
      if (descriptor < 0) return;
      const int on = 1;
      setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
      auto peer = std::make_unique<Peer>();
      peer->descriptor = descriptor;
      watch(descriptor, peer.get(), EPOLL_CTL_ADD, EPOLLIN);
      peers_.emplace(descriptor, std::move(peer));
    }
  }

  void end(Peer& peer) {
    if (peer.room != nullptr) std::erase(peer.room->members, &peer);
    close(peer.descriptor);
    const auto found = peers_.find(std::exchange(peer.descriptor, -1));
    ended_.push_back(std::move(found->second));  // events of this wake-up may still name it
    peers_.erase(found);
  }

  void read(Peer& peer) {
    static std::array<char, kReadBytes> buffer;
    const ssize_t got = recv(peer.descriptor, buffer.data(), buffer.size(), 0);
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (got <= 0) return end(peer);
    std::string_view bytes(buffer.data(), static_cast<std::size_t>(got));
    try {
      if (peer.incoming.empty()) {
        peer.incoming.assign(bytes.substr(take(peer, bytes)));
      } else {
        peer.incoming.append(bytes);
        peer.incoming.erase(0, take(peer, peer.incoming));
      }
    } catch (const std::runtime_error& fault) {
      fmt::print(stderr, "limit_probe: a client sent {}\n", fault.what());
      end(peer);
    }
  }

  /// Returns how many bytes were consumed.
  std::size_t take(Peer& peer, std::string_view bytes) {
    std::size_t used = 0;
    if (!peer.is_upgraded) {
      const std::size_t end_of_head = bytes.find("\r\n\r\n");
      if (end_of_head == std::string_view::npos) return 0;
      used = end_of_head + 4;
      peer.is_upgraded = true;
      give(peer, upgrade_answer(std::string(bytes.substr(0, used))));
    }
    while (const auto frame = parse_client_frame(bytes.substr(used))) {
      used += frame->size;
      on_frame(peer, *frame);
    }
    return used;
  }

  void on_frame(Peer& peer, const ClientFrame& frame) {
    if (frame.opcode == Opcode::close) throw std::runtime_error("its farewell");
    if (frame.opcode != Opcode::text) return;  // pongs, since the probe never asks
    if (peer.room != nullptr) {
      if (peer.room->outgoing.empty()) dirty_.push_back(peer.room);
      load::append_head(peer.room->outgoing, Opcode::text, frame.payload.size(), false);
      return append_unmasked(peer.room->outgoing, frame);
    }
    std::string text;
    append_unmasked(text, frame);
    if (!text.starts_with("JOIN ")) throw std::runtime_error("something else than JOIN first");
    peer.room = &rooms_[text.substr(5)];
    peer.room->members.push_back(&peer);
    give(peer, "\x81\x02OK");
  }

  void flush() {
    for (Room* room : dirty_) {
      for (Peer* member : room->members) give(*member, room->outgoing);
      room->outgoing.clear();
    }
    dirty_.clear();
  }

  void give(Peer& peer, std::string_view bytes) {
    if (peer.unsent.empty()) {
      const ssize_t sent = send(peer.descriptor, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
      if (sent < 0 && errno != EAGAIN && errno != EINTR) return;  // reading tells that it is gone
      bytes.remove_prefix(sent < 0 ? 0 : static_cast<std::size_t>(sent));
    }
    if (bytes.empty()) return;
    if (peer.unsent.size() > kMostUnsent) return void(shutdown(peer.descriptor, SHUT_RDWR));
    peer.unsent.append(bytes);
    if (!std::exchange(peer.waits_for_room, true))
      watch(peer.descriptor, &peer, EPOLL_CTL_MOD, EPOLLIN | EPOLLOUT);
  }

  void send_unsent(Peer& peer) {
    const ssize_t sent =
        send(peer.descriptor, peer.unsent.data(), peer.unsent.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent > 0) peer.unsent.erase(0, static_cast<std::size_t>(sent));
    if (!peer.unsent.empty()) return;
    peer.waits_for_room = false;
    watch(peer.descriptor, &peer, EPOLL_CTL_MOD, EPOLLIN);
  }

  int listener_ = -1;
  int epoll_ = -1;
  std::uint16_t port_ = 0;
  std::unordered_map<int, std::unique_ptr<Peer>> peers_;
  std::unordered_map<std::string, Room> rooms_;
  std::vector<Room*> dirty_;
  std::vector<std::unique_ptr<Peer>> ended_;
};

void stay_on(int cpu) {
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(static_cast<std::size_t>(cpu), &set);
  if (sched_setaffinity(0, sizeof set, &set) != 0)
    throw std::runtime_error(fmt::format("--cpu: there is no CPU {}", cpu));
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App cli{
      "The bare limit of this machine: a WebSocket broadcaster without protocol, on one thread.\n"
      "A client's first text frame `JOIN <room>` is answered `OK`; each further one goes to all of the "
      "room."};
  cli.footer(
      "Example:\n  limit_probe --port 9000 --cpu 0\n  stollen-loadtest bench --mode bare --url "
      "http://127.0.0.1:9000");
  std::uint16_t port = 0;
  int cpu = -1;
  cli.add_option("--port", port, "Port on 127.0.0.1; 0 takes a free one, which is printed");
  cli.add_option("--cpu", cpu, "Stay on this CPU")->check(CLI::Range(0, CPU_SETSIZE - 1));
  CLI11_PARSE(cli, argc, argv);
  try {
    std::signal(SIGPIPE, SIG_IGN);
    rlimit limit{};
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
    if (cpu >= 0) stay_on(cpu);
    Probe probe(port);
    fmt::print("listening on port {}\n", probe.port());
    std::fflush(stdout);
    probe.run();
  } catch (const std::exception& error) {
    fmt::print(stderr, "limit_probe: {}\n", error.what());
    return 1;
  }
}
