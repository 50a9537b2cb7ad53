#include "tests/net/test_server.hpp"

#include <array>
#include <stdexcept>
#include <utility>

#include "server/core/log.hpp"
#include "server/realtime/tail.hpp"

namespace stollen::tests {

namespace {

using realtime::FrameClass;
using realtime::FrameRef;

int number_in(std::string_view text) {
  return std::stoi(std::string(text));
}

class EchoSession final : public realtime::Session {
 public:
  explicit EchoSession(realtime::Peer& peer) : peer_(peer) {}

  void receive(std::string_view text) override {
    // "flood N": N durable frames of a KiB. "run N": the same in one piece, as rooms send it. "hints N": the
    // same as hints, then a word. "close": ends with 4503. "saturate": has too much to do from now on.
    if (text.starts_with("flood ")) return flood(number_in(text.substr(6)), FrameClass::durable);
    if (text.starts_with("run ")) return run(number_in(text.substr(4)));
    if (text.starts_with("hints ")) {
      flood(number_in(text.substr(6)), FrameClass::hint);
      return send("hints done");
    }
    if (text == "saturate") {
      is_saturated_ = true;
      return;
    }
    if (text == "close")
      return peer_.close(realtime::CloseCode::removed, "removed", std::chrono::milliseconds(1'500));
    if (text.find("session.join") != std::string_view::npos) return join(text);
    send(text);
  }
  void saw_life() override {}
  [[nodiscard]] bool is_saturated() const override { return is_saturated_; }
  void on_readable(std::move_only_function<void()>) override {}

  void send(std::string_view text) { peer_.send(FrameRef::make(text), FrameClass::durable); }

 private:
  // An event stream has no other words than the streams of its address: "flood:N", "run:N", "close", or an
  // echo.
  void join(std::string_view text) {
    if (const auto at = text.find("flood:"); at != std::string_view::npos)
      flood(number_in(text.substr(at + 6)), FrameClass::durable);
    if (const auto at = text.find("run:"); at != std::string_view::npos) run(number_in(text.substr(at + 4)));
    send(text);
    if (text.find(R"("close")") != std::string_view::npos) receive("close");
  }
  void flood(int count, FrameClass frame_class) {
    for (int i = 0; i < count; ++i) peer_.send(FrameRef::make(flood_text(i)), frame_class);
  }
  void run(int count) {
    realtime::SegmentPool pool;
    realtime::Tail tail(pool);
    for (int i = 0; i < count; ++i) tail.append(FrameRef::make(flood_text(i)), i + 1, FrameClass::durable);
    peer_.send_run(tail.run(tail.begin(), tail.end()), realtime::Sending::with_others);
  }
  realtime::Peer& peer_;
  bool is_saturated_ = false;
};

constexpr std::string_view kIndex = "<!doctype html><title>Messe</title>";
constexpr std::string_view kScript = "console.log('Glück auf')";
constexpr std::array<net::StaticFile, 2> kPages{{
    {"/index.html", "text/html; charset=utf-8", "1111", false, kIndex, {}, {}},
    {"/assets/app-1a2b.js", "text/javascript; charset=utf-8", "2222", true, kScript, "br-bytes", "gz-bytes"},
}};
constexpr std::array<net::StaticFile, 1> kMedia{
    {{"/logo.svg", "image/svg+xml", "3333", false, "<svg xmlns='http://www.w3.org/2000/svg'/>", {}, {}}}};

runtime::Scheduler::Options scheduler_options(std::uint32_t shards) {
  runtime::Scheduler::Options options;
  options.shards = shards;
  options.timer_resolution = std::chrono::milliseconds(5);
  return options;
}

}  // namespace

void with_small_outbox(net::Options& options) {
  options.limits.send_buffer_bytes = 256 * 1024;
  options.limits.outbox_frames = 8;
}

std::string flood_text(int number) {
  std::string text = std::to_string(number) + " ";
  text.resize(1'024, 'x');
  return text;
}

void EchoGateway::authenticate(runtime::Shard& shard, std::string_view token, Authenticated done) {
  // Comes back in another turn, as from the store.
  shard.post([token = std::string(token), done = std::move(done)]() mutable {
    if (token == "broken-store") return done(std::nullopt, true);
    if (token != "good") return done(std::nullopt, false);
    realtime::Caller caller;
    caller.person_id = protocol::PersonId::from_bytes({1});
    done(std::move(caller), false);
  });
}

std::unique_ptr<realtime::Session> EchoGateway::open_session(realtime::Peer& peer, runtime::Shard& /*shard*/,
                                                             realtime::Caller caller) {
  auto session = std::make_unique<EchoSession>(peer);
  if (greets_) session->send("hello " + caller.address);
  return session;
}

void EchoGateway::http_command(runtime::Shard& shard, realtime::Caller caller, std::string_view name,
                               std::string_view cid, std::string_view body, Answered done) {
  realtime::HttpAnswer answer;
  answer.body = std::string(name) + "|" + std::string(cid) + "|" +
                (caller.is_logged_in() ? "person" : "nobody") + "|" + caller.address + "|" + caller.device +
                "|" + std::string(body);
  if (name == "account.log_in") {
    answer.cookie = storage::Effects::Cookie{protocol::Secret("new-token"), 3'600};
  }
  shard.post([answer = std::move(answer), done = std::move(done)]() mutable { done(std::move(answer)); });
}

// "/page/missing", "/page/busy", "/page/throttled" say so; every other page is its path and who asked.
void EchoGateway::page(runtime::Shard& shard, const realtime::Caller& caller, std::string_view path,
                       PageRead done) {
  realtime::PageAnswer answer{.status = 200,
                              .content_type = "text/calendar; charset=utf-8",
                              .body = std::string(path) + (caller.is_logged_in() ? "|person" : "|nobody"),
                              .retry_after = {}};
  const std::string_view word = path.substr(path.rfind('/') + 1);
  if (word == "missing") answer.status = 404;
  if (word == "busy") answer.status = 503;
  if (word == "throttled") answer.status = 429;
  if (word == "busy" || word == "throttled") answer.retry_after = std::chrono::milliseconds(1'200);
  shard.post([answer = std::move(answer), done = std::move(done)]() mutable { done(std::move(answer)); });
}

TestServer::TestServer(const std::function<void(net::Options&)>& change) : TestServer(change, {}) {}

TestServer::TestServer(const std::function<void(net::Options&)>& change, Shape shape)
    : scheduler_(scheduler_options(shape.shards)), gateway_(shape.greets) {
  log::set_level(log::Level::error);
  net::Options options;
  options.port = 0;
  options.pages = net::StaticFiles::from_embedded(kPages);
  options.media = net::StaticFiles::from_embedded(kMedia);
  change(options);
  scheduler_.start();
  server_ = std::make_unique<net::Server>(scheduler_, gateway_, options);
  server_->start();
}

TestServer::~TestServer() {
  server_.reset();
  scheduler_.stop();
}

WireClient TestServer::socket(int receive_buffer) const {
  WireClient client(port(), receive_buffer);
  if (client.upgrade(kUpgradeHeaders).status != 101) throw std::runtime_error("not upgraded");
  if (client.frame().payload != "hello 127.0.0.1") throw std::runtime_error("no greeting");
  return client;
}

long TestServer::figure(const std::string& name) const {
  std::string text;
  server_->append_metrics(text);
  const std::size_t at = text.find("\nstollen_net_" + name + " ");
  return at == std::string::npos ? -1 : std::stol(text.substr(text.find(' ', at) + 1));
}

}  // namespace stollen::tests
