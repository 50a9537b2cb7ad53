#pragma once

#include <span>

#include "protocol/generated/cpp/fair.hpp"

namespace stollen::fair {

/// The phase that holds at `now`: the one that began last. Before the first date: `before`.
protocol::Phase phase_at(std::span<const protocol::PhaseDate> phases, protocol::Timestamp now);

/// Whether people may still add something in this phase.
bool takes_entries_in(protocol::Phase phase);

}  // namespace stollen::fair
