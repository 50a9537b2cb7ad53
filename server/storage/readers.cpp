#include "server/storage/readers.hpp"

#include <algorithm>
#include <exception>
#include <utility>

#include "server/core/log.hpp"
#include "server/storage/transaction.hpp"

namespace stollen::storage {

using SteadyClock = std::chrono::steady_clock;

Readers::Readers(std::vector<std::unique_ptr<Connection>> connections, std::string epoch,
                 const DatabaseOptions& options, const Clock& clock, const CommitProgress& progress)
    : epoch_(std::move(epoch)),
      options_(options),
      clock_(clock),
      progress_(progress),
      queue_(options.queue_limit),
      wait_seconds_(
          metrics::duration_seconds("stollen_storage_read_wait_seconds", "From hand-over to a reader.")),
      refused_count_(
          metrics::counter("stollen_storage_read_refused_total", "Reads refused since too many wait.")),
      connections_(std::move(connections)) {
  for (const auto& own : connections_) threads_.emplace_back([this, &own] { run_thread(*own); });
}

bool Readers::submit(ReadUnit&& unit, bool is_urgent) {
  const auto expected_wait = usual_unit_.get() * static_cast<std::int64_t>(queue_.depth()) /
                             static_cast<std::int64_t>(connections_.size());
  const bool is_accepted =
      (is_urgent || expected_wait <= options_.longest_wait) && queue_.push(std::move(unit), is_urgent);
  if (!is_accepted) refused_count_.add();
  return is_accepted;
}

void Readers::stop() {
  queue_.close();
  for (std::thread& thread : threads_) {
    if (thread.joinable()) thread.join();
  }
}

bool Readers::is_own_thread() const {
  return std::ranges::any_of(threads_,
                             [](const std::thread& t) { return t.get_id() == std::this_thread::get_id(); });
}

void Readers::run_thread(Connection& connection) {
  while (auto queued = queue_.wait_pop()) {
    const auto start = SteadyClock::now();
    wait_seconds_.observe(std::chrono::duration<double>(start - queued->since).count());
    run_unit(connection, queued->unit);
    usual_unit_.learn(SteadyClock::now() - start);
    reads_.fetch_add(1, std::memory_order_relaxed);
  }
}

void Readers::run_unit(Connection& connection, ReadUnit& unit) {
  std::string problem_text;
  try {
    connection.begin_reading();
    if (progress_.begun() != 0) {
      connection.execute("SELECT epoch FROM store");  // fixes the snapshot
      progress_.wait_for_begun();
    }
    Transaction transaction(connection, clock_.now(), epoch_, Transaction::Kind::reading);
    unit.work(transaction);
    connection.roll_back();  // there is nothing to commit, and this cannot fail
    return;
  } catch (const std::exception& problem) {
    problem_text = problem.what();
  }
  connection.roll_back();
  try {
    if (unit.failed) unit.failed(problem_text);
  } catch (const std::exception& problem) {
    log::error("storage.read_failed", {{"reason", problem.what()}, {"first_reason", problem_text}});
  }
}

}  // namespace stollen::storage
