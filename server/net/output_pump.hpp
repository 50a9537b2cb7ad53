#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

#include "server/net/outbox_limits.hpp"
#include "server/net/shard_context.hpp"
#include "server/runtime/flush_scheduler.hpp"

namespace stollen::net {

/// The session whose output a pump sends.
class OutputOwner {
 public:
  virtual void on_output_failed() = 0;
  /// Likewise, but inside of push() or send_now(), whose callers must not see the end of the owner.
  virtual void on_push_failed() = 0;
  /// Everything has been given to the kernel.
  virtual void on_output_drained() = 0;
  /// The kernel's buffer is full: stalled_since() has begun.
  virtual void on_output_stalled() = 0;
  /// Keeps owner and pump alive while the kernel is waited for.
  virtual std::shared_ptr<void> hold() = 0;

 protected:
  ~OutputOwner() = default;
};

/// Sends an outbox: when the shard's flush scheduler says so, many frames in one system call, and when the
/// kernel's buffer has room again. `AnyOutbox` is Outbox or EventOutbox: a template, so that neither of them
/// nor a session grows by what would tell them apart.
template <class AnyOutbox>
class OutputPump final : public runtime::Flushable {
 public:
  OutputPump(ShardContext& context, Transport& transport, OutboxLimits limits, OutputOwner& owner)
      : context_(context), transport_(transport), outbox_(limits), owner_(owner) {}

  AnyOutbox& outbox() { return outbox_; }
  /// There is something to send.
  void mark();
  /// `push_into(outbox)` queues something, and when it was refused as full and is called again, the rest of
  /// it. Only a peer that does not take what it is sent is too slow: something is refused when the outbox is
  /// full and the kernel takes nothing of it.
  template <typename PushInto>
  Admission push(PushInto push_into) {
    Admission admission = push_into(outbox_);
    while (admission == Admission::full && make_room()) admission = push_into(outbox_);
    return settle(admission);
  }
  /// Unless something waits to be sent before them: gives `bytes` to the kernel, now and without copying
  /// them. How many it took.
  std::size_t send_now(std::string_view bytes);
  /// Sends nothing more, calls nobody any more.
  void stop();
  /// When the last octet got on its way, while more cannot.
  [[nodiscard]] std::optional<runtime::SteadyClock::time_point> stalled_since() const {
    return stalled_since_;
  }

  runtime::FlushResult flush(std::uint32_t members) noexcept override;

 private:
  bool make_room();
  void tell_failure_of(const IoResult& result);
  Admission settle(Admission admission);
  IoResult write_some();
  IoResult write_parts(std::span<const iovec> parts);
  void write();
  void wait();

  ShardContext& context_;
  Transport& transport_;
  AnyOutbox outbox_;
  OutputOwner& owner_;
  bool is_waiting_ = false;
  bool is_stopped_ = false;
  std::optional<runtime::SteadyClock::time_point> stalled_since_;
};

}  // namespace stollen::net
