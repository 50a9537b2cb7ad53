#include "server/net/output_pump.hpp"

#include <array>

namespace stollen::net {

namespace {

constexpr int kWritesPerTurn = 8;
constexpr std::size_t kPartsPerWrite = 64;

}  // namespace

void OutputPump::mark() {
  // While the kernel is waited for, its answer is the next occasion.
  if (!is_waiting_ && !is_stopped_) context_.shard.flushes().mark(*this);
}

Outbox::Admission OutputPump::send(const realtime::FrameRef& frame, realtime::FrameClass frame_class) {
  Outbox::Admission admission = outbox_.push(frame, frame_class);
  if (admission == Outbox::Admission::full && make_room()) admission = outbox_.push(frame, frame_class);
  return settle(admission);
}

Outbox::Admission OutputPump::send_run(const realtime::FrameRun& run, realtime::Sending sending) {
  const std::string_view bytes = run.wire();
  std::size_t at = 0;
  if (sending == realtime::Sending::now && is_level()) {
    const iovec part{const_cast<char*>(bytes.data()), bytes.size()};  // NOLINT: iovec serves reading too
    at = write_now({&part, 1});
    if (at == bytes.size()) return Outbox::Admission::queued;
  }
  Outbox::Admission admission = outbox_.push_run(run, at);
  while (admission == Outbox::Admission::full && make_room()) admission = outbox_.push_run(run, at);
  return settle(admission);
}

Outbox::Admission OutputPump::settle(Outbox::Admission admission) {
  if (is_stopped_) return Outbox::Admission::queued;  // it has failed: its owner knows and is about to end
  mark();
  return admission;
}

// One system call, in the middle of something. How much the kernel took.
std::size_t OutputPump::write_now(std::span<const iovec> parts) {
  const IoResult result = transport_.try_write(parts);
  context_.counters.add(Counter::writes);
  context_.counters.add(Counter::bytes_out, result.bytes);
  if (result.status == IoStatus::failed || result.status == IoStatus::closed) {
    is_stopped_ = true;
    owner_.on_run_failed();
  }
  return result.bytes;
}

// Whether the outbox has been emptied.
bool OutputPump::make_room() {
  if (is_waiting_ || is_stopped_) return false;
  std::array<iovec, kPartsPerWrite> parts;
  while (const std::size_t count = outbox_.gather(parts)) {
    const std::size_t taken = write_now({parts.data(), count});
    if (taken == 0) return false;
    outbox_.consume(taken);
  }
  return true;
}

void OutputPump::stop() {
  is_stopped_ = true;
  unlink();
}

runtime::FlushResult OutputPump::flush(std::uint32_t /*members*/) noexcept {
  if (!is_waiting_ && !is_stopped_) write();
  return {};
}

void OutputPump::write() {
  std::array<iovec, kPartsPerWrite> parts;
  for (int i = 0; i < kWritesPerTurn; ++i) {
    const std::size_t count = outbox_.gather(parts);
    if (count == 0 && !transport_.has_unsent()) {
      stalled_since_.reset();
      return owner_.on_output_drained();
    }
    const IoResult result = transport_.try_write({parts.data(), count});
    context_.counters.add(Counter::writes);
    if (result.bytes > 0) {
      outbox_.consume(result.bytes);
      context_.counters.add(Counter::bytes_out, result.bytes);
      stalled_since_.reset();
    }
    if (result.status == IoStatus::wants_write) return wait();
    if (result.status != IoStatus::done) return owner_.on_output_failed();
  }
  mark();
}

void OutputPump::wait() {
  is_waiting_ = true;
  if (!stalled_since_) stalled_since_ = runtime::SteadyClock::now();
  transport_.wait_writable([this, held = owner_.hold()](bool is_open) {
    is_waiting_ = false;
    if (is_open && !is_stopped_) write();
  });
  owner_.on_output_stalled();
}

}  // namespace stollen::net
