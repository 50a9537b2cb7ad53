#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Figures for operators, in Prometheus' text format. Look a figure up once and keep the reference: looking
/// up takes a mutex, using it is one atomic operation. The same name and labels give the same figure for the
/// life of the process.
namespace stollen::metrics {

/// Such as {{"feature", "booth"}, {"outcome", "ok"}}. Values must come from a small fixed set.
using Labels = std::initializer_list<std::pair<std::string_view, std::string_view>>;

class Counter {
 public:
  void add(std::uint64_t n = 1) { value_.fetch_add(n, std::memory_order_relaxed); }
  [[nodiscard]] std::uint64_t value() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::uint64_t> value_{0};
};

class Gauge {
 public:
  void set(std::int64_t value) { value_.store(value, std::memory_order_relaxed); }
  void add(std::int64_t n) { value_.fetch_add(n, std::memory_order_relaxed); }
  [[nodiscard]] std::int64_t value() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::int64_t> value_{0};
};

/// Own, since prometheus-cpp's takes a mutex for each observation.
class Histogram {
 public:
  explicit Histogram(std::vector<double> upper_bounds);
  void observe(double value);

  struct Reading {
    std::vector<std::pair<double, std::uint64_t>>
        cumulative;  ///< upper bound (the last is infinite), count up to it
    double sum = 0;
  };
  [[nodiscard]] Reading read() const;

 private:
  std::vector<double> upper_bounds_;
  std::vector<std::atomic<std::uint64_t>> buckets_;
  std::atomic<double> sum_{0};
};

Counter& counter(std::string_view name, std::string_view help, Labels labels = {});
Gauge& gauge(std::string_view name, std::string_view help, Labels labels = {});
/// Seconds from 0.25 ms to 10 s.
Histogram& duration_seconds(std::string_view name, std::string_view help, Labels labels = {});
/// A gauge that is computed when somebody reads it. Replaces an earlier one of the same name. `read` must be
/// callable from any thread until `forget` was called for the name.
void observe(std::string_view name, std::string_view help, std::function<double()> read);
void forget(std::string_view name);

/// All figures in Prometheus' text exposition format 0.0.4, for GET /metrics.
[[nodiscard]] std::string exposition();

}  // namespace stollen::metrics
