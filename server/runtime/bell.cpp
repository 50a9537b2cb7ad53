#include "server/runtime/bell.hpp"

#include <sys/eventfd.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <system_error>

namespace stollen::runtime {

EventBell::EventBell() : descriptor_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  if (descriptor_ < 0)
    throw std::system_error(errno, std::generic_category(), "eventfd for a shard's mailbox");
}

EventBell::~EventBell() {
  ::close(descriptor_);
}

void EventBell::ring() noexcept {
  const std::uint64_t one = 1;
  // EAGAIN would mean 2^64 - 2 unheard rings: the bell rings anyway.
  while (::write(descriptor_, &one, sizeof one) < 0 && errno == EINTR) {
  }
}

void EventBell::silence() noexcept {
  std::uint64_t rings = 0;
  while (::read(descriptor_, &rings, sizeof rings) < 0 && errno == EINTR) {
  }
}

}  // namespace stollen::runtime
