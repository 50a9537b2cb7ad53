#include "loadtest/scenarios/shared_run.hpp"

#include <algorithm>
#include <stdexcept>

namespace stollen::load {

bool SharedRun::have_all_arrived(std::uint64_t phase) const {
  if (has_failed_.load()) throw std::runtime_error("another thread of the run could not go on");
  return arrived_.load() >= phase * static_cast<std::uint64_t>(shards_);
}

void SharedRun::fail(const std::exception_ptr& problem) {
  const std::lock_guard lock(mutex_);
  if (!has_failed_.exchange(true)) problem_ = problem;
}

void SharedRun::rethrow() const {
  const std::lock_guard lock(mutex_);
  if (problem_) std::rethrow_exception(problem_);
}

void SharedRun::combine(std::uint64_t phase, double value, const std::function<double(double, double)>& how) {
  const std::lock_guard lock(mutex_);
  const auto [known, is_new] = combined_.emplace(phase, value);
  if (!is_new) known->second = how(known->second, value);
}

double SharedRun::combined(std::uint64_t phase) {
  const std::lock_guard lock(mutex_);
  return combined_.at(phase);
}

void SharedRun::raise_head(std::size_t room, std::int64_t head) {
  const std::lock_guard lock(mutex_);
  if (heads_.size() <= room) heads_.resize(room + 1);
  heads_[room] = std::max(heads_[room], head);
}

std::int64_t SharedRun::head(std::size_t room) {
  const std::lock_guard lock(mutex_);
  return heads_.at(room);
}

void SharedRun::add(const RunFigures& figures, const Totals& totals) {
  const std::lock_guard lock(mutex_);
  figures_.add(figures);
  totals_.add(totals);
}

void SharedRun::add(std::size_t room, const RoomLedger& ledger) {
  const std::lock_guard lock(mutex_);
  while (ledgers_.size() <= room) ledgers_.emplace_back(mark_);
  ledgers_[room].add(ledger);
}

}  // namespace stollen::load
