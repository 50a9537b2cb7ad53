#include "server/features/fair/fair_rules.hpp"

namespace stollen::fair {

protocol::Phase phase_at(std::span<const protocol::PhaseDate> phases, protocol::Timestamp now) {
  protocol::Phase phase = protocol::Phase::before;
  protocol::Timestamp began{};
  for (const protocol::PhaseDate& date : phases) {
    if (date.starts_at > now || date.starts_at < began) continue;
    phase = date.phase;
    began = date.starts_at;
  }
  return phase;
}

bool takes_entries_in(protocol::Phase phase) {
  return phase != protocol::Phase::read_only && phase != protocol::Phase::over;
}

}  // namespace stollen::fair
