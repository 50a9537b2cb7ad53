#include "server/core/metrics.hpp"

#include <prometheus/metric_family.h>
#include <prometheus/text_serializer.h>

#include <algorithm>
#include <limits>
#include <map>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <variant>

namespace stollen::metrics {
namespace {

using Values = std::vector<prometheus::ClientMetric::Label>;

using Figure = std::variant<std::unique_ptr<Counter>, std::unique_ptr<Gauge>, std::unique_ptr<Histogram>,
                            std::function<double()>>;

struct Family {
  std::string help;
  std::map<Values, Figure> figures;
};

struct Register {
  std::mutex mutex;
  std::map<std::string, Family, std::less<>> families;
};

Register& all() {
  static Register figures;
  return figures;
}

Values values_of(Labels labels) {
  Values values;
  for (const auto& [name, value] : labels) values.push_back({std::string(name), std::string(value)});
  std::sort(values.begin(), values.end());
  return values;
}

template <class T, class Make>
T& find_or_make(std::string_view name, std::string_view help, Labels labels, Make make) {
  Register& figures = all();
  const std::lock_guard lock(figures.mutex);
  auto family = figures.families.find(name);
  if (family == figures.families.end()) {
    family = figures.families.emplace(std::string(name), Family{std::string(help), {}}).first;
  }
  auto& slots = family->second.figures;
  auto values = values_of(labels);
  auto slot = slots.find(values);
  if (slot == slots.end()) slot = slots.emplace(std::move(values), make()).first;
  const auto* figure = std::get_if<std::unique_ptr<T>>(&slot->second);
  if (figure == nullptr)
    throw std::logic_error("metric " + std::string(name) + " is used as two different kinds");
  return **figure;
}

prometheus::ClientMetric read(const Values& labels, const Figure& figure, prometheus::MetricType& type) {
  prometheus::ClientMetric metric;
  metric.label = labels;
  if (const auto* counter = std::get_if<std::unique_ptr<Counter>>(&figure)) {
    type = prometheus::MetricType::Counter;
    metric.counter.value = static_cast<double>((*counter)->value());
  } else if (const auto* gauge = std::get_if<std::unique_ptr<Gauge>>(&figure)) {
    type = prometheus::MetricType::Gauge;
    metric.gauge.value = static_cast<double>((*gauge)->value());
  } else if (const auto* histogram = std::get_if<std::unique_ptr<Histogram>>(&figure)) {
    type = prometheus::MetricType::Histogram;
    const Histogram::Reading reading = (*histogram)->read();
    for (const auto& [bound, count] : reading.cumulative) {
      prometheus::ClientMetric::Bucket bucket;
      bucket.cumulative_count = count;
      bucket.upper_bound = bound;
      metric.histogram.bucket.push_back(bucket);
    }
    metric.histogram.sample_count = reading.cumulative.back().second;
    metric.histogram.sample_sum = reading.sum;
  } else {
    type = prometheus::MetricType::Gauge;
    metric.gauge.value = std::get<std::function<double()>>(figure)();
  }
  return metric;
}

}  // namespace

Histogram::Histogram(std::vector<double> upper_bounds)
    : upper_bounds_(std::move(upper_bounds)), buckets_(upper_bounds_.size() + 1) {}

void Histogram::observe(double value) {
  const auto bound = std::ranges::lower_bound(upper_bounds_, value);
  buckets_[static_cast<std::size_t>(bound - upper_bounds_.begin())].fetch_add(1, std::memory_order_relaxed);
  sum_.fetch_add(value, std::memory_order_relaxed);
}

Histogram::Reading Histogram::read() const {
  Reading reading;
  reading.sum = sum_.load(std::memory_order_relaxed);
  std::uint64_t count = 0;
  for (std::size_t i = 0; i < buckets_.size(); ++i) {
    count += buckets_[i].load(std::memory_order_relaxed);
    const double bound =
        i < upper_bounds_.size() ? upper_bounds_[i] : std::numeric_limits<double>::infinity();
    reading.cumulative.emplace_back(bound, count);
  }
  return reading;
}

Counter& counter(std::string_view name, std::string_view help, Labels labels) {
  return find_or_make<Counter>(name, help, labels, [] { return std::make_unique<Counter>(); });
}

Gauge& gauge(std::string_view name, std::string_view help, Labels labels) {
  return find_or_make<Gauge>(name, help, labels, [] { return std::make_unique<Gauge>(); });
}

Histogram& duration_seconds(std::string_view name, std::string_view help, Labels labels) {
  return find_or_make<Histogram>(name, help, labels, [] {
    return std::make_unique<Histogram>(std::vector<double>{0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025,
                                                           0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10});
  });
}

void observe(std::string_view name, std::string_view help, std::function<double()> read_value) {
  Register& figures = all();
  const std::lock_guard lock(figures.mutex);
  Family& family = figures.families[std::string(name)];
  family.help = help;
  family.figures.insert_or_assign(Values{}, Figure{std::move(read_value)});
}

void forget(std::string_view name) {
  Register& figures = all();
  const std::lock_guard lock(figures.mutex);
  const auto family = figures.families.find(name);
  if (family != figures.families.end()) figures.families.erase(family);
}

std::string exposition() {
  Register& figures = all();
  std::vector<prometheus::MetricFamily> families;
  {
    const std::lock_guard lock(figures.mutex);
    for (const auto& [name, family] : figures.families) {
      prometheus::MetricFamily shown;
      shown.name = name;
      shown.help = family.help;
      for (const auto& [labels, figure] : family.figures)
        shown.metric.push_back(read(labels, figure, shown.type));
      families.push_back(std::move(shown));
    }
  }
  return prometheus::TextSerializer().Serialize(families);
}

}  // namespace stollen::metrics
