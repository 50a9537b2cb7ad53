#include "server/storage/threaded_database.hpp"

#include <exception>
#include <future>
#include <utility>

#include "server/core/new_id.hpp"
#include "server/storage/store_error.hpp"

namespace stollen::storage {
namespace {

std::string new_origin() {
  const protocol::IdText text = protocol::id_text(new_id_bytes());
  return {text.begin(), text.end()};
}

}  // namespace

ThreadedDatabase::ThreadedDatabase(const DatabaseOptions& options, const Clock& clock)
    : options_(options), clock_(clock), origin_(new_origin()) {}

void ThreadedDatabase::start(std::unique_ptr<Connection> for_writing, std::unique_ptr<LateFlush> late_flush,
                             std::vector<std::unique_ptr<Connection>> for_reading, const std::string& epoch) {
  writer_ = std::make_unique<Writer>(std::move(for_writing), std::move(late_flush),
                                     Writer::Identity{epoch, origin_}, options_, clock_);
  readers_ = std::make_unique<Readers>(std::move(for_reading), epoch, options_, clock_, writer_->progress());
}

bool ThreadedDatabase::submit(WriteUnit unit) {
  const bool is_urgent = unit.is_vital;
  return writer_->submit(std::move(unit), is_urgent);
}
bool ThreadedDatabase::submit_quietly(WriteUnit unit) {
  const bool is_urgent = unit.is_vital;
  return writer_->submit(std::move(unit), is_urgent, false);
}
bool ThreadedDatabase::submit(ReadUnit unit) {
  return readers_->submit(std::move(unit), false);
}

Effects ThreadedDatabase::write(const std::function<void(Transaction&)>& work) {
  if (writer_->is_own_thread()) throw std::logic_error("write() inside a write unit would wait for itself");
  std::promise<std::pair<WriteOutcome, Effects>> finished;
  auto result = finished.get_future();
  std::exception_ptr problem;
  WriteUnit unit;
  unit.work = [&work, &problem](Transaction& transaction) {
    try {
      problem = nullptr;
      work(transaction);
      return true;
    } catch (...) {
      problem = std::current_exception();
      throw;
    }
  };
  unit.done = [&finished](WriteOutcome outcome, Effects&& effects) {
    finished.set_value({outcome, std::move(effects)});
  };
  unit.runs_once = true;  // what the caller's own lines do is not ours to repeat
  if (!writer_->submit(std::move(unit), true))
    throw StoreError(StoreFault::unavailable, "the store is stopped");
  auto [outcome, effects] = result.get();
  if (problem != nullptr) std::rethrow_exception(problem);
  if (outcome != WriteOutcome::committed) {
    throw StoreError(StoreFault::unavailable, "the store takes no writes at the moment");
  }
  return std::move(effects);
}

void ThreadedDatabase::read(const std::function<void(Transaction&)>& work) {
  if (readers_->is_own_thread()) throw std::logic_error("read() inside a read unit would wait for itself");
  std::promise<void> finished;
  std::exception_ptr problem;
  ReadUnit unit;
  unit.work = [&](Transaction& transaction) {
    try {
      work(transaction);
    } catch (...) {
      problem = std::current_exception();
    }
    finished.set_value();
  };
  unit.failed = [&](std::string_view what) {
    problem = std::make_exception_ptr(StoreError(StoreFault::unavailable, std::string(what)));
    finished.set_value();
  };
  auto result = finished.get_future();
  if (!readers_->submit(std::move(unit), true))
    throw StoreError(StoreFault::unavailable, "the store is stopped");
  result.get();
  if (problem != nullptr) std::rethrow_exception(problem);
}

StorageCounters ThreadedDatabase::counters() const {
  return {.commits = writer_->commits(),
          .units = writer_->units(),
          .reads = readers_->reads(),
          .queue_depth = writer_->depth() + readers_->depth()};
}

void ThreadedDatabase::stop_threads() {
  writer_->stop();
  readers_->stop();
}

}  // namespace stollen::storage
