#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "protocol/cpp/envelope.hpp"
#include "protocol/generated/cpp/all_commands.hpp"
#include "server/core/new_id.hpp"
#include "server/realtime/realtime.hpp"
#include "server/runtime/scheduler.hpp"
#include "server/runtime/worker_pool.hpp"
#include "tests/realtime/toy_feature.hpp"
#include "tests/support/test_store.hpp"

namespace stollen::tests {

using namespace std::chrono_literals;

/// Longer than anything here takes; only a failing test waits that long.
inline constexpr auto kPatience = 20s;

/// Limits under which a test may send as fast as it likes.
inline realtime::RealtimeLimits unhurried() {
  realtime::RealtimeLimits limits;
  limits.running_commands = 1'000;  // the tests' clients send on where net would not read on
  limits.commands_per_second = 1e6;
  limits.commands_burst = 1'000;
  return limits;
}

/// A figure of /metrics, with its labels as they stand there; 0 when there is none.
std::uint64_t figure(std::string_view name);

/// Realtime over a real store, on real shards: as many as STOLLEN_SHARDS says, as for the server, else two.
class TestNode {
 public:
  explicit TestNode(realtime::RealtimeLimits limits = unhurried(),
                    const std::function<void(realtime::Registry&)>& more = {},
                    const std::function<void(storage::Transaction&)>& before_start = {},
                    const storage::DatabaseOptions& options = patient_store());
  /// On so many shards, whatever is usual.
  explicit TestNode(std::uint32_t shards, realtime::RealtimeLimits limits = unhurried());
  /// Beside others, on their store.
  TestNode(realtime::RealtimeLimits limits, const std::string& address);
  /// One of several nodes, which tell each other over Redis: on a store of its own, or on that of `other`.
  TestNode(const redis::LinkOptions& links, const TestNode* other, realtime::RealtimeLimits limits,
           const std::function<void(realtime::Registry&)>& more = {},
           const storage::DatabaseOptions& options = patient_store());
  ~TestNode();

  /// Writes, and has the effects happen, as start-up and imports do.
  void write(const std::function<void(storage::Transaction&)>& work) { realtime->apply(store->write(work)); }
  template <class T>
  T read(const std::function<T(storage::Transaction&)>& work) {
    T result{};
    store->read([&](storage::Transaction& transaction) { result = work(transaction); });
    return result;
  }
  /// Runs on a shard and waits.
  void on_shard(std::uint32_t index, std::function<void()> work);
  realtime::HttpAnswer http(const realtime::Caller& caller, std::string_view name, std::string_view body,
                            std::string_view cid = "");

  realtime::Registry registry;
  TestStore store;
  runtime::Scheduler scheduler;
  runtime::WorkerPool pool{{.name = "hash", .threads = 1}};
  std::unique_ptr<realtime::Realtime> realtime;
  bool is_drained = false;

 private:
  void start(realtime::RealtimeLimits limits, const redis::LinkOptions* links);
  static realtime::Registry& fill(realtime::Registry& registry,
                                  const std::function<void(realtime::Registry&)>& more);
};

/// A session whose peer writes down what it is sent.
class TestClient final : private realtime::Peer {
 public:
  /// On that shard; where there are fewer, counted round.
  TestClient(TestNode& node, realtime::Caller caller, std::uint32_t shard = 0);
  ~TestClient() override { disconnect(); }
  TestClient(const TestClient&) = delete;
  TestClient& operator=(const TestClient&) = delete;

  void send(const std::string& text);
  /// Sends a command under a fresh id, or under the one given, and returns that.
  template <class C>
  std::string command(const C& with, std::string cid = {}) {
    if (cid.empty()) cid = new_id<protocol::MessageId>().text();
    std::string text;
    protocol::write_command(text, cid, C::kName, protocol::to_json(with));
    send(text);
    return cid;
  }
  /// Sends and waits for the answer.
  template <class C>
  protocol::ServerFrame ask(const C& with, std::string cid = {}) {
    return answer_to(command(with, std::move(cid)));
  }
  protocol::ServerFrame answer_to(const std::string& cid);
  protocol::JoinedStream join(const std::string& stream, std::optional<std::string> epoch = {},
                              std::optional<std::int64_t> last = {});
  /// Waits for the first frame that `is_it`, from the beginning of the connection.
  protocol::ServerFrame wait_for(const std::function<bool(const protocol::ServerFrame&)>& is_it);
  protocol::ServerFrame wait_for_event(std::string_view name, std::int64_t n = 0);
  realtime::CloseCode wait_for_close();
  /// How many frames came so far that are like this.
  std::size_t count(const std::function<bool(const protocol::ServerFrame&)>& is_it);
  std::size_t count_events(std::string_view name);
  /// All frames so far, in the order of their coming.
  std::vector<std::string> frames();
  /// Likewise, and forgets them.
  std::vector<std::string> take_frames();
  /// Everything that was under way for this session's shard has been done afterwards.
  void settle();
  void disconnect();

  void on_session(const std::function<void(realtime::Session&)>& work);
  std::chrono::milliseconds retry_after() const { return retry_after_; }

 private:
  void send(const realtime::FrameRef& frame, realtime::FrameClass frame_class) override;
  void send_run(const realtime::FrameRun& run, realtime::Sending sending) override;
  void close(realtime::CloseCode code, std::string_view reason,
             std::chrono::milliseconds retry_after) override;

  TestNode& node_;
  const std::uint32_t shard_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::string> received_;
  std::optional<realtime::CloseCode> closed_;
  std::chrono::milliseconds retry_after_{};
  std::unique_ptr<realtime::Session> session_;  // touched on its shard only
};

/// A peer that is sent into the void.
struct Nobody final : realtime::Peer {
  void send(const realtime::FrameRef&, realtime::FrameClass) override {}
  void send_run(const realtime::FrameRun&, realtime::Sending) override {}
  void close(realtime::CloseCode, std::string_view, std::chrono::milliseconds) override {}
};

realtime::Caller visitor(const std::string& name = "Vera");
/// Events of no further meaning, in one unit.
void say(TestNode& node, const std::string& stream, int times = 1);
/// The numbers of the events that a client got, in the order of their coming.
std::vector<std::int64_t> numbers_at(TestClient& client, std::int64_t above = 0);
/// From behind the first up to the last.
std::vector<std::int64_t> numbers_between(std::int64_t after, std::int64_t last);
protocol::ConversationId some_conversation();

template <class T>
T decoded(const protocol::ServerFrame& frame) {
  return protocol::decode<T>(frame.body).value();
}

}  // namespace stollen::tests
