#include "server/runtime/thread_start.hpp"

#include <pthread.h>
#include <sched.h>

#include <cerrno>
#include <csignal>
#include <system_error>
#include <utility>

namespace stollen::runtime {

namespace {

// A thread inherits the signal mask and the processors of the thread that starts it. Setting them here for a
// moment leaves no instant at which the new thread runs without them, and reports a wrong processor before
// there is a thread.
class InheritedSettings {
 public:
  explicit InheritedSettings(std::optional<unsigned> cpu) {
    if (cpu) pin_to(*cpu);
    sigset_t blocked;
    sigfillset(&blocked);
    sigdelset(&blocked, SIGPROF);  // profilers sample every thread
    pthread_sigmask(SIG_SETMASK, &blocked, &signals_before_);
  }
  ~InheritedSettings() {
    pthread_sigmask(SIG_SETMASK, &signals_before_, nullptr);
    if (is_pinned_) sched_setaffinity(0, sizeof cpus_before_, &cpus_before_);
  }
  InheritedSettings(const InheritedSettings&) = delete;
  InheritedSettings& operator=(const InheritedSettings&) = delete;

 private:
  void pin_to(unsigned cpu) {
    sched_getaffinity(0, sizeof cpus_before_, &cpus_before_);
    cpu_set_t only;
    CPU_ZERO(&only);
    if (cpu < CPU_SETSIZE) CPU_SET(cpu, &only);
    if (sched_setaffinity(0, sizeof only, &only) != 0) {
      throw std::system_error(errno, std::generic_category(),
                              "pinning a thread to processor " + std::to_string(cpu));
    }
    is_pinned_ = true;
  }

  sigset_t signals_before_{};
  cpu_set_t cpus_before_{};
  bool is_pinned_ = false;
};

}  // namespace

std::thread start_thread(const std::string& name, std::optional<unsigned> cpu,
                         std::move_only_function<void()> body) {
  const InheritedSettings settings(cpu);
  return std::thread([short_name = name.substr(0, 15), body = std::move(body)]() mutable {
    pthread_setname_np(pthread_self(), short_name.c_str());
    body();
  });
}

}  // namespace stollen::runtime
