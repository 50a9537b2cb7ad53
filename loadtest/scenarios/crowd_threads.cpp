// A run whose users are shared among threads: where they wait for each other, and what becomes one.
#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <random>
#include <stdexcept>
#include <thread>

#include "loadtest/scenarios/crowd.hpp"

namespace stollen::load {
namespace {

using namespace std::chrono_literals;

/// With all that a phase may take in another thread.
constexpr auto kMeetPatience = 30min;

}  // namespace

int Crowd::part_of(int total) const {
  return total / threads() + (options_.shard < total % threads() ? 1 : 0);
}

int Crowd::before_part_of(int total) const {
  return options_.shard * (total / threads()) + std::min(options_.shard, total % threads());
}

void Crowd::meet() {
  SharedRun* shared = options_.shared;
  if (shared == nullptr) return;
  shared->arrive();
  ++phase_;
  if (!wait([this, shared] { return shared->have_all_arrived(phase_); }, kMeetPatience,
            "waiting for the other threads"))
    throw std::runtime_error("the threads of the run did not come together");
}

double Crowd::combine(double own, const std::function<double(double, double)>& how) {
  if (options_.shared == nullptr) return own;
  options_.shared->combine(phase_ + 1, own, how);
  meet();
  return options_.shared->combined(phase_);
}

double Crowd::sum(double own) {
  return combine(own, std::plus<>());
}

double Crowd::most(double own) {
  return combine(own, [](double one, double other) { return std::max(one, other); });
}

void Crowd::learn_from_all() {
  SharedRun* shared = options_.shared;
  if (shared == nullptr) return;
  for (std::size_t i = 0; i < rooms_.size(); ++i) shared->add(i, rooms_[i].ledger);
  shared->add(figures_, totals_);
  meet();
  for (std::size_t i = 0; i < rooms_.size(); ++i) rooms_[i].of_all = &shared->ledger(i);
  figures_ = shared->figures();
  totals_ = shared->totals();
}

Report run_shared(const Scenario& scenario, const RunOptions& options, int shards) {
  SharedRun shared(shards, fmt::format("lt{:08x}", std::random_device{}()));
  std::optional<Report> report;
  std::vector<std::thread> threads;
  for (int shard = 0; shard < shards; ++shard) {
    threads.emplace_back([&, shard] {
      RunOptions own = options;
      own.shared = &shared;
      own.shard = shard;
      own.shows_progress = options.shows_progress && shard == 0;
      try {
        Report told = scenario.run(own);
        if (shard == 0) report = std::move(told);
      } catch (...) {
        shared.fail(std::current_exception());
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  shared.rethrow();
  report->number("load_shards", shards);
  return std::move(*report);
}

}  // namespace stollen::load
