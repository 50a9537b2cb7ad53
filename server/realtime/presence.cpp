#include "server/realtime/presence.hpp"

#include <algorithm>
#include <utility>

namespace stollen::realtime {

Presence::Arrival Presence::arrive(protocol::PersonId person, std::size_t limit) {
  const std::lock_guard lock(mutex_);
  Entry& entry = people_[person];
  if (entry.sessions >= limit) return Arrival::refused;
  ++entry.sessions;
  entry.generation = 0;
  if (!is_shared_ || std::exchange(entry.is_told, true)) return Arrival::known;
  untold_.push_back(person);
  return Arrival::untold;
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
  entry.is_told = true;
  return Lease{person, entry.generation};
}

bool Presence::holds(const Lease& lease) const {
  const auto found = people_.find(lease.person);
  return found != people_.end() && found->second.generation == lease.generation;
}

bool Presence::is_absent(const Lease& lease) const {
  const std::lock_guard lock(mutex_);
  return holds(lease);
}

bool Presence::begin_end(const Lease& lease) {
  const std::lock_guard lock(mutex_);
  if (!holds(lease)) return false;
  people_.at(lease.person).is_told = false;
  return true;
}

void Presence::take_end_back(const Lease& lease) {
  const std::lock_guard lock(mutex_);
  if (holds(lease)) people_.at(lease.person).is_told = true;
}

void Presence::forget(const Lease& lease) {
  const std::lock_guard lock(mutex_);
  if (holds(lease)) people_.erase(lease.person);
}

std::size_t Presence::people() const {
  const std::lock_guard lock(mutex_);
  return people_.size();
}

std::vector<protocol::PersonId> Presence::take_untold() {
  const std::lock_guard lock(mutex_);
  return std::exchange(untold_, {});
}

std::vector<protocol::PersonId> Presence::everybody() {
  const std::lock_guard lock(mutex_);
  untold_.clear();
  std::vector<protocol::PersonId> people;
  people.reserve(people_.size());
  for (const auto& [person, entry] : people_) {
    if (entry.is_told) people.push_back(person);
  }
  std::ranges::sort(people);
  return people;
}

}  // namespace stollen::realtime
