#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <unordered_map>
#include <utility>

#include "server/net/address.hpp"

namespace stollen::net {

/// How many connections there are, in all, of each address, and of each standing. Any thread. It takes a
/// mutex, which is asked for when a connection begins, becomes a socket and ends, but never for a message.
class ConnectionLimits {
 public:
  struct Bounds {
    std::uint32_t total = 0;
    std::uint32_t per_address = 0;
    std::uint32_t pending = 0;
    std::uint32_t anonymous = 0;
    bool is_loopback_exempt = false;  ///< from per_address
  };

  /// What a connection is, for the bounds: anybody may hold pending ones, so they are fewer.
  enum class Standing : std::uint8_t { pending, anonymous, logged_in };
  enum class Refusal : std::uint8_t { none, per_address, full };

  /// Counts one connection as long as it lives. The limits must outlive it.
  class Lease {
   public:
    Lease() = default;
    Lease(Lease&& other) noexcept { swap(other); }
    Lease& operator=(Lease&& other) noexcept {
      swap(other);
      return *this;
    }
    ~Lease();

    /// The connection became a socket. False, and nothing changes: too many of that standing.
    [[nodiscard]] bool promote(Standing standing);
    /// Behind a proxy the peer is known only now. False, and nothing changes: too many of that address.
    [[nodiscard]] bool count_for(const Address& address);

   private:
    friend class ConnectionLimits;
    void swap(Lease& other) noexcept {
      std::swap(limits_, other.limits_);
      std::swap(key_, other.key_);
      std::swap(is_counted_, other.is_counted_);
      std::swap(standing_, other.standing_);
    }
    ConnectionLimits* limits_ = nullptr;
    Address key_;
    bool is_counted_ = false;
    Standing standing_ = Standing::pending;
  };

  explicit ConnectionLimits(Bounds bounds) : bounds_(bounds) {}

  /// `is_proxy`: a trusted proxy speaks for many and is not counted by its address.
  Refusal admit(const Address& address, bool is_proxy, Lease& lease);

  [[nodiscard]] std::uint32_t open() const { return open_.load(std::memory_order_relaxed); }
  [[nodiscard]] std::uint32_t sockets() const { return sockets_.load(std::memory_order_relaxed); }

 private:
  bool count(const Address& address, Lease& lease);
  void uncount(Lease& lease);
  std::uint32_t& number_of(Standing standing);
  void publish();

  const Bounds bounds_;
  std::mutex mutex_;
  std::unordered_map<Address, std::uint32_t> by_address_;
  std::uint32_t pending_ = 0;
  std::uint32_t anonymous_ = 0;
  std::uint32_t logged_in_ = 0;
  std::atomic<std::uint32_t> open_{0};  // copies, for whoever only looks
  std::atomic<std::uint32_t> sockets_{0};
};

}  // namespace stollen::net
