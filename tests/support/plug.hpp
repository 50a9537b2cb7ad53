#pragma once

#include <atomic>
#include <cstdint>
#include <future>
#include <latch>
#include <memory>
#include <stdexcept>

#include "server/storage/open_database.hpp"

namespace stollen::tests {

/// Holds the writer in a unit, so that what is submitted meanwhile lies in the queue behind it: how much that
/// is does not depend on how fast the writer is then. Not for longer than 5 s: PostgreSQL ends a transaction
/// in which nothing happens.
class Plug {
 public:
  /// Afterwards the writer stands in the unit, and what was accepted before is done.
  explicit Plug(storage::Database& database) {
    storage::WriteUnit unit;
    // It runs again when a neighbour in its commit fails, perhaps after this object has gone.
    unit.work = [state = state_](storage::Transaction&) {
      raise(state->is_held);
      state->is_pulled.wait(false);
      return true;
    };
    unit.done = [state = state_](storage::WriteOutcome outcome, storage::Effects&&) {
      state->outcome.set_value(outcome);
    };
    if (!database.submit(std::move(unit))) throw std::runtime_error("the store takes no plug");
    state_->is_held.wait(false);
  }
  ~Plug() { pull(); }
  Plug(const Plug&) = delete;
  Plug& operator=(const Plug&) = delete;

  void pull() { raise(state_->is_pulled); }
  /// How its unit ended, once it is pulled. To be asked once.
  [[nodiscard]] storage::WriteOutcome outcome() { return state_->outcome.get_future().get(); }

 private:
  static void raise(std::atomic<bool>& flag) {
    flag = true;
    flag.notify_all();
  }

  struct State {
    std::atomic<bool> is_held{false};
    std::atomic<bool> is_pulled{false};
    std::promise<storage::WriteOutcome> outcome;
  };
  std::shared_ptr<State> state_ = std::make_shared<State>();
};

/// Holds all readers, of a store that has the usual number of them, likewise. They have finished and counted
/// what they were given before.
class ReadersPlug {
 public:
  inline static const unsigned kReaders = storage::DatabaseOptions{}.readers;

  explicit ReadersPlug(storage::Database& database) {
    for (unsigned i = 0; i < kReaders; ++i) {
      storage::ReadUnit unit;
      unit.work = [state = state_](storage::Transaction&) {
        state->are_held.count_down();
        state->is_pulled.wait(false);
      };
      if (!database.submit(std::move(unit))) throw std::runtime_error("the store takes no plug");
    }
    state_->are_held.wait();
  }
  ~ReadersPlug() { pull(); }
  ReadersPlug(const ReadersPlug&) = delete;
  ReadersPlug& operator=(const ReadersPlug&) = delete;

  void pull() {
    state_->is_pulled = true;
    state_->is_pulled.notify_all();
  }

 private:
  struct State {
    std::latch are_held{static_cast<std::ptrdiff_t>(kReaders)};
    std::atomic<bool> is_pulled{false};
  };
  std::shared_ptr<State> state_ = std::make_shared<State>();
};

/// What the readers of a store have read in all, when they have done all that they were given so far.
inline std::uint64_t count_reads(storage::Database& database) {
  const ReadersPlug plug(database);
  return database.counters().reads;
}

}  // namespace stollen::tests
