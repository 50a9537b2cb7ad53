#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "loadtest/histogram.hpp"

namespace stollen::load {

/// What all users of a run share.
struct RunFigures {
  std::uint64_t connects = 0;
  std::uint64_t reconnects = 0;
  std::uint64_t refused_log_ins = 0;  ///< answered busy and tried again
  std::uint64_t resets = 0;           ///< streams that began anew from a snapshot after the first time
  std::uint64_t replays = 0;          ///< streams that were resumed exactly
  std::uint64_t busy_answers = 0;
  std::uint64_t unknown_answers = 0;              ///< perhaps done; asked again with the same id
  std::map<unsigned, std::uint64_t> closes;       ///< by the server, with this code
  std::map<std::string, std::uint64_t> refusals;  ///< error answers by code, the repeated ones too
  Histogram way_back;                 ///< from the loss of a connection until all streams were joined
  std::uint64_t protocol_faults = 0;  ///< frames or answers that must not be
  std::string first_fault;

  void fault(std::string text) {
    if (protocol_faults++ == 0) first_fault = std::move(text);
  }
  /// Those of another thread of the same run.
  void add(const RunFigures& other);
};

}  // namespace stollen::load
