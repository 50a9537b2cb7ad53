#include "loadtest/run_figures.hpp"

namespace stollen::load {

void RunFigures::add(const RunFigures& other) {
  connects += other.connects;
  reconnects += other.reconnects;
  refused_log_ins += other.refused_log_ins;
  resets += other.resets;
  replays += other.replays;
  busy_answers += other.busy_answers;
  unknown_answers += other.unknown_answers;
  for (const auto& [code, count] : other.closes) closes[code] += count;
  for (const auto& [code, count] : other.refusals) refusals[code] += count;
  way_back.add(other.way_back);
  if (protocol_faults == 0) first_fault = other.first_fault;
  protocol_faults += other.protocol_faults;
}

}  // namespace stollen::load
