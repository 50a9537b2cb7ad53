#include "server/runtime/shard.hpp"

#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/basic_stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <cassert>
#include <utility>

#include "server/runtime/post_together.hpp"
#include "server/runtime/thread_start.hpp"

namespace stollen::runtime {

namespace asio = boost::asio;

namespace {

constexpr std::chrono::milliseconds kRest{1};

thread_local Shard* current_shard = nullptr;

class FunctionTask final : public Task {
 public:
  explicit FunctionTask(std::move_only_function<void()> work) : work_(std::move(work)) {}
  void run() override {
    const std::unique_ptr<FunctionTask> self(this);
    work_();
  }
  void abandon() noexcept override { delete this; }

 private:
  std::move_only_function<void()> work_;
};

}  // namespace

struct Shard::Loop {
  using Executor = asio::io_context::executor_type;
  using Alarm = asio::basic_waitable_timer<SteadyClock, asio::wait_traits<SteadyClock>, Executor>;

  Loop(asio::io_context& io, int bell_descriptor)
      : work(io.get_executor()),
        bell(io.get_executor(), bell_descriptor),
        alarm(io.get_executor()),
        flush_alarm(io.get_executor()) {}
  ~Loop() { bell.release(); }  // the descriptor belongs to the mailbox's bell
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  asio::executor_work_guard<Executor> work;
  asio::posix::basic_stream_descriptor<Executor> bell;
  Alarm alarm;
  Alarm flush_alarm;
};

Shard::Shard(Options options)
    : options_(std::move(options)),
      timers_(SteadyClock::now(), options_.timer_resolution),
      flushes_([this](SteadyClock::time_point not_before) { request_flush_turn(not_before); },
               &SteadyClock::now, options_.flush),
      // The shard's own thread alone touches the loop once it runs, and Asio takes no lock for it. Others
      // come by the mailbox.
      io_(std::make_unique<asio::io_context>(BOOST_ASIO_CONCURRENCY_HINT_UNSAFE)),
      loop_(std::make_unique<Loop>(*io_, mailbox_.bell().descriptor())) {
  timers_.on_earlier_wake([this] { wait_for_wake(); });
  wait_for_bell();
}

Shard::~Shard() {
  assert(!thread_.joinable() && "a shard must be joined before it is destroyed");
  abandon_tasks();
  loop_.reset();
  io_.reset();
}

Shard* Shard::current() {
  return current_shard;
}

std::uint32_t Shard::load() const {
  return options_.placement == nullptr ? 0 : options_.placement->load(options_.id);
}

void Shard::start() {
  const std::string name = options_.name + "-" + std::to_string(options_.id);
  thread_ = start_thread(name, options_.cpu, [this] { run_thread(); });
}

void Shard::request_stop() {
  // relaxed: only one of several callers shall post; the mailbox orders the rest.
  if (is_stop_requested_.exchange(true, std::memory_order_relaxed)) return;
  post([this] { is_stopping_ = true; });
}

void Shard::join() {
  assert(!is_current());
  if (thread_.joinable()) thread_.join();
}

void Shard::post(std::move_only_function<void()> work) {
  post(*new FunctionTask(std::move(work)));
}

void Shard::post(Task& task) {
  if (!is_current()) {
    if (PostTogether* const together = PostTogether::current()) return together->add(*this, task);
    mailbox_.push(&task);
    return;
  }
  // The shard's own: no system call. Order is kept, since all posts of this thread come this way.
  task.next = nullptr;
  take_tasks(&task);
  request_turn();
}

void Shard::run_thread() {
  current_shard = this;
  try {
    io_->run();
  } catch (...) {
    end_process_after_exception(options_.on_failure, options_.name + " " + std::to_string(options_.id));
  }
  current_shard = nullptr;
}

void Shard::wait_for_bell() {
  loop_->bell.async_wait(asio::posix::descriptor_base::wait_read,
                         [this](const boost::system::error_code& error) {
                           if (error) return;
                           take_tasks(mailbox_.answer_bell());
                           wait_for_bell();
                           if (!is_turn_requested_) run_some_tasks();
                         });
}

void Shard::wait_for_wake() {
  const auto wake = timers_.next_wake();
  if (!wake) return;  // should the alarm still be set: it will find nothing due
  loop_->alarm.expires_at(*wake);
  loop_->alarm.async_wait([this](const boost::system::error_code& error) {
    if (error) return;  // set anew meanwhile
    timers_.advance(SteadyClock::now(), options_.timers_per_turn);
    wait_for_wake();
  });
}

void Shard::request_flush_turn(SteadyClock::time_point not_before) {
  if (not_before == SteadyClock::time_point{}) {
    if (is_flush_alarm_set_) {
      loop_->flush_alarm.cancel();  // its handler comes at once
    } else {
      asio::post(*io_, [this] { flushes_.turn(); });
    }
    return;
  }
  is_flush_alarm_set_ = true;
  loop_->flush_alarm.expires_at(not_before);
  loop_->flush_alarm.async_wait([this](const boost::system::error_code&) {
    is_flush_alarm_set_ = false;
    flushes_.turn();
  });
}

void Shard::take_tasks(MailboxNode* oldest_first) {
  if (oldest_first == nullptr) return;
  (last_task_ == nullptr ? first_task_ : last_task_->next) = oldest_first;
  last_task_ = oldest_first;
  while (last_task_->next != nullptr) last_task_ = last_task_->next;
}

void Shard::request_turn() {
  if (is_turn_requested_) return;
  is_turn_requested_ = true;
  asio::post(*io_, [this] { run_some_tasks(); });
}

// A bounded number of tasks; for the rest it goes to the end of the loop's queue, behind sockets and timers.
void Shard::run_some_tasks() {
  is_turn_requested_ = true;  // tasks that post to their own shard need not ask for a turn
  for (std::uint32_t i = 0; i < options_.tasks_per_turn && first_task_ != nullptr; ++i) {
    Task& task = static_cast<Task&>(*first_task_);
    first_task_ = task.next;
    if (first_task_ == nullptr) last_task_ = nullptr;
    tasks_run_.fetch_add(1, std::memory_order_relaxed);
    task.run();
  }
  is_turn_requested_ = false;
  if (first_task_ == nullptr && is_stopping_) take_tasks(mailbox_.take_all());
  if (first_task_ != nullptr) {
    request_turn();
  } else if (is_stopping_) {
    finish();
  }
}

void Shard::rest() {
  if (std::exchange(is_rest_due_, true)) return;
  asio::post(*io_, [this] {
    is_rest_due_ = false;
    if (SteadyClock::now() - rested_at_ < kRest) return;
    std::this_thread::sleep_for(kRest);
    rested_at_ = SteadyClock::now();
  });
}

void Shard::finish() {
  flushes_.flush_all();
  io_->stop();
}

void Shard::abandon_tasks() noexcept {
  do {
    while (first_task_ != nullptr) {
      Task& task = static_cast<Task&>(*first_task_);
      first_task_ = task.next;
      task.abandon();
    }
    last_task_ = nullptr;
    take_tasks(mailbox_.take_all());  // what an abandoned task posted
  } while (first_task_ != nullptr);
}

}  // namespace stollen::runtime
