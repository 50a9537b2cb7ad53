#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <utility>
#include <vector>

namespace stollen::realtime {

/// A block of bytes that grows at its end and never changes before it, so that outboxes may hold parts of it.
/// Of one shard: counted without atomics.
class Segment {
 public:
  [[nodiscard]] const char* data() const { return reinterpret_cast<const char*>(this + 1); }
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] std::size_t room() const { return capacity_ - size_; }
  [[nodiscard]] std::size_t capacity() const { return capacity_; }

  /// `bytes` must fit in room().
  void append(std::string_view bytes) {
    std::memcpy(reinterpret_cast<char*>(this + 1) + size_, bytes.data(), bytes.size());
    size_ += bytes.size();
  }

 private:
  friend class SegmentRef;
  explicit Segment(std::size_t capacity) : capacity_(capacity) {}
  std::uint32_t references_ = 1;
  std::size_t size_ = 0;
  const std::size_t capacity_;
  // bytes follow the object
};

/// A counted reference. All references of a segment belong to one thread.
class SegmentRef {
 public:
  SegmentRef() = default;
  static SegmentRef make(std::size_t capacity) {
    SegmentRef made;
    made.segment_ = new (::operator new(sizeof(Segment) + capacity)) Segment(capacity);
    return made;
  }
  SegmentRef(const SegmentRef& other) noexcept : segment_(other.segment_) {
    if (segment_ != nullptr) ++segment_->references_;
  }
  SegmentRef(SegmentRef&& other) noexcept : segment_(std::exchange(other.segment_, nullptr)) {}
  SegmentRef& operator=(SegmentRef other) noexcept {
    std::swap(segment_, other.segment_);
    return *this;
  }
  ~SegmentRef() {
    if (segment_ == nullptr || --segment_->references_ > 0) return;
    segment_->~Segment();
    ::operator delete(segment_);
  }

  Segment* operator->() const { return segment_; }
  explicit operator bool() const { return segment_ != nullptr; }
  [[nodiscard]] bool is_sole() const { return segment_ != nullptr && segment_->references_ == 1; }
  /// Only for the sole owner: nobody sees the bytes any more.
  void empty_out() { segment_->size_ = 0; }

 private:
  Segment* segment_ = nullptr;
};

/// Emptied segments of a shard, so that a message costs no allocation. Bounded, since most streams are quiet
/// most of the time.
class SegmentPool {
 public:
  static constexpr std::size_t kUsualBytes = 64 * 1024;

  SegmentRef take(std::size_t at_least) {
    if (at_least > kUsualBytes) return SegmentRef::make(at_least);
    if (spare_.empty()) return SegmentRef::make(kUsualBytes);
    SegmentRef taken = std::move(spare_.back());
    spare_.pop_back();
    return taken;
  }
  /// Keeps it when it is of the usual size, nobody else holds it, and not many are kept already.
  void give_back(SegmentRef segment) {
    if (!segment.is_sole() || segment->capacity() != kUsualBytes || spare_.size() >= kMostSpare) return;
    segment.empty_out();
    spare_.push_back(std::move(segment));
  }

 private:
  static constexpr std::size_t kMostSpare = 32;
  std::vector<SegmentRef> spare_;
};

}  // namespace stollen::realtime
