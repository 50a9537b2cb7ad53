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

Outbox::Admission OutputPump::send_run(const realtime::FrameRun& run, realtime::Sending sending) {
  const std::string_view bytes = run.wire();
  const std::size_t sent = sending == realtime::Sending::now && is_level() ? write_now(bytes) : 0;
  if (sent == bytes.size()) return Outbox::Admission::queued;
  const Outbox::Admission admission = outbox_.push_run(run, sent);
  mark();
  return admission;
}

// A level peer: the common case of a room, one system call and nothing to remember.
std::size_t OutputPump::write_now(std::string_view bytes) {
  const iovec part{const_cast<char*>(bytes.data()), bytes.size()};  // NOLINT: iovec serves reading too
  const IoResult result = transport_.try_write({&part, 1});
  context_.counters.add(Counter::writes);
  context_.counters.add(Counter::bytes_out, result.bytes);
  if (result.status == IoStatus::failed || result.status == IoStatus::closed) {
    owner_.on_run_failed();
    return bytes.size();
  }
  return result.bytes;
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
