#include "tests/realtime/test_node.hpp"

#include <algorithm>
#include <cstdlib>
#include <numeric>
#include <set>

#include "server/core/log.hpp"
#include "server/core/metrics.hpp"

namespace stollen::tests {

std::uint64_t figure(std::string_view name) {
  const std::string text = metrics::exposition();
  const auto at = text.find("\n" + std::string(name) + " ");
  return at == std::string::npos ? 0 : std::stoull(text.substr(at + name.size() + 2));
}

namespace {

std::uint32_t usual_shards() {
  const char* const given = std::getenv("STOLLEN_SHARDS");
  return given == nullptr ? 2 : static_cast<std::uint32_t>(std::stoul(given));
}

runtime::Scheduler::Options on_shards(std::uint32_t shards) {
  runtime::Scheduler::Options options;
  options.shards = shards;
  options.timer_resolution = 1ms;
  return options;
}

}  // namespace

realtime::Registry& TestNode::fill(realtime::Registry& registry,
                                   const std::function<void(realtime::Registry&)>& more) {
  log::set_level(log::Level::off);
  attach_toy_feature(registry);
  if (more) more(registry);
  return registry;
}

TestNode::TestNode(realtime::RealtimeLimits limits, const std::function<void(realtime::Registry&)>& more,
                   const std::function<void(storage::Transaction&)>& before_start,
                   const storage::DatabaseOptions& options)
    : store(fill(registry, more), system_clock(), options), scheduler(on_shards(usual_shards())) {
  if (before_start) store->write(before_start);
  start(std::move(limits), nullptr);
}

TestNode::TestNode(std::uint32_t shards, realtime::RealtimeLimits limits)
    : store(fill(registry, {}), system_clock()), scheduler(on_shards(shards)) {
  start(std::move(limits), nullptr);
}

TestNode::TestNode(realtime::RealtimeLimits limits, const std::string& address)
    : store(address, fill(registry, {})), scheduler(on_shards(usual_shards())) {
  start(std::move(limits), nullptr);
}

TestNode::TestNode(const redis::LinkOptions& links, const TestNode* other, realtime::RealtimeLimits limits,
                   const std::function<void(realtime::Registry&)>& more,
                   const storage::DatabaseOptions& options)
    : store(other == nullptr
                ? TestStore(fill(registry, more), system_clock(), options)
                : TestStore(other->store.address(), fill(registry, more), system_clock(), options)),
      scheduler(on_shards(usual_shards())) {
  start(std::move(limits), &links);
}

void TestNode::start(realtime::RealtimeLimits limits, const redis::LinkOptions* links) {
  realtime = std::make_unique<realtime::Realtime>(registry, *store, scheduler, pool, system_clock(),
                                                  std::move(limits));
  if (links != nullptr) realtime->connect_nodes(*links);
  scheduler.start();
  realtime->start();
}

TestNode::~TestNode() {
  if (!is_drained) realtime->drain(5s, 0ms);
  store->stop();
  scheduler.stop();
  pool.stop();
}

void TestNode::on_shard(std::uint32_t index, std::function<void()> work) {
  std::promise<void> done;
  scheduler.shard(index).post([&] {
    work();
    done.set_value();
  });
  done.get_future().get();
}

realtime::HttpAnswer TestNode::http(const realtime::Caller& caller, std::string_view name,
                                    std::string_view body, std::string_view cid) {
  std::promise<realtime::HttpAnswer> answer;
  auto& shard = scheduler.shard(scheduler.size() - 1);
  shard.post([&] {
    realtime->http_command(shard, caller, name, cid, body,
                           [&](realtime::HttpAnswer got) { answer.set_value(std::move(got)); });
  });
  return answer.get_future().get();
}

TestClient::TestClient(TestNode& node, realtime::Caller caller, std::uint32_t shard)
    : node_(node), shard_(shard % node.scheduler.size()) {
  node_.on_shard(
      shard_, [&] { session_ = node_.realtime->open_session(*this, node_.scheduler.shard(shard_), caller); });
}

void TestClient::disconnect() {
  node_.on_shard(shard_, [&] { session_.reset(); });
}

void TestClient::on_session(const std::function<void(realtime::Session&)>& work) {
  node_.on_shard(shard_, [&] { work(*session_); });
}

void TestClient::send(const std::string& text) {
  node_.scheduler.shard(shard_).post([this, text] { session_->receive(text); });
}

void TestClient::send(const realtime::FrameRef& frame, realtime::FrameClass) {
  {
    const std::lock_guard lock(mutex_);
    received_.emplace_back(frame->payload());
  }
  changed_.notify_all();
}

void TestClient::send_run(const realtime::FrameRun& run, realtime::Sending) {
  {
    const std::lock_guard lock(mutex_);
    for (const auto& frame : run.frames) received_.emplace_back(run.payload_of(frame));
  }
  changed_.notify_all();
}

void TestClient::close(realtime::CloseCode code, std::string_view, std::chrono::milliseconds retry_after) {
  {
    const std::lock_guard lock(mutex_);
    closed_ = code;
    retry_after_ = retry_after;
  }
  changed_.notify_all();
}

protocol::ServerFrame TestClient::wait_for(const std::function<bool(const protocol::ServerFrame&)>& is_it) {
  const auto deadline = std::chrono::steady_clock::now() + kPatience;
  std::unique_lock lock(mutex_);
  std::size_t looked_at = 0;
  for (;;) {
    for (; looked_at < received_.size(); ++looked_at) {
      auto frame = protocol::parse_server_frame(received_[looked_at]);
      if (!frame) throw std::runtime_error("unreadable frame " + received_[looked_at]);
      if (is_it(*frame)) return std::move(*frame);
    }
    const bool is_closed = closed_.has_value();
    if (is_closed || changed_.wait_until(lock, deadline) == std::cv_status::timeout) {
      throw std::runtime_error(
          (is_closed ? "closed with " + std::to_string(static_cast<int>(*closed_)) : "too late") +
          ", the last frame was " + (received_.empty() ? "none" : received_.back()));
    }
  }
}

protocol::ServerFrame TestClient::answer_to(const std::string& cid) {
  return wait_for([&](const auto& frame) {
    return frame.kind != protocol::ServerFrame::Kind::event && frame.cid == cid;
  });
}

protocol::ServerFrame TestClient::wait_for_event(std::string_view name, std::int64_t n) {
  return wait_for([=](const auto& frame) { return frame.name == name && (n == 0 || frame.n == n); });
}

protocol::JoinedStream TestClient::join(const std::string& stream, std::optional<std::string> epoch,
                                        std::optional<std::int64_t> last) {
  const auto answer =
      ask(protocol::session::Join{.streams = {{.stream = stream, .epoch = epoch, .last = last}}});
  if (answer.kind == protocol::ServerFrame::Kind::error)
    throw std::runtime_error("join failed: " + answer.code);
  return decoded<protocol::session::Join::Reply>(answer).streams.at(0);
}

realtime::CloseCode TestClient::wait_for_close() {
  std::unique_lock lock(mutex_);
  if (!changed_.wait_for(lock, kPatience, [this] { return closed_.has_value(); })) {
    throw std::runtime_error("the connection was not closed");
  }
  return *closed_;
}

std::size_t TestClient::count(const std::function<bool(const protocol::ServerFrame&)>& is_it) {
  const std::lock_guard lock(mutex_);
  return static_cast<std::size_t>(std::ranges::count_if(
      received_, [&](const std::string& text) { return is_it(protocol::parse_server_frame(text).value()); }));
}

std::size_t TestClient::count_events(std::string_view name) {
  return count([name](const auto& frame) { return frame.name == name; });
}

std::vector<std::string> TestClient::frames() {
  const std::lock_guard lock(mutex_);
  return received_;
}

std::vector<std::string> TestClient::take_frames() {
  const std::lock_guard lock(mutex_);
  return std::exchange(received_, {});
}

void TestClient::settle() {
  // What the writer posted lies before this in the mailbox; what the shard posted to itself lies before the
  // second. What gathered by then is sent without waiting for a quiet turn.
  node_.store->write([](storage::Transaction&) {});
  for (int turn = 0; turn < 2; ++turn) {
    node_.on_shard(shard_, [this] { node_.scheduler.shard(shard_).flushes().flush_all(); });
  }
}

realtime::Caller visitor(const std::string& name) {
  return {.person_id = new_id<protocol::PersonId>(),
          .session_id = new_id<protocol::SessionId>(),
          .roles = {protocol::Role::visitor},
          .name = name};
}

protocol::ConversationId some_conversation() {
  return new_id<protocol::ConversationId>();
}

void say(TestNode& node, const std::string& stream, int times) {
  node.write([&](auto& transaction) {
    for (int i = 0; i < times; ++i) transaction.publish(stream, protocol::conversation::MemberLeftEvent{});
  });
}

std::vector<std::int64_t> numbers_at(TestClient& client, std::int64_t above) {
  std::vector<std::int64_t> numbers;
  for (const auto& text : client.frames()) {
    if (const auto frame = protocol::parse_server_frame(text).value(); frame.n > above)
      numbers.push_back(frame.n);
  }
  return numbers;
}

std::vector<std::int64_t> numbers_between(std::int64_t after, std::int64_t last) {
  std::vector<std::int64_t> numbers(static_cast<std::size_t>(last - after));
  std::iota(numbers.begin(), numbers.end(), after + 1);
  return numbers;
}

}  // namespace stollen::tests
