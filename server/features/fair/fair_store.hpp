#pragma once

#include <vector>

#include "server/features/fair/fair.hpp"

namespace stollen::fair {

std::optional<protocol::Phase> stored_phase(Transaction& tx);
void store_phase(Transaction& tx, protocol::Phase phase);
std::vector<protocol::PhaseDate> stored_phase_dates(Transaction& tx);
std::vector<protocol::WelcomeTopic> stored_topics(Transaction& tx);

}  // namespace stollen::fair
