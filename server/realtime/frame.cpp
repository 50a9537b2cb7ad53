#include "server/realtime/frame.hpp"

#include <array>
#include <cstring>
#include <new>

namespace stollen::realtime {
namespace {

// RFC 6455, section 5.2: FIN and opcode 1 (text), then the length in 7, 16 or 64 bits, no mask.
std::size_t write_header(std::size_t payload, std::array<unsigned char, 10>& header) {
  constexpr std::size_t kLargest7 = 125;
  constexpr std::size_t kLargest16 = 65'535;
  header[0] = 0x81;
  if (payload <= kLargest7) {
    header[1] = static_cast<unsigned char>(payload);
    return 2;
  }
  const std::size_t length_bytes = payload <= kLargest16 ? 2 : 8;
  header[1] = length_bytes == 2 ? 126 : 127;
  for (std::size_t i = 0; i < length_bytes; ++i) {
    header[2 + i] = static_cast<unsigned char>((payload >> (8 * (length_bytes - 1 - i))) & 0xFFU);
  }
  return 2 + length_bytes;
}

const char* bytes_of(const Frame* frame) {
  return reinterpret_cast<const char*>(frame + 1);
}

}  // namespace

std::string_view Frame::wire() const {
  return {bytes_of(this), size_};
}
std::string_view Frame::payload() const {
  return wire().substr(header_size_);
}

FrameRef FrameRef::make(std::string_view json_text) {
  std::array<unsigned char, 10> header{};
  const std::size_t header_size = write_header(json_text.size(), header);
  const std::size_t size = header_size + json_text.size();
  void* memory = ::operator new(sizeof(Frame) + size);
  auto* frame = new (memory) Frame;
  char* bytes = static_cast<char*>(memory) + sizeof(Frame);
  std::memcpy(bytes, header.data(), header_size);
  std::memcpy(bytes + header_size, json_text.data(), json_text.size());
  frame->header_size_ = static_cast<std::uint32_t>(header_size);
  frame->size_ = static_cast<std::uint32_t>(size);
  FrameRef made;
  made.frame_ = frame;
  return made;
}

// relaxed: whoever copies holds a reference already, so the frame cannot go away meanwhile.
FrameRef::FrameRef(const FrameRef& other) noexcept : frame_(other.frame_) {
  if (frame_ != nullptr) frame_->references_.fetch_add(1, std::memory_order_relaxed);
}

// release: what this thread read of the frame comes before; acquire: the last one frees after all others have
// read.
FrameRef::~FrameRef() {
  if (frame_ == nullptr || frame_->references_.fetch_sub(1, std::memory_order_acq_rel) != 1) return;
  frame_->~Frame();
  ::operator delete(const_cast<Frame*>(frame_));
}

}  // namespace stollen::realtime
