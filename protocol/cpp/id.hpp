#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace stollen::protocol {

using IdBytes = std::array<std::uint8_t, 16>;

inline constexpr std::size_t kIdTextLength = 26;
using IdText = std::array<char, kIdTextLength>;

// Crockford's base32, lower case, most significant digit first: text order equals byte order.
IdText id_text(const IdBytes& bytes);

// Accepts only what id_text() makes (lower case, no look-alikes), so that one id has one text: ids are part
// of stream names, and stream names are keys.
std::optional<IdBytes> parse_id_text(std::string_view text);

// 128 bits, ordered by the time of making. The tag keeps ids of different things apart. Default: nil, which
// no object has.
template <class Tag>
class Id {
 public:
  constexpr Id() = default;

  static constexpr Id from_bytes(const IdBytes& bytes) {
    Id id;
    id.bytes_ = bytes;
    return id;
  }

  static std::optional<Id> parse(std::string_view text) {
    const auto bytes = parse_id_text(text);
    if (!bytes) return std::nullopt;
    return from_bytes(*bytes);
  }

  constexpr const IdBytes& bytes() const { return bytes_; }

  // Text without allocation.
  IdText chars() const { return id_text(bytes_); }

  std::string text() const {
    const IdText digits = chars();
    return {digits.data(), digits.size()};
  }

  constexpr explicit operator bool() const { return *this != Id{}; }

  constexpr bool operator==(const Id&) const = default;
  constexpr auto operator<=>(const Id&) const = default;

 private:
  IdBytes bytes_{};
};

}  // namespace stollen::protocol

template <class Tag>
struct std::hash<stollen::protocol::Id<Tag>> {
  std::size_t operator()(const stollen::protocol::Id<Tag>& id) const noexcept {
    std::uint64_t high = 0;
    std::uint64_t low = 0;
    std::memcpy(&high, id.bytes().data(), sizeof high);
    std::memcpy(&low, id.bytes().data() + sizeof high, sizeof low);
    return static_cast<std::size_t>((high ^ low) * 0x9E3779B97F4A7C15ULL);
  }
};
