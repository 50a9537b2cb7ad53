#pragma once

namespace stollen::runtime {

// An eventfd: wakes a sleeping event loop from another thread. Any number of rings before a silence() count
// as one.
class EventBell {
 public:
  EventBell();  // throws std::system_error when no descriptor is left
  ~EventBell();
  EventBell(const EventBell&) = delete;
  EventBell& operator=(const EventBell&) = delete;

  void ring() noexcept;
  void silence() noexcept;
  int descriptor() const noexcept { return descriptor_; }

 private:
  int descriptor_;
};

}  // namespace stollen::runtime
