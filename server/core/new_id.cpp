#include "server/core/new_id.hpp"

#include <cstddef>
#include <span>

#include "server/core/clock.hpp"
#include "server/core/random_bytes.hpp"

namespace stollen {
namespace {

constexpr std::size_t kTimeBytes = 6;

// Adds a random step to the random part, so that ids of one millisecond grow and still cannot be guessed
// from one another. False on overflow: then the caller moves on to the next millisecond.
bool add_random_step(std::array<std::uint8_t, 16>& id) {
  std::array<std::uint8_t, 8> step{};
  fill_random(step);
  unsigned carry = 1;  // at least one, so that the id grows
  for (std::size_t i = 0; i < id.size() - kTimeBytes; ++i) {
    std::uint8_t& digit = id[id.size() - 1 - i];
    const unsigned sum = digit + carry + (i < step.size() ? step[i] : 0U);
    digit = static_cast<std::uint8_t>(sum & 0xFFU);
    carry = sum >> 8U;
  }
  return carry == 0;
}

void start_millisecond(std::array<std::uint8_t, 16>& id, std::int64_t ms) {
  for (std::size_t i = 0; i < kTimeBytes; ++i) {
    id[i] = static_cast<std::uint8_t>((ms >> (8U * (kTimeBytes - 1 - i))) & 0xFF);
  }
  fill_random(std::span(id).subspan(kTimeBytes));
  id[kTimeBytes] &= 0x7FU;  // room for the steps of the same millisecond
}

}  // namespace

std::array<std::uint8_t, 16> new_id_bytes() {
  thread_local std::array<std::uint8_t, 16> last{};
  thread_local std::int64_t last_ms = -1;
  const std::int64_t now_ms = system_clock().now().ms;
  if (now_ms > last_ms) {
    last_ms = now_ms;
    start_millisecond(last, last_ms);
  } else if (!add_random_step(last)) {  // the same millisecond, or the clock went back
    start_millisecond(last, ++last_ms);
  }
  return last;
}

}  // namespace stollen
