#include "server/realtime/presence.hpp"

namespace stollen::realtime {

bool Presence::arrive(protocol::PersonId person, std::size_t limit) {
  const std::lock_guard lock(mutex_);
  Entry& entry = people_[person];
  if (entry.sessions >= limit) return false;
  ++entry.sessions;
  entry.generation = 0;
  return true;
}

std::optional<Presence::Lease> Presence::leave(protocol::PersonId person) {
  const std::lock_guard lock(mutex_);
  Entry& entry = people_.at(person);
  if (--entry.sessions > 0) return std::nullopt;
  entry.generation = ++last_generation_;
  return Lease{person, entry.generation};
}

std::optional<Presence::Lease> Presence::watch(protocol::PersonId person) {
  const std::lock_guard lock(mutex_);
  Entry& entry = people_[person];
  if (entry.sessions > 0 || entry.generation != 0) return std::nullopt;
  entry.generation = ++last_generation_;
  return Lease{person, entry.generation};
}

bool Presence::is_absent(const Lease& lease) const {
  const std::lock_guard lock(mutex_);
  const auto found = people_.find(lease.person);
  return found != people_.end() && found->second.generation == lease.generation;
}

void Presence::forget(const Lease& lease) {
  const std::lock_guard lock(mutex_);
  const auto found = people_.find(lease.person);
  if (found != people_.end() && found->second.generation == lease.generation) people_.erase(found);
}

std::size_t Presence::people() const {
  const std::lock_guard lock(mutex_);
  return people_.size();
}

}  // namespace stollen::realtime
