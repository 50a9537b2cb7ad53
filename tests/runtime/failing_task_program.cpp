// Ends by an exception that leaves a task, a timer or a worker's work; its test looks at how.

#include <cstdio>
#include <future>
#include <stdexcept>
#include <string_view>

#include "server/runtime/scheduler.hpp"
#include "server/runtime/worker_pool.hpp"

namespace {

using namespace stollen::runtime;

void log_failure(std::string_view where, std::string_view what) {
  std::fprintf(stderr, "hook: %.*s: %.*s\n", static_cast<int>(where.size()), where.data(),
               static_cast<int>(what.size()), what.data());
}

[[noreturn]] void fail() {
  throw std::runtime_error("the tablecloth is on fire");
}

}  // namespace

int main(int argc, char** argv) {
  const std::string_view kind = argc > 1 ? argv[1] : "";
  Scheduler::Options options;
  options.shards = 2;
  options.on_failure = log_failure;
  Scheduler scheduler(options);
  Timer timer(fail);
  WorkerPool::Options pool_options;
  pool_options.name = "hash";
  pool_options.on_failure = log_failure;
  WorkerPool workers(pool_options);
  scheduler.start();
  if (kind == "task") scheduler.shard(1).post(fail);
  if (kind == "timer")
    scheduler.shard(1).post([&] { scheduler.shard(1).arm(timer, std::chrono::milliseconds(1)); });
  if (kind == "worker" && !workers.try_submit(fail)) return 0;
  if (kind == "number") scheduler.shard(1).post([] { throw 42; });
  std::promise<void> never;
  (void)never.get_future().wait_for(std::chrono::seconds(60));
  return 0;  // the failure did not end the process
}
