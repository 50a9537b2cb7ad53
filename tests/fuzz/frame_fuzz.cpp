// Any bytes as a client's frames: the meter must say the same, however the network cuts them.

#include <array>
#include <chrono>

#include "server/net/frame_meter.hpp"
#include "tests/fuzz/fuzzing.hpp"

namespace {

using namespace stollen;
using namespace stollen::tests;
using net::FrameMeter;
using namespace std::string_literals;

constexpr FrameMeter::Limits kLimits{
    .frames_per_message = 4, .control_frames_per_second = 1, .control_frames_burst = 3};

struct Outcome {
  FrameMeter::Verdict verdict = FrameMeter::Verdict::fine;
  bool saw_close = false;
  std::size_t sound_bytes = 0;  // before the frame at fault, or before the network's cut inside of it
};

Outcome judge(std::span<const std::string_view> pieces) {
  FrameMeter meter(kLimits);
  Outcome outcome;
  const runtime::TokenBucket::TimePoint now{std::chrono::hours(1)};
  for (const std::string_view piece : pieces) {
    const auto reading = meter.feed(piece, now);
    if (outcome.verdict != FrameMeter::Verdict::fine) continue;
    outcome.verdict = reading.verdict;
    outcome.sound_bytes += reading.sound_bytes;
  }
  outcome.saw_close = meter.saw_close();
  return outcome;
}

}  // namespace

extern "C" int LLVMFuzzerInitialize(int* argc, char*** argv) {
  const std::array seeds{
      "\x07\x81\x83\x01\x02\x03\x04"s + "abc" + "\x89\x80\x01\x02\x03\x04"s,  // text and ping
      "\x01\x01\x80\0\0\0\0\0\x80\0\0\0\0\x80\x80\0\0\0\0"s,                  // a message of three frames
      "\x1F\x81\xFE\0\x80\0\0\0\0"s + std::string(128, 'x'),                  // 16 bits of length
      "\x1F\x81\xFF\0\0\0\0\0\0\0\x02\0\0\0\0xx\x88\x82\0\0\0\0\x03\xE8"s,    // 64 bits of length, then close
      "\x03\x82\x81\0\0\0\0x\x89\x80\0\0\0\0\x8A\x80\0\0\0\0\x89\x80\0\0\0\0"s,  // binary, then control
                                                                                 // frames
      "\x05\x88\x82\x01\x02\x03\x04\x12\x8A"s                                    // close with 5000
  };
  plant_seeds(*argc, *argv, seeds);
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view bytes = text_of(data, size).substr(1);
  const Outcome whole = judge(std::array{bytes});
  const Outcome cut = judge(pieces_of(bytes, data[0]));
  demand(whole.verdict == cut.verdict && whole.saw_close == cut.saw_close, "the cuts change the verdict");
  demand(whole.sound_bytes <= cut.sound_bytes, "the cuts take away what was sound");
  return 0;
}
