#pragma once

#include <chrono>
#include <span>

#include "protocol/generated/cpp/fair.hpp"

namespace stollen::fair {

/// The phase that holds at `now`: the one that began last. Before the first date: `before`.
protocol::Phase phase_at(std::span<const protocol::PhaseDate> phases, protocol::Timestamp now);

/// Whether people may still add something in this phase.
bool takes_entries_in(protocol::Phase phase);

/// By how much a demo's dates move so that it is again as it was at its import: zero while it is still live,
/// and for one that never was.
std::chrono::milliseconds demo_shift(std::span<const protocol::PhaseDate> phases,
                                     protocol::Timestamp dates_from, protocol::Timestamp now);

}  // namespace stollen::fair
