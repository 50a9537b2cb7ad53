#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <string>

#include "loadtest/scenarios/room_ledger.hpp"
#include "loadtest/scenarios/totals.hpp"
#include "loadtest/virtual_user.hpp"

namespace stollen::load {

/// What the threads of one run have in common when its users are shared among several of them: they wait for
/// each other between the phases, and what each of them saw is put together and judged as one.
class SharedRun {
 public:
  /// `mark` begins each message of the run.
  SharedRun(int shards, std::string mark) : shards_(shards), mark_(std::move(mark)) {}

  [[nodiscard]] int shards() const { return shards_; }
  [[nodiscard]] const std::string& mark() const { return mark_; }

  /// A thread has come to the end of its phase `phase`, counted from 1; all have when this says so. Throws
  /// when another thread could not go on: nobody would come any more.
  void arrive() { arrived_.fetch_add(1); }
  [[nodiscard]] bool have_all_arrived(std::uint64_t phase) const;
  void fail(const std::exception_ptr& problem);
  /// Throws what the first thread to fail has thrown.
  void rethrow() const;

  /// The rest is written in one phase and read in the next.
  void combine(std::uint64_t phase, double value, const std::function<double(double, double)>& how);
  [[nodiscard]] double combined(std::uint64_t phase);
  void raise_head(std::size_t room, std::int64_t head);
  [[nodiscard]] std::int64_t head(std::size_t room);
  void add(const RunFigures& figures, const Totals& totals);
  void add(std::size_t room, const RoomLedger& ledger);
  [[nodiscard]] const RoomLedger& ledger(std::size_t room) const { return ledgers_.at(room); }
  [[nodiscard]] const RunFigures& figures() const { return figures_; }
  [[nodiscard]] const Totals& totals() const { return totals_; }

 private:
  const int shards_;
  const std::string mark_;
  std::atomic<std::uint64_t> arrived_{0};
  std::atomic<bool> has_failed_{false};
  mutable std::mutex mutex_;  // of all that follows
  std::exception_ptr problem_;
  std::map<std::uint64_t, double> combined_;  ///< by phase
  std::deque<std::int64_t> heads_;
  std::deque<RoomLedger> ledgers_;
  RunFigures figures_;
  Totals totals_;
};

}  // namespace stollen::load
