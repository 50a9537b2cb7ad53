#include "server/runtime/scheduler.hpp"

#include <sched.h>

#include <cassert>
#include <cerrno>
#include <latch>
#include <system_error>
#include <utility>

namespace stollen::runtime {

namespace {

// How often stop() lets the shards finish what they post to each other before it stops them all the same.
constexpr int kDrainRounds = 64;

std::vector<unsigned> usable_cpus() {
  cpu_set_t usable;
  if (sched_getaffinity(0, sizeof usable, &usable) != 0) {
    throw std::system_error(errno, std::generic_category(), "asking for the usable processors");
  }
  std::vector<unsigned> cpus;
  for (unsigned cpu = 0; cpu < CPU_SETSIZE; ++cpu) {
    if (CPU_ISSET(cpu, &usable)) cpus.push_back(cpu);
  }
  return cpus;
}

std::uint32_t shard_count(const Scheduler::Options& options) {
  return options.shards > 0 ? options.shards : static_cast<std::uint32_t>(usable_cpus().size());
}

}  // namespace

Scheduler::Scheduler(Options options) : placement_(shard_count(options)) {
  const std::vector<unsigned> cpus = usable_cpus();
  for (std::uint32_t id = 0; id < placement_.shards(); ++id) {
    Shard::Options shard;
    shard.id = id;
    shard.name = options.name;
    if (options.pin_to_cpus) shard.cpu = cpus[id % cpus.size()];
    shard.tasks_per_turn = options.tasks_per_turn;
    shard.timers_per_turn = options.timers_per_turn;
    shard.timer_resolution = options.timer_resolution;
    shard.flush = options.flush;
    shard.placement = &placement_;
    shard.on_failure = options.on_failure;
    shards_.push_back(std::make_unique<Shard>(std::move(shard)));
  }
}

Scheduler::~Scheduler() {
  stop();
  // Tasks left in a mailbox may hold sockets of any shard, so all of them go before the first loop does.
  for (auto& shard : shards_) shard->abandon_tasks();
}

void Scheduler::start() {
  if (is_started_) return;
  is_started_ = true;
  for (auto& shard : shards_) shard->start();
}

void Scheduler::stop() {
  if (!is_started_ || is_stopped_) return;
  assert(current() == nullptr && "the scheduler cannot be stopped from one of its shards");
  is_stopped_ = true;
  for (int round = 0; round < kDrainRounds; ++round) {
    if (run_barrier() == 0) break;
  }
  for (auto& shard : shards_) shard->request_stop();
  for (auto& shard : shards_) shard->join();
}

// Returns when every shard has run what lay in its mailbox; how many tasks other than the barrier's own they
// ran meanwhile.
std::uint64_t Scheduler::run_barrier() {
  const auto tasks_run = [this] {
    std::uint64_t sum = 0;
    for (auto& shard : shards_) sum += shard->tasks_run();
    return sum;
  };
  const std::uint64_t before = tasks_run();
  // Shared, since the last shard may still be inside count_down() when wait() has returned here.
  const auto all_passed = std::make_shared<std::latch>(size());
  for (auto& shard : shards_) shard->post([all_passed] { all_passed->count_down(); });
  all_passed->wait();
  return tasks_run() - before - size();
}

Placement::Reservation Scheduler::place() {
  const Shard* const here = current();
  return placement_.reserve(here == nullptr ? 0 : here->id());
}

}  // namespace stollen::runtime
