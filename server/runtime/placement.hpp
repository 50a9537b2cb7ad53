#pragma once

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "server/runtime/atomics.hpp"

namespace stollen::runtime {

// Places sessions on the least loaded shard. Any thread may place; lock-free.
//
// Promise: while sessions only come, no two shards differ by more than one, however many threads place at
// once. Why: a shard goes from n to n + 1 only by a compare-exchange that still found n, after every other
// shard was seen at n or more. Blind increments would let two threads put two sessions on the same shard (the
// model's mutant). All orders are relaxed: the counters guard no other data; what they need is that each is
// changed by read-modify-writes.
template <class Atomics>
class BasicPlacement {
 public:
  // Counts one session on its shard as long as it lives. Movable; the placement must outlive it.
  class Reservation {
   public:
    Reservation() = default;
    Reservation(Reservation&& other) noexcept
        : placement_(std::exchange(other.placement_, nullptr)), shard_(other.shard_) {}
    Reservation& operator=(Reservation&& other) noexcept {
      std::swap(placement_, other.placement_);
      std::swap(shard_, other.shard_);
      return *this;
    }
    ~Reservation() { release(); }

    bool holds_place() const { return placement_ != nullptr; }
    std::uint32_t shard() const { return shard_; }

    void release() {
      if (placement_ == nullptr) return;
      placement_->leave(shard_);
      placement_ = nullptr;
    }

   private:
    friend class BasicPlacement;
    Reservation(BasicPlacement* placement, std::uint32_t shard) : placement_(placement), shard_(shard) {}
    BasicPlacement* placement_ = nullptr;
    std::uint32_t shard_ = 0;
  };

  explicit BasicPlacement(std::uint32_t shards) : counters_(shards) { assert(shards > 0); }

  // Among equally loaded shards `preferred` wins (the shard that accepted the connection need not hand it
  // over), then the first one behind it.
  [[nodiscard]] Reservation reserve(std::uint32_t preferred = 0) {
    const auto shards = static_cast<std::uint32_t>(counters_.size());
    for (;;) {
      std::uint32_t best = preferred % shards;
      std::uint32_t fewest = load(best);
      for (std::uint32_t step = 1; step < shards; ++step) {
        const std::uint32_t candidate = (preferred + step) % shards;
        const std::uint32_t sessions = load(candidate);
        if (sessions < fewest) {
          best = candidate;
          fewest = sessions;
        }
      }
      // Fails when somebody else came to or left this shard meanwhile, who then has got on.
      if (counters_[best].sessions.compare_exchange_strong(fewest, fewest + 1, std::memory_order_relaxed,
                                                           std::memory_order_relaxed)) {
        return Reservation(this, best);
      }
    }
  }

  // For a session that has to stay where it is, whatever the others have.
  [[nodiscard]] Reservation join(std::uint32_t shard) {
    counters_[shard].sessions.fetch_add(1, std::memory_order_relaxed);
    return Reservation(this, shard);
  }

  // Sessions on that shard, now: any thread, a moment old.
  std::uint32_t load(std::uint32_t shard) const {
    return counters_[shard].sessions.load(std::memory_order_relaxed);
  }

  std::uint32_t shards() const { return static_cast<std::uint32_t>(counters_.size()); }

 private:
  void leave(std::uint32_t shard) {
    [[maybe_unused]] const std::uint32_t before =
        counters_[shard].sessions.fetch_sub(1, std::memory_order_relaxed);
    assert(before > 0);
  }

  struct alignas(kCacheLine) Counter {
    typename Atomics::template Atomic<std::uint32_t> sessions{0};
  };
  std::vector<Counter> counters_;
};

using Placement = BasicPlacement<StdAtomics>;

}  // namespace stollen::runtime
