#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "server/runtime/placement.hpp"
#include "server/runtime/shard.hpp"

namespace stollen::runtime {

// All shards of the process and the placing of sessions on them.
class Scheduler {
 public:
  struct Options {
    std::uint32_t shards = 0;  // 0: as many as processors this process may use
    bool pin_to_cpus = false;  // shard i to the i-th processor this process may use
    std::string name = "shard";
    std::uint32_t tasks_per_turn = 128;
    std::uint32_t timers_per_turn = 256;
    SteadyClock::duration timer_resolution = TimerWheel::kDefaultResolution;
    FlushLimits flush{};
    FailureHook on_failure{};
  };

  explicit Scheduler(Options options);
  // Stops. Objects with sockets of a shard must be gone before.
  ~Scheduler();
  Scheduler(const Scheduler&) = delete;
  Scheduler& operator=(const Scheduler&) = delete;

  void start();

  // In this order: waits until the shards have done what they post to each other (bounded rounds; whoever
  // feeds them from outside should have stopped), lets each finish its mailbox and flush its output, joins
  // them. Idempotent; not on a shard.
  void stop();

  std::uint32_t size() const { return static_cast<std::uint32_t>(shards_.size()); }
  Shard& shard(std::uint32_t index) { return *shards_.at(index); }
  // The shard whose thread this is; nullptr elsewhere.
  static Shard* current() { return Shard::current(); }

  template <class Visit>
  void for_each_shard(Visit&& visit) {
    for (auto& shard : shards_) visit(*shard);
  }

  // Reserves a place on the least loaded shard; the calling shard is preferred among equals. Any thread.
  [[nodiscard]] Placement::Reservation place();
  Placement& placement() { return placement_; }

 private:
  std::uint64_t run_barrier();

  Placement placement_;
  std::vector<std::unique_ptr<Shard>> shards_;
  bool is_started_ = false;
  bool is_stopped_ = false;
};

}  // namespace stollen::runtime
