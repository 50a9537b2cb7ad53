#include "server/net/connection_limits.hpp"

namespace stollen::net {

ConnectionLimits::Refusal ConnectionLimits::admit(const Address& address, bool is_proxy, Lease& lease) {
  const std::lock_guard lock(mutex_);
  if (pending_ + anonymous_ + logged_in_ >= bounds_.total) return Refusal::full;
  if (pending_ >= bounds_.pending) return Refusal::full;
  if (!is_proxy && !count(address, lease)) return Refusal::per_address;
  ++pending_;
  lease.limits_ = this;
  lease.standing_ = Standing::pending;
  publish();
  return Refusal::none;
}

ConnectionLimits::Lease::~Lease() {
  if (limits_ == nullptr) return;
  const std::lock_guard lock(limits_->mutex_);
  limits_->uncount(*this);
  --limits_->number_of(standing_);
  limits_->publish();
}

bool ConnectionLimits::Lease::promote(Standing standing) {
  if (limits_ == nullptr) return false;
  const std::lock_guard lock(limits_->mutex_);
  if (standing == Standing::anonymous && limits_->anonymous_ >= limits_->bounds_.anonymous) return false;
  --limits_->number_of(standing_);
  standing_ = standing;
  ++limits_->number_of(standing_);
  limits_->publish();
  return true;
}

bool ConnectionLimits::Lease::count_for(const Address& address) {
  if (limits_ == nullptr) return false;
  const std::lock_guard lock(limits_->mutex_);
  if (is_counted_ && key_ == address.counting_key()) return true;
  Lease other;
  if (!limits_->count(address, other)) return false;
  limits_->uncount(*this);
  key_ = other.key_;
  is_counted_ = other.is_counted_;
  return true;
}

bool ConnectionLimits::count(const Address& address, Lease& lease) {
  if (bounds_.is_loopback_exempt && address.is_loopback()) return true;
  const Address key = address.counting_key();
  std::uint32_t& number = by_address_[key];
  if (number >= bounds_.per_address) return false;  // above zero, so no entry is left behind
  ++number;
  lease.key_ = key;
  lease.is_counted_ = true;
  return true;
}

void ConnectionLimits::uncount(Lease& lease) {
  if (!lease.is_counted_) return;
  lease.is_counted_ = false;
  const auto found = by_address_.find(lease.key_);
  if (--found->second == 0) by_address_.erase(found);
}

std::uint32_t& ConnectionLimits::number_of(Standing standing) {
  switch (standing) {
    case Standing::anonymous: return anonymous_;
    case Standing::logged_in: return logged_in_;
    case Standing::pending: break;
  }
  return pending_;
}

void ConnectionLimits::publish() {
  open_.store(pending_ + anonymous_ + logged_in_, std::memory_order_relaxed);
  sockets_.store(anonymous_ + logged_in_, std::memory_order_relaxed);
}

}  // namespace stollen::net
