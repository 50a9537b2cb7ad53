#include "server/storage/sqlite/checkpointer.hpp"

#include <atomic>
#include <cstdint>
#include <memory>
#include <utility>

#include "server/core/log.hpp"
#include "server/storage/flush_failure.hpp"
#include "server/storage/store_error.hpp"

namespace stollen::storage::sqlite {
namespace {

/// The writer stands in a transaction of its own in which nothing happens, until it is let go.
class HeldWriter {
 public:
  explicit HeldWriter(Database& store) {
    WriteUnit unit;
    unit.work = [state = state_](Transaction&) {
      set(*state, State::held);
      state->wait(State::held);
      return false;
    };
    unit.done = [state = state_](WriteOutcome, Effects&&) { set(*state, State::free); };
    unit.runs_once = true;
    unit.is_vital = true;
    if (!store.submit(std::move(unit))) set(*state_, State::free);
    state_->wait(State::awaited);
    is_held_ = state_->load() == State::held;
  }
  ~HeldWriter() { let_go(); }
  HeldWriter(const HeldWriter&) = delete;
  HeldWriter& operator=(const HeldWriter&) = delete;

  /// False when the writer takes nothing at the moment.
  [[nodiscard]] bool is_held() const { return is_held_; }
  void let_go() { set(*state_, State::free); }

 private:
  enum class State : std::uint8_t { awaited, held, free };
  static void set(std::atomic<State>& state, State next) {
    state.store(next);
    state.notify_all();
  }

  const std::shared_ptr<std::atomic<State>> state_ = std::make_shared<std::atomic<State>>(State::awaited);
  bool is_held_ = false;
};

}  // namespace

Checkpointer::Checkpointer(const SqliteConnection::Options& file, Database& store,
                           std::chrono::milliseconds interval)
    : file_([&] {
        SqliteConnection::Options own = file;
        own.busy_timeout = std::chrono::milliseconds(100);  // a checkpoint gives way to everybody
        return own;
      }()),
      store_(store),
      interval_(interval),
      thread_([this] { run_thread(); }) {}

Checkpointer::~Checkpointer() {
  {
    const std::lock_guard lock(mutex_);
    is_stopping_ = true;
  }
  stop_requested_.notify_all();
  thread_.join();
}

bool Checkpointer::wait_for_time() {
  std::unique_lock lock(mutex_);
  return !stop_requested_.wait_for(lock, interval_, [this] { return is_stopping_; });
}

void Checkpointer::run_thread() {
  constexpr int kIdleRounds = 5;  // without a commit: then the log is emptied
  std::uint64_t seen = 0;
  int idle_rounds = 0;
  while (wait_for_time()) {
    const std::uint64_t seen_now = store_.counters().commits;
    idle_rounds = seen_now == seen ? idle_rounds + 1 : 0;
    seen = seen_now;
    try {
      if (idle_rounds == 0) move_log();
      if (idle_rounds == kIdleRounds) empty_log();
    } catch (const StoreError& problem) {
      if (problem.fault() == StoreFault::flush_failed) end_process_after_failed_flush(problem.what());
      log::warn("storage.checkpoint_failed", {{"reason", problem.what()}});
    }
  }
}

void Checkpointer::move_log() {
  SqliteConnection& own = connection();
  HeldWriter writer(store_);
  if (!writer.is_held()) return;  // a full disk: the next round comes soon
  // The log is flushed behind the look and before its frames are moved, which takes its time.
  own.checkpoint(SqliteConnection::Checkpoint::passive, [&writer] { writer.let_go(); });
}

// SQLite itself keeps everybody from committing while it empties the log.
void Checkpointer::empty_log() {
  connection().checkpoint(SqliteConnection::Checkpoint::truncate);
}

SqliteConnection& Checkpointer::connection() {
  return connection_ ? *connection_ : connection_.emplace(file_);
}

}  // namespace stollen::storage::sqlite
