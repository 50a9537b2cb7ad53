#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <string>

#include "server/runtime/atomics.hpp"

namespace stollen::net {

/// What the network side counts. The order is that of kCounterTexts in counters.cpp.
enum class Counter : std::uint8_t {
  accepted,
  refused_per_address,
  refused_full,
  refused_descriptors,
  requests,
  requests_refused,
  upgrades,
  upgrades_refused,
  event_streams,
  closed_slow,
  closed_stalled,
  closed_silent,
  closed_rate,
  closed_protocol,
  hints_dropped,
  messages_in,
  bytes_in,
  frames_out,
  bytes_out,
  writes,
  tls_handshakes_failed,
  connections_ended,
  sockets_ended,
  count_,
};

/// Counters of one shard, written by its thread alone; read by any.
class alignas(runtime::kCacheLine) Counters {
 public:
  void add(Counter counter, std::uint64_t amount = 1) {
    auto& value = values_.at(static_cast<std::size_t>(counter));
    // One writer: no read-modify-write needed, and no locked instruction per frame.
    value.store(value.load(std::memory_order_relaxed) + amount, std::memory_order_relaxed);
  }
  [[nodiscard]] std::uint64_t get(Counter counter) const {
    return values_.at(static_cast<std::size_t>(counter)).load(std::memory_order_relaxed);
  }

 private:
  std::array<std::atomic<std::uint64_t>, static_cast<std::size_t>(Counter::count_)> values_{};
};

struct CounterText {
  const char* name;
  const char* about;
};

CounterText text_of(Counter counter);

}  // namespace stollen::net
