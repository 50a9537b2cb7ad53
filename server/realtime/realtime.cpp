#include "server/realtime/realtime.hpp"

#include <chrono>
#include <random>
#include <semaphore>
#include <thread>
#include <utility>

#include "server/core/log.hpp"
#include "server/core/sha256.hpp"
#include "server/realtime/absence.hpp"
#include "server/realtime/backplane.hpp"
#include "server/realtime/delivery.hpp"
#include "server/realtime/gap_reader.hpp"
#include "server/realtime/housekeeping.hpp"
#include "server/realtime/http_command.hpp"
#include "server/realtime/http_page.hpp"
#include "server/realtime/node_lease.hpp"
#include "server/realtime/socket_session.hpp"
#include "server/realtime/store_watch.hpp"
#include "server/realtime/timer_runner.hpp"

namespace stollen::realtime {

struct Realtime::Impl {
  NodeRef node;
  std::vector<std::shared_ptr<Housekeeper>> housekeepers;
};

Realtime::Realtime(const Registry& registry, storage::Database& database, runtime::Scheduler& scheduler,
                   runtime::WorkerPool& pool, const Clock& clock, RealtimeLimits limits)
    : impl_(std::make_unique<Impl>()) {
  impl_->node = std::make_shared<Node>(registry, database, scheduler, pool, clock, std::move(limits));
  impl_->node->timers = std::make_shared<TimerRunner>(impl_->node);
  if (database.is_shared()) impl_->node->lease = std::make_shared<NodeLease>(impl_->node);
  impl_->node->watch = std::make_shared<StoreWatch>(impl_->node);
  impl_->node->gaps = std::make_shared<GapReader>();
}

Realtime::~Realtime() {
  if (impl_->node->backplane != nullptr) impl_->node->backplane->stop();
}

void Realtime::connect_nodes(redis::LinkOptions options) {
  impl_->node->backplane = std::make_shared<Backplane>(impl_->node, std::move(options));
}

void Realtime::start() {
  if (impl_->node->lease) {
    impl_->node->lease->start();
  } else {
    watch_people(impl_->node);
  }
  impl_->housekeepers = start_housekeeping(impl_->node);
  impl_->node->watch->start();
  if (impl_->node->backplane != nullptr) impl_->node->backplane->start();
  impl_->node->timers->start();
}

void Realtime::authenticate(runtime::Shard& shard, std::string_view cookie_token,
                            std::move_only_function<void(std::optional<Caller>, bool failed)> done) {
  constexpr std::size_t kLongestToken = 256;
  if (cookie_token.empty() || cookie_token.size() > kLongestToken) return done(std::nullopt, false);
  struct Lookup {
    NodeRef node;
    runtime::Shard& shard;
    std::move_only_function<void(std::optional<Caller>, bool failed)> done;
    std::string token_hash;
    bool is_answered = false;
  };
  auto lookup = std::make_shared<Lookup>(impl_->node, shard, std::move(done), sha256_hex(cookie_token));
  const auto answer = [lookup](std::optional<Caller> caller, bool failed) {
    if (std::exchange(lookup->is_answered, true)) return;
    lookup->shard.post(
        [lookup, found = std::move(caller), failed]() mutable { lookup->done(std::move(found), failed); });
  };
  storage::ReadUnit unit;
  unit.work = [lookup, answer](Transaction& transaction) {
    answer(lookup->node->registry.authenticate()(transaction, lookup->token_hash), false);
  };
  unit.failed = [answer](std::string_view what) {
    log::error("realtime.authentication_failed", {{"reason", what}});
    answer(std::nullopt, true);
  };
  if (!impl_->node->database.submit(std::move(unit))) answer(std::nullopt, true);
}

std::unique_ptr<Session> Realtime::open_session(Peer& peer, runtime::Shard& shard, Caller caller) {
  auto session =
      std::make_unique<SocketSession>(impl_->node, impl_->node->on(shard), peer, std::move(caller));
  session->open();
  return session;
}

void Realtime::http_command(runtime::Shard& shard, Caller caller, std::string_view name, std::string_view cid,
                            std::string_view body, std::move_only_function<void(HttpAnswer)> done) {
  run_http_command(impl_->node, shard, std::move(caller), name, cid, body, std::move(done));
}

std::size_t Realtime::body_bytes(std::string_view command) const {
  return largest_body(impl_->node, impl_->node->registry.find_command(command));
}

bool Realtime::has_page(std::string_view path) const {
  return impl_->node->registry.find_page(path) != nullptr;
}

void Realtime::page(runtime::Shard& shard, const Caller& caller, std::string_view path,
                    std::move_only_function<void(PageAnswer)> done) {
  read_page(impl_->node, shard, caller, path, std::move(done));
}

void Realtime::apply(storage::Effects&& effects) {
  apply_effects(impl_->node, std::move(effects));
}

void Realtime::drain(std::chrono::milliseconds patience, std::chrono::milliseconds spread) {
  const NodeRef& node = impl_->node;
  node->is_draining.store(true, std::memory_order_relaxed);
  const auto deadline = std::chrono::steady_clock::now() + patience;
  while (node->running_commands.load(std::memory_order_acquire) > 0 &&
         std::chrono::steady_clock::now() < deadline) {
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  auto closed = std::make_shared<std::counting_semaphore<>>(0);
  post_to_all(node, [spread, closed](ShardState& state) {
    thread_local std::minstd_rand random(std::random_device{}());
    std::uniform_int_distribution<std::chrono::milliseconds::rep> delay(
        0, std::max<std::int64_t>(spread.count(), 0));
    for (SocketSession* session : state.sessions.all()) {
      session->close(CloseCode::drain, "The server is restarting.", std::chrono::milliseconds(delay(random)));
    }
    closed->release();
  });
  for (std::size_t i = 0; i < node->shards.size(); ++i) closed->acquire();
  if (node->lease) node->lease->give_back();
  log::info("realtime.drained", {{"unfinished_commands", node->running_commands.load()}});
}

}  // namespace stollen::realtime
