#pragma once

#include <map>
#include <optional>
#include <string>

#include "loadtest/engine.hpp"
#include "loadtest/target.hpp"

namespace stollen::load {

/// The server's own counters, by name with labels as they stand there. Nothing when it does not show them to
/// us.
using ServerMetrics = std::map<std::string, double, std::less<>>;
std::optional<ServerMetrics> read_server_metrics(Engine& engine, const Target& target);

/// How much a counter has grown; 0 when it is absent.
double growth(const ServerMetrics& before, const ServerMetrics& after, std::string_view name);

}  // namespace stollen::load
