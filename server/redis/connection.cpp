#include "server/redis/connection.hpp"

#include <fmt/format.h>

#include <array>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>
#include <optional>
#include <utility>
#include <vector>

namespace stollen::redis {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using Protocol = asio::generic::stream_protocol;
using Socket = asio::basic_stream_socket<Protocol, runtime::ShardExecutor>;

constexpr std::size_t kReadBytes = 16 * 1024;

class SocketConnection final : public Connection {
 public:
  SocketConnection(runtime::Shard& shard, HostLookup& lookup, const ConnectionOptions& options, Owner& owner)
      : shard_(shard),
        lookup_(lookup),
        options_(options),
        owner_(&owner),
        socket_(runtime::executor_of(shard)),
        reader_(options.longest_reply) {}

  void open() override;
  bool send(std::string_view commands) override;
  void fail(const std::string& why) override;
  void close() override;

 private:
  std::shared_ptr<SocketConnection> self() {
    return std::static_pointer_cast<SocketConnection>(shared_from_this());
  }
  [[nodiscard]] bool is_over() const { return owner_ == nullptr; }
  void connect(std::size_t index);
  void begin_tls();
  void begin();
  void read();
  void take(std::size_t size);
  void write();
  /// Runs `work(stream)` on the socket, or on TLS over it.
  template <class Work>
  void with_stream(const Work& work) {
    if (tls_) {
      work(*tls_);
    } else {
      work(socket_);
    }
  }

  runtime::Shard& shard_;
  HostLookup& lookup_;
  const ConnectionOptions& options_;
  Owner* owner_;
  Socket socket_;
  std::optional<asio::ssl::context> trust_;
  std::optional<asio::ssl::stream<Socket&>> tls_;
  std::vector<Protocol::endpoint> endpoints_;
  ReplyReader reader_;
  std::array<char, kReadBytes> input_{};
  std::string waiting_;  // to be sent
  std::string leaving_;  // being sent
  bool is_writing_ = false;
};

void SocketConnection::open() {
  const Address& address = options_.address;
  if (!address.socket_path.empty()) {
    endpoints_.emplace_back(asio::local::stream_protocol::endpoint(address.socket_path));
    return connect(0);
  }
  lookup_.find(shard_, address.host, address.port,
               [self = self()](const std::vector<HostLookup::Endpoint>& found, const std::string& trouble) {
                 if (self->is_over()) return;
                 if (found.empty()) return self->fail(trouble);
                 for (const auto& endpoint : found) self->endpoints_.emplace_back(endpoint);
                 self->connect(0);
               });
}

void SocketConnection::connect(std::size_t index) {
  error_code ignored;
  socket_.close(ignored);
  socket_.async_connect(endpoints_[index], [self = self(), index](const error_code& error) {
    if (self->is_over()) return;
    if (!error) return self->options_.address.uses_tls ? self->begin_tls() : self->begin();
    if (index + 1 < self->endpoints_.size()) return self->connect(index + 1);
    self->fail("no connection: " + error.message());
  });
}

void SocketConnection::begin_tls() {
  error_code error;
  trust_.emplace(asio::ssl::context::tls_client);
  SSL_CTX_set_min_proto_version(trust_->native_handle(), TLS1_2_VERSION);
  if (options_.ca_file.empty()) {
    trust_->set_default_verify_paths(error);
  } else {
    trust_->load_verify_file(options_.ca_file, error);
  }
  if (error) return fail("redis_ca " + options_.ca_file + ": " + error.message());
  tls_.emplace(socket_, *trust_);
  tls_->set_verify_mode(asio::ssl::verify_peer, error);
  tls_->set_verify_callback(asio::ssl::host_name_verification(options_.address.host), error);
  SSL_set_tlsext_host_name(tls_->native_handle(), options_.address.host.c_str());
  tls_->async_handshake(asio::ssl::stream_base::client, [self = self()](const error_code& failed) {
    if (self->is_over()) return;
    if (failed) return self->fail("no TLS: " + failed.message());
    self->begin();
  });
}

void SocketConnection::begin() {
  error_code ignored;  // a Unix socket has no such option
  socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
  read();
  owner_->opened();
}

void SocketConnection::read() {
  with_stream([this](auto& stream) {
    stream.async_read_some(asio::buffer(input_), [self = self()](const error_code& error, std::size_t size) {
      if (self->is_over()) return;
      if (error) return self->fail("the connection ended: " + error.message());
      self->take(size);
    });
  });
}

void SocketConnection::take(std::size_t size) {
  reader_.feed({input_.data(), size});
  Reply reply;
  for (;;) {
    const auto outcome = reader_.next(reply);
    if (outcome == ReplyReader::Outcome::broken) return fail(reader_.trouble());
    if (outcome == ReplyReader::Outcome::incomplete) break;
    owner_->replied(reply);
    if (is_over()) return;
  }
  owner_->input_was_read();
  if (!is_over()) read();
}

bool SocketConnection::send(std::string_view commands) {
  if (waiting_.size() + leaving_.size() + commands.size() > options_.output_limit) return false;
  waiting_.append(commands);
  if (std::exchange(is_writing_, true)) return true;
  asio::post(socket_.get_executor(), [self = self()] { self->write(); });
  return true;
}

void SocketConnection::write() {
  leaving_.clear();
  leaving_.swap(waiting_);
  is_writing_ = !leaving_.empty();
  if (is_over() || !is_writing_) return;
  with_stream([this](auto& stream) {
    asio::async_write(stream, asio::buffer(leaving_),
                      [self = self()](const error_code& error, std::size_t /*size*/) {
                        if (self->is_over()) return;
                        if (error) return self->fail("the connection ended: " + error.message());
                        self->write();
                      });
  });
}

void SocketConnection::fail(const std::string& why) {
  Owner* const owner = owner_;
  close();
  if (owner != nullptr) owner->ended(why);
}

void SocketConnection::close() {
  owner_ = nullptr;
  error_code ignored;
  socket_.close(ignored);
}

}  // namespace

std::shared_ptr<Connection> Connection::make(runtime::Shard& shard, HostLookup& lookup,
                                             const ConnectionOptions& options, Owner& owner) {
  return std::make_shared<SocketConnection>(shard, lookup, options, owner);
}

}  // namespace stollen::redis
