#pragma once

#include <chrono>
#include <vector>

#include "server/features/fair/fair.hpp"

namespace stollen::fair {

std::optional<protocol::Phase> stored_phase(Transaction& tx);
void store_phase(Transaction& tx, protocol::Phase phase);
std::vector<protocol::PhaseDate> stored_phase_dates(Transaction& tx);
std::vector<protocol::WelcomeTopic> stored_topics(Transaction& tx);

/// Moves phases and programme, and what they are relative to.
void shift_dates(Transaction& tx, std::chrono::milliseconds by);

}  // namespace stollen::fair
