#pragma once

#include <functional>

#include "loadtest/report.hpp"

namespace CLI {
class App;
}

namespace stollen::load {

/// Adds `bench` (broadcasting as fast as it goes, or at a rate) and `fair` (a fair folder for it).
/// `take` gets what a bench found out, and whether only JSON is wanted.
void add_bench_commands(CLI::App& cli, std::function<void(const Report&, bool is_json)> take);

}  // namespace stollen::load
