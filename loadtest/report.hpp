#pragma once

#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "loadtest/histogram.hpp"

namespace stollen::load {

/// What came of a run: figures in the order in which they are told, and whether every guarantee held.
class Report {
 public:
  explicit Report(std::string scenario) : scenario_(std::move(scenario)) {}

  void number(std::string name, double value) { figures_.emplace_back(std::move(name), value); }
  void text(std::string name, std::string value) { figures_.emplace_back(std::move(name), std::move(value)); }
  /// Adds NAME_p50_ms, NAME_p95_ms, NAME_p99_ms and NAME_max_ms.
  void latencies(const std::string& name, const Histogram& histogram);
  /// A guarantee; the run is good only if all hold.
  void require(bool holds, std::string sentence);
  /// A guarantee about speed, which no server can keep on a machine that others use too.
  void require_speed(bool holds, std::string sentence);
  /// Speed is told, but no longer judged.
  void tolerate_slowness() { judges_speed_ = false; }

  [[nodiscard]] bool is_good() const { return broken_.empty() && (slow_.empty() || !judges_speed_); }
  /// For people.
  [[nodiscard]] std::string table() const;
  /// One JSON object without line breaks.
  [[nodiscard]] std::string json() const;

 private:
  std::string scenario_;
  std::vector<std::pair<std::string, std::variant<double, std::string>>> figures_;
  std::vector<std::string> broken_, slow_;
  bool judges_speed_ = true;
};

}  // namespace stollen::load
