#include "loadtest/report.hpp"

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

namespace stollen::load {
namespace {

std::string shown(double value) {
  return value == std::floor(value) ? fmt::format("{:.0f}", value) : fmt::format("{:.2f}", value);
}

}  // namespace

void Report::latencies(const std::string& name, const Histogram& histogram) {
  const auto millis = [](std::chrono::microseconds time) { return static_cast<double>(time.count()) / 1000; };
  number(name + "_p50_ms", millis(histogram.percentile(0.50)));
  number(name + "_p95_ms", millis(histogram.percentile(0.95)));
  number(name + "_p99_ms", millis(histogram.percentile(0.99)));
  number(name + "_max_ms", millis(histogram.maximum()));
}

void Report::require(bool holds, std::string sentence) {
  if (!holds) broken_.push_back(std::move(sentence));
}

void Report::require_speed(bool holds, std::string sentence) {
  if (!holds) slow_.push_back(std::move(sentence));
}

std::string Report::table() const {
  std::string text = fmt::format("{}\n", scenario_);
  for (const auto& [name, value] : figures_) {
    const auto* number = std::get_if<double>(&value);
    text += fmt::format("  {:<22} {:>14}\n", name,
                        number != nullptr ? shown(*number) : std::get<std::string>(value));
  }
  for (const std::string& sentence : broken_) text += fmt::format("  BROKEN: {}\n", sentence);
  for (const std::string& sentence : slow_) text += fmt::format("  SLOW: {}\n", sentence);
  return text + (is_good() ? "  every guarantee held\n" : "  FAILED\n");
}

std::string Report::json() const {
  nlohmann::ordered_json line{{"scenario", scenario_}, {"ok", is_good()}};
  for (const auto& [name, value] : figures_) {
    if (const auto* number = std::get_if<double>(&value)) {
      if (*number == std::floor(*number)) {
        line[name] = static_cast<std::int64_t>(*number);
      } else {
        line[name] = std::round(*number * 1000) / 1000;
      }
    } else {
      line[name] = std::get<std::string>(value);
    }
  }
  line["broken"] = broken_;
  line["slow"] = slow_;
  return line.dump();
}

}  // namespace stollen::load
