#pragma once

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "server/runtime/atomics.hpp"

namespace stollen::runtime {

// Which shards have members of a stream: a publisher asks here to which mailboxes an event must go.
// Lock-free, fixed size. Streams share 4,096 slots by their hash, so a shard may be told of an event it has
// no member for (harmless); it is never left out when it has one.
//
// The race that matters: a subscriber joins while an event is committed.
//   subscriber: 1. add()            2. read the snapshot from the store, on that shard or for it
//   publisher:  3. commit           4. is_interested()
// Either the publisher must see the subscriber (the event reaches it live), or the snapshot must hold the
// event. Missing both is the classic store-buffer outcome, which acquire and release alone allow. Here 1 and
// 4 are both read-modify-writes of the same cell, so one comes first in its modification order and the later
// one reads from it (or from a successor, which continues the release sequence):
//   1 before 4: 4 sees the count, the event is posted;
//   4 before 1: 1 acquires what 4 released, so 3 happens before 2 and the snapshot has the event.
// Two seq_cst operations here would do only if the store's commit and read were seq_cst too, which we cannot
// know of a database; the read-modify-write asks of the store no more than that it shows what was committed
// before. Order is everything on the caller's side: add() before the snapshot is read, remove() after the
// last member has left.
template <class Atomics>
class BasicInterest {
 public:
  static constexpr std::uint32_t kDefaultSlots = 4096;

  explicit BasicInterest(std::uint32_t shards, std::uint32_t slots = kDefaultSlots)
      : shards_(shards), slots_(slots), cells_(std::size_t{shards} * slots) {
    assert(shards > 0 && slots > 0);
  }

  // One more member (or one more reason) of a stream on that shard.
  void add(std::uint32_t shard, std::uint64_t stream_hash) {
    cell(shard, stream_hash).fetch_add(1, std::memory_order_acq_rel);
  }

  // Takes one add() back.
  void remove(std::uint32_t shard, std::uint64_t stream_hash) {
    // relaxed would do: forgetting late only costs a false positive. It stays a read-modify-write, so add()s
    // behind it are still ordered after the publisher.
    [[maybe_unused]] const std::uint32_t before =
        cell(shard, stream_hash).fetch_sub(1, std::memory_order_relaxed);
    assert(before > 0);
  }

  // The publisher, after its commit returned.
  [[nodiscard]] bool is_interested(std::uint32_t shard, std::uint64_t stream_hash) {
    return cell(shard, stream_hash).fetch_add(0, std::memory_order_acq_rel) != 0;
  }

  // The publisher, after its commit returned: visit(shard) for every shard that may have a member.
  template <class Visit>
  void for_each_interested(std::uint64_t stream_hash, Visit&& visit) {
    for (std::uint32_t shard = 0; shard < shards_; ++shard) {
      if (is_interested(shard, stream_hash)) visit(shard);
    }
  }

  std::uint32_t shards() const { return shards_; }

 private:
  using Cell = typename Atomics::template Atomic<std::uint32_t>;

  // The cells of one slot lie side by side: a publisher touches one cache line for up to 16 shards.
  Cell& cell(std::uint32_t shard, std::uint64_t stream_hash) {
    assert(shard < shards_);
    return cells_[(stream_hash % slots_) * shards_ + shard];
  }

  const std::uint32_t shards_;
  const std::uint32_t slots_;
  std::vector<Cell> cells_;
};

using Interest = BasicInterest<StdAtomics>;

}  // namespace stollen::runtime
