#pragma once

#include <cstddef>
#include <cstdint>

namespace stollen::net {

/// What may wait for one peer: beyond half of it hints go, beyond all of it the peer is too slow.
struct OutboxLimits {
  std::size_t bytes = 256 * 1024;
  std::size_t frames = 256;

  /// Whether so much is beyond `share_percent` of either.
  [[nodiscard]] bool are_exceeded_by(std::size_t more_bytes, std::size_t more_frames,
                                     std::size_t share_percent) const {
    return more_bytes * 100 > bytes * share_percent || more_frames * 100 > frames * share_percent;
  }
};

/// What an outbox does with what it is given.
enum class Admission : std::uint8_t {
  queued,
  dropped,  ///< a hint, while half of the room is taken
  full,     ///< no room for it
};

}  // namespace stollen::net
