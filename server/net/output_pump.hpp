#pragma once

#include <chrono>
#include <memory>
#include <optional>

#include "server/net/outbox.hpp"
#include "server/net/shard_context.hpp"
#include "server/runtime/flush_scheduler.hpp"

namespace stollen::net {

/// Sends an outbox: when the shard's flush scheduler says so, many frames in one system call, and when the
/// kernel's buffer has room again.
class OutputPump final : public runtime::Flushable {
 public:
  class Owner {
   public:
    virtual void on_output_failed() = 0;
    /// Likewise, but in the middle of something that must not see the end of the owner.
    virtual void on_run_failed() = 0;
    /// Everything has been given to the kernel.
    virtual void on_output_drained() = 0;
    /// The kernel's buffer is full: stalled_since() has begun.
    virtual void on_output_stalled() = 0;
    /// Keeps owner and pump alive while the kernel is waited for.
    virtual std::shared_ptr<void> hold() = 0;

   protected:
    ~Owner() = default;
  };

  OutputPump(ShardContext& context, Transport& transport, Outbox::Limits limits, Owner& owner)
      : context_(context), transport_(transport), outbox_(limits), owner_(owner) {}

  Outbox& outbox() { return outbox_; }
  /// There is something to send.
  void mark();
  /// Only a peer that does not take what it is sent is too slow: before something is refused as full, the
  /// kernel is given what lies here.
  Outbox::Admission send(const realtime::FrameRef& frame, realtime::FrameClass frame_class);
  /// Likewise a run of frames: what the kernel takes at once (if asked for) is never queued, and nothing is
  /// copied.
  Outbox::Admission send_run(const realtime::FrameRun& run, realtime::Sending sending);
  /// Sends nothing more, calls nobody any more.
  void stop();
  /// When the last octet got on its way, while more cannot.
  [[nodiscard]] std::optional<runtime::SteadyClock::time_point> stalled_since() const {
    return stalled_since_;
  }

  runtime::FlushResult flush(std::uint32_t members) noexcept override;

 private:
  [[nodiscard]] bool is_level() const { return outbox_.empty() && !is_waiting_ && !is_stopped_; }
  std::size_t write_now(std::span<const iovec> parts);
  bool make_room();
  Outbox::Admission settle(Outbox::Admission admission);
  void write();
  void wait();

  ShardContext& context_;
  Transport& transport_;
  Outbox outbox_;
  Owner& owner_;
  bool is_waiting_ = false;
  bool is_stopped_ = false;
  std::optional<runtime::SteadyClock::time_point> stalled_since_;
};

}  // namespace stollen::net
