#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

struct sockaddr;

namespace stollen::net {

/// An IPv4 or IPv6 address without port. IPv4 is kept as its mapped IPv6 form (::ffff:a.b.c.d), so
/// that a peer is the same whether it came through an IPv4 or a dual-stack socket.
class Address {
 public:
  Address() = default;
  static std::optional<Address> parse(std::string_view text);
  static Address from(const sockaddr& address);

  [[nodiscard]] bool is_v4() const;
  [[nodiscard]] bool is_loopback() const;
  [[nodiscard]] std::string text() const;
  /// What limits count by: one IPv4 address, but a whole IPv6 /64, since one customer owns all of it.
  [[nodiscard]] Address counting_key() const;

  const std::array<std::uint8_t, 16>& bytes() const { return bytes_; }
  auto operator<=>(const Address&) const = default;

 private:
  std::array<std::uint8_t, 16> bytes_{};
};

/// A range of addresses such as `10.0.0.0/8`, `::1/128` or a single address.
class AddressBlock {
 public:
  static std::optional<AddressBlock> parse(std::string_view text);
  [[nodiscard]] bool contains(const Address& address) const;

 private:
  Address base_;
  unsigned prefix_bits_ = 128;  // of the mapped form
};

bool contains(std::span<const AddressBlock> blocks, const Address& address);

}  // namespace stollen::net

template <>
struct std::hash<stollen::net::Address> {
  std::size_t operator()(const stollen::net::Address& address) const noexcept;
};
