#include "server/net/output_pump.hpp"

#include <array>

#include "server/net/event_outbox.hpp"
#include "server/net/outbox.hpp"

namespace stollen::net {

namespace {

constexpr int kWritesPerTurn = 8;

}  // namespace

template <class AnyOutbox>
void OutputPump<AnyOutbox>::mark() {
  // While the kernel is waited for, its answer is the next occasion.
  if (!is_waiting_ && !is_stopped_) context_.shard.flushes().mark(*this);
}

template <class AnyOutbox>
Admission OutputPump<AnyOutbox>::settle(Admission admission) {
  if (is_stopped_) return Admission::queued;  // it has failed: its owner knows and is about to end
  mark();
  return admission;
}

template <class AnyOutbox>
std::size_t OutputPump<AnyOutbox>::send_now(std::string_view bytes) {
  if (is_waiting_ || is_stopped_ || !outbox_.empty()) return 0;
  const iovec part{const_cast<char*>(bytes.data()), bytes.size()};  // NOLINT: iovec serves reading too
  const IoResult result = write_parts({&part, 1});
  tell_failure_of(result);
  return result.bytes;
}

// Whether the kernel took anything.
template <class AnyOutbox>
bool OutputPump<AnyOutbox>::make_room() {
  bool is_room_made = false;
  while (!is_waiting_ && !is_stopped_ && !outbox_.empty()) {
    const IoResult result = write_some();
    tell_failure_of(result);
    if (result.bytes == 0) break;
    is_room_made = true;
  }
  return is_room_made;
}

template <class AnyOutbox>
void OutputPump<AnyOutbox>::tell_failure_of(const IoResult& result) {
  if (result.status != IoStatus::failed && result.status != IoStatus::closed) return;
  is_stopped_ = true;
  owner_.on_push_failed();
}

template <class AnyOutbox>
void OutputPump<AnyOutbox>::stop() {
  is_stopped_ = true;
  unlink();
}

template <class AnyOutbox>
runtime::FlushResult OutputPump<AnyOutbox>::flush(std::uint32_t /*members*/) noexcept {
  if (!is_waiting_ && !is_stopped_) write();
  return {};
}

template <class AnyOutbox>
void OutputPump<AnyOutbox>::write() {
  for (int i = 0; i < kWritesPerTurn; ++i) {
    if (outbox_.empty() && !transport_.has_unsent()) {
      stalled_since_.reset();
      return owner_.on_output_drained();
    }
    const IoResult result = write_some();
    if (result.bytes > 0) stalled_since_.reset();
    if (result.status == IoStatus::wants_write) return wait();
    if (result.status != IoStatus::done) return owner_.on_output_failed();
  }
  mark();
}

// One system call with as much of the outbox as it takes.
template <class AnyOutbox>
IoResult OutputPump<AnyOutbox>::write_some() {
  std::array<iovec, AnyOutbox::kPartsPerWrite> parts;
  const IoResult result = write_parts({parts.data(), outbox_.gather(parts)});
  outbox_.consume(result.bytes);
  return result;
}

template <class AnyOutbox>
IoResult OutputPump<AnyOutbox>::write_parts(std::span<const iovec> parts) {
  const IoResult result = transport_.try_write(parts);
  context_.counters.add(Counter::writes);
  context_.counters.add(Counter::bytes_out, result.bytes);
  return result;
}

template <class AnyOutbox>
void OutputPump<AnyOutbox>::wait() {
  is_waiting_ = true;
  if (!stalled_since_) stalled_since_ = runtime::SteadyClock::now();
  transport_.wait_writable([this, held = owner_.hold()](bool is_open) {
    is_waiting_ = false;
    if (is_open && !is_stopped_) write();
  });
  owner_.on_output_stalled();
}

template class OutputPump<Outbox>;
template class OutputPump<EventOutbox>;

}  // namespace stollen::net
