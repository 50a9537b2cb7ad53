#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "server/core/metrics.hpp"
#include "server/storage/commit_progress.hpp"
#include "server/storage/connection.hpp"
#include "server/storage/open_database.hpp"
#include "server/storage/unit_queue.hpp"

namespace stollen::storage {

/// Threads with a connection each; every unit sees one snapshot, and nothing that is not on the disk yet.
class Readers {
 public:
  Readers(std::vector<std::unique_ptr<Connection>> connections, std::string epoch,
          const DatabaseOptions& options, const Clock& clock, const CommitProgress& progress);
  ~Readers() { stop(); }
  Readers(const Readers&) = delete;
  Readers& operator=(const Readers&) = delete;

  [[nodiscard]] bool submit(ReadUnit&& unit, bool is_urgent);
  void stop();

  [[nodiscard]] bool is_own_thread() const;
  [[nodiscard]] std::uint64_t reads() const { return reads_.load(std::memory_order_relaxed); }
  [[nodiscard]] std::size_t depth() const { return queue_.depth(); }

 private:
  void run_thread(Connection& connection);
  void run_unit(Connection& connection, ReadUnit& unit);

  const std::string epoch_;
  const DatabaseOptions options_;
  const Clock& clock_;
  const CommitProgress& progress_;
  UnitQueue<ReadUnit> queue_;
  std::atomic<std::uint64_t> reads_{0};
  UsualTime usual_unit_;
  metrics::Histogram& wait_seconds_;
  metrics::Counter& refused_count_;
  const std::vector<std::unique_ptr<Connection>> connections_;
  std::vector<std::thread> threads_;
};

}  // namespace stollen::storage
