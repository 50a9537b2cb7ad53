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

std::chrono::milliseconds demo_shift(std::span<const protocol::PhaseDate> phases,
                                     protocol::Timestamp dates_from, protocol::Timestamp now) {
  if (phase_at(phases, dates_from) != protocol::Phase::live) return {};
  switch (phase_at(phases, now)) {
    case protocol::Phase::after:
    case protocol::Phase::read_only:
    case protocol::Phase::over: return std::chrono::milliseconds(now.ms - dates_from.ms);
    default: return {};
  }
}

bool takes_entries_in(protocol::Phase phase) {
  return phase != protocol::Phase::read_only && phase != protocol::Phase::over;
}

}  // namespace stollen::fair
