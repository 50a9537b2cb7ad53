#include "server/core/log.hpp"

#include <fmt/format.h>
#include <spdlog/async.h>
#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <atomic>
#include <cmath>
#include <cstdio>
#include <memory>
#include <stdexcept>
#include <utility>

#include "protocol/cpp/json_writer.hpp"
#include "server/core/clock.hpp"

namespace stollen::log {
namespace {

constexpr std::array<std::pair<std::string_view, Level>, 5> kLevels{{{"debug", Level::debug},
                                                                     {"info", Level::info},
                                                                     {"warn", Level::warn},
                                                                     {"error", Level::error},
                                                                     {"off", Level::off}}};

std::atomic<Level> current_level{Level::info};

struct Output {
  std::shared_ptr<spdlog::details::thread_pool> pool;
  std::shared_ptr<spdlog::async_logger> logger;
};
// Set by start() before and cleared by stop() after all other threads live.
std::unique_ptr<Output> output;

std::string utc_text(protocol::Timestamp at) {
  const std::chrono::sys_time<std::chrono::milliseconds> time{std::chrono::milliseconds{at.ms}};
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss clock{time - day};
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     clock.hours().count(), clock.minutes().count(), clock.seconds().count(),
                     clock.subseconds().count());
}

std::string number_text(double number) {
  return std::isfinite(number) ? fmt::format("{:.3f}", number) : "null";
}

void write_value(protocol::JsonWriter& writer, const Field::Value& value) {
  struct Visitor {
    protocol::JsonWriter& writer;
    void operator()(bool flag) const { writer.boolean(flag); }
    void operator()(std::int64_t number) const { writer.integer(number); }
    void operator()(double number) const { writer.raw(number_text(number)); }
    void operator()(std::string_view text) const { writer.string(text); }
    void operator()(const protocol::IdText& id) const { writer.plain_string({id.data(), id.size()}); }
  };
  std::visit(Visitor{writer}, value);
}

void write_line(Level level, std::string_view event, Fields fields) {
  if (!is_enabled(level)) return;
  std::string line = format_line(system_clock().now(), level, event, fields);
  if (output != nullptr) {
    output->logger->log(spdlog::level::info, spdlog::string_view_t(line.data(), line.size()));
    return;
  }
  line.push_back('\n');
  std::fwrite(line.data(), 1, line.size(), stderr);
}

}  // namespace

std::string format_line(protocol::Timestamp at, Level level, std::string_view event, Fields fields) {
  std::string line;
  line.reserve(200);
  protocol::JsonWriter writer(line);
  writer.begin_object();
  writer.key("at");
  writer.plain_string(utc_text(at));
  writer.key("level");
  writer.plain_string(kLevels[static_cast<std::size_t>(level)].first);
  writer.key("event");
  writer.plain_string(event);
  for (const Field& field : fields) {
    writer.key(field.name());
    write_value(writer, field.value());
  }
  writer.end_object();
  return line;
}

void start(const Options& options) {
  set_level(options.level);
  std::shared_ptr<spdlog::sinks::sink> sink;
  try {
    if (options.file.empty()) {
      sink = std::make_shared<spdlog::sinks::stderr_sink_mt>();
    } else {
      sink = std::make_shared<spdlog::sinks::basic_file_sink_mt>(options.file);
    }
  } catch (const spdlog::spdlog_ex& problem) {
    throw std::runtime_error("The log file " + options.file + " cannot be opened: " + problem.what());
  }
  sink->set_pattern("%v");
  auto started = std::make_unique<Output>();
  started->pool = std::make_shared<spdlog::details::thread_pool>(options.queue_lines, 1);
  started->logger = std::make_shared<spdlog::async_logger>("stollen", std::move(sink), started->pool,
                                                           spdlog::async_overflow_policy::overrun_oldest);
  started->logger->set_level(spdlog::level::trace);
  started->logger->flush_on(spdlog::level::trace);
  output = std::move(started);
}

void stop() {
  if (output == nullptr) return;
  const auto lost = output->pool->overrun_counter();
  if (lost > 0) warn("log.lines_lost", {{"lines", lost}});
  output.reset();  // the pool's destructor writes what is queued
}

void set_level(Level level) {
  current_level.store(level, std::memory_order_relaxed);
}

bool is_enabled(Level level) {
  return level >= current_level.load(std::memory_order_relaxed);
}

std::optional<Level> parse_level(std::string_view text) {
  for (const auto& [name, level] : kLevels) {
    if (name == text) return level;
  }
  return std::nullopt;
}

void debug(std::string_view event, Fields fields) {
  write_line(Level::debug, event, fields);
}
void info(std::string_view event, Fields fields) {
  write_line(Level::info, event, fields);
}
void warn(std::string_view event, Fields fields) {
  write_line(Level::warn, event, fields);
}
void error(std::string_view event, Fields fields) {
  write_line(Level::error, event, fields);
}

}  // namespace stollen::log
