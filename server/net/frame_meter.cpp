#include "server/net/frame_meter.hpp"

#include <algorithm>

namespace stollen::net {

namespace {

// RFC 6455 5.2.
constexpr std::uint8_t kFinal = 0x80;
constexpr std::uint8_t kOpcode = 0x0F;
constexpr std::uint8_t kMasked = 0x80;
constexpr std::uint8_t kBinary = 0x2;
constexpr std::uint8_t kClose = 0x8;
constexpr std::uint8_t kCodeOctets = 2;
// RFC 6455 7.4.2: the last range ends here.
constexpr std::uint16_t kLastCloseCode = 4999;

}  // namespace

FrameMeter::FrameMeter(Limits limits)
    : frames_per_message_(limits.frames_per_message),
      control_frames_(
          {.rate_per_second = limits.control_frames_per_second, .burst = limits.control_frames_burst}) {}

FrameMeter::Reading FrameMeter::feed(std::span<const char> bytes, runtime::TokenBucket::TimePoint now) {
  Reading reading{Verdict::fine, bytes.size()};
  std::size_t frame_begin = 0;  // where these bytes hold the first of the current frame
  std::size_t at = 0;
  while (at < bytes.size()) {
    Verdict verdict = Verdict::fine;
    if (payload_left_ > 0) {
      const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(payload_left_, bytes.size() - at));
      verdict = read_payload(bytes.subspan(at, size));
      payload_left_ -= size;
      at += size;
    } else {
      if (head_bytes_ == 0) frame_begin = at;
      head_.at(head_bytes_++) = static_cast<std::uint8_t>(bytes[at++]);
      if (head_bytes_ < 2 || head_bytes_ < head_size()) continue;
      head_bytes_ = 0;
      payload_left_ = payload_size();
      verdict = end_of_head(now);
    }
    if (reading.verdict == Verdict::fine && verdict != Verdict::fine) reading = {verdict, frame_begin};
  }
  return reading;
}

std::size_t FrameMeter::head_size() const {
  const unsigned length = head_[1] & 0x7FU;
  const std::size_t extended = length == 127 ? 8 : (length == 126 ? 2 : 0);
  return 2 + extended + ((head_[1] & kMasked) != 0 ? 4 : 0);
}

std::uint64_t FrameMeter::payload_size() const {
  const unsigned length = head_[1] & 0x7FU;
  if (length < 126) return length;
  std::uint64_t size = 0;
  const std::size_t bytes = length == 127 ? 8 : 2;
  for (std::size_t i = 0; i < bytes; ++i) size = (size << 8U) | head_.at(2 + i);
  return size;
}

FrameMeter::Verdict FrameMeter::end_of_head(runtime::TokenBucket::TimePoint now) {
  if (saw_close_) {
    code_octets_ = kCodeOctets;
    return Verdict::fine;
  }
  const std::uint8_t opcode = head_[0] & kOpcode;
  if (opcode >= kClose) {
    saw_close_ = opcode == kClose;
    return control_frames_.try_take(1, now) ? Verdict::fine : Verdict::too_many_control_frames;
  }
  if (opcode == kBinary) return Verdict::binary;
  if (++frames_ > frames_per_message_) return Verdict::too_many_frames;
  if ((head_[0] & kFinal) != 0) frames_ = 0;
  return Verdict::fine;
}

// Of interest is the code of a close frame alone; without a mask it is Beast's to refuse.
FrameMeter::Verdict FrameMeter::read_payload(std::span<const char> bytes) {
  if (!saw_close_ || code_octets_ == kCodeOctets || (head_[1] & kMasked) == 0) return Verdict::fine;
  const std::size_t mask_at = head_size() - 4;
  for (const char c : bytes) {
    const auto octet = static_cast<std::uint8_t>(c) ^ head_.at(mask_at + code_octets_);
    close_code_ = static_cast<std::uint16_t>(close_code_ << 8U | octet);
    if (++code_octets_ < kCodeOctets) continue;
    return close_code_ > kLastCloseCode ? Verdict::bad_close_code : Verdict::fine;
  }
  return Verdict::fine;
}

}  // namespace stollen::net
