#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>

#include "server/runtime/budget.hpp"

namespace stollen::net {

/// Looks at the heads of a client's frames as the bytes come in, below Beast, and counts what Beast does not:
/// frames of a message (empty ones never reach Beast's size bound), control frames a second; and sees the
/// close codes from 5000 on, which Beast takes for good ones. It judges nothing that Beast judges.
class FrameMeter {
 public:
  struct Limits {
    std::uint32_t frames_per_message = 64;
    double control_frames_per_second = 10;
    std::uint32_t control_frames_burst = 20;
  };

  enum class Verdict : std::uint8_t {
    fine,
    binary,
    too_many_frames,
    too_many_control_frames,
    bad_close_code
  };

  struct Reading {
    Verdict verdict = Verdict::fine;  ///< the first fault in these bytes
    std::size_t sound_bytes = 0;      ///< of these bytes, those before the frame at fault
  };

  explicit FrameMeter(Limits limits);

  /// What follows a fault is still measured, and nothing behind a close frame is a fault.
  Reading feed(std::span<const char> bytes, runtime::TokenBucket::TimePoint now);
  /// The client's close frame has been seen.
  [[nodiscard]] bool saw_close() const { return saw_close_; }

 private:
  Verdict end_of_head(runtime::TokenBucket::TimePoint now);
  Verdict read_payload(std::span<const char> bytes);
  [[nodiscard]] std::size_t head_size() const;
  [[nodiscard]] std::uint64_t payload_size() const;

  std::uint32_t frames_per_message_;
  runtime::TokenBucket control_frames_;
  std::array<std::uint8_t, 14> head_{};  // kept until the next one begins
  std::uint8_t head_bytes_ = 0;
  std::uint8_t code_octets_ = 0;  // of a close frame's code: those seen
  std::uint16_t close_code_ = 0;
  bool saw_close_ = false;
  std::uint32_t frames_ = 0;
  std::uint64_t payload_left_ = 0;
};

}  // namespace stollen::net
