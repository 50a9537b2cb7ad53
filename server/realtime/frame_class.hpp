#pragma once

#include <cstdint>

namespace stollen::realtime {

/// Order in which an outbox may lose: hints are dropped first, durable events end the session (it
/// resumes from the store), control frames always pass.
enum class FrameClass : std::uint8_t { control, durable, hint };

}  // namespace stollen::realtime
