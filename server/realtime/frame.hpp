#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>

namespace stollen::realtime {

/// One text message, encoded and framed once (RFC 6455 header of an unmasked text frame, then the
/// payload), immutable and shared by all who receive it on all shards. One allocation.
class Frame {
 public:
  /// The bytes as they go to a socket.
  [[nodiscard]] std::string_view wire() const;
  /// The JSON text alone, for Server-Sent Events and tests.
  [[nodiscard]] std::string_view payload() const;

 private:
  friend class FrameRef;
  mutable std::atomic<std::uint32_t> references_{1};
  std::uint32_t header_size_ = 0;
  std::uint32_t size_ = 0;
  // bytes follow the object
};

/// A counted reference; copying costs one relaxed increment.
class FrameRef {
 public:
  FrameRef() = default;
  static FrameRef make(std::string_view json_text);
  FrameRef(const FrameRef& other) noexcept;
  FrameRef(FrameRef&& other) noexcept : frame_(std::exchange(other.frame_, nullptr)) {}
  FrameRef& operator=(FrameRef other) noexcept {
    std::swap(frame_, other.frame_);
    return *this;
  }
  ~FrameRef();
  const Frame* operator->() const { return frame_; }
  explicit operator bool() const { return frame_ != nullptr; }

 private:
  const Frame* frame_ = nullptr;
};

}  // namespace stollen::realtime
