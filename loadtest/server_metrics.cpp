#include "loadtest/server_metrics.hpp"

#include <fmt/format.h>

#include <charconv>

#include "loadtest/http_exchange.hpp"

namespace stollen::load {

std::optional<ServerMetrics> read_server_metrics(Engine& engine, const Target& target) {
  const auto answer = exchange(engine, target,
                               fmt::format("GET /metrics HTTP/1.1\r\nHost: {}\r\n\r\n",
                                           target.origin.substr(target.origin.find("//") + 2)));
  if (!answer || answer->status != 200) return std::nullopt;
  ServerMetrics metrics;
  std::string_view rest = answer->body;
  while (!rest.empty()) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(line.size() + 1, rest.size()));
    const std::size_t space = line.rfind(' ');
    if (line.starts_with('#') || space == std::string_view::npos) continue;
    double value = 0;
    std::from_chars(line.data() + space + 1, line.data() + line.size(), value);
    metrics.emplace(line.substr(0, space), value);
  }
  return metrics;
}

double growth(const ServerMetrics& before, const ServerMetrics& after, std::string_view name) {
  const auto value = [name](const ServerMetrics& metrics) {
    const auto found = metrics.find(name);
    return found == metrics.end() ? 0 : found->second;
  };
  return value(after) - value(before);
}

}  // namespace stollen::load
