#include "server/core/log.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <utility>

#include "protocol/cpp/json_writer.hpp"
#include "server/core/clock.hpp"
#include "server/core/log_writer.hpp"

namespace stollen::log {
namespace {

constexpr std::array<std::pair<std::string_view, Level>, 5> kLevels{{{"debug", Level::debug},
                                                                     {"info", Level::info},
                                                                     {"warn", Level::warn},
                                                                     {"error", Level::error},
                                                                     {"off", Level::off}}};

std::atomic<Level> current_level{Level::info};

// Made by start(), and kept after stop() for threads that still log on a way out nobody planned.
std::unique_ptr<LogWriter> kept_writer;
std::atomic<LogWriter*> running_writer{nullptr};

// Text of the second; lines come in bursts, so most are of the second of the one before.
std::string_view second_text(std::chrono::sys_seconds second) {
  thread_local std::chrono::sys_seconds known_second = std::chrono::sys_seconds::min();
  thread_local std::array<char, 64> text;
  thread_local std::size_t size = 0;
  if (second != known_second) {
    const auto day = std::chrono::floor<std::chrono::days>(second);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss clock{second - day};
    const auto written = fmt::format_to_n(text.data(), text.size(), "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.",
                                          static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                                          static_cast<unsigned>(date.day()), clock.hours().count(),
                                          clock.minutes().count(), clock.seconds().count());
    size = std::min(written.size, text.size());
    known_second = second;
  }
  return {text.data(), size};
}

std::string utc_text(protocol::Timestamp at) {
  const std::chrono::sys_time<std::chrono::milliseconds> time{std::chrono::milliseconds{at.ms}};
  const auto second = std::chrono::floor<std::chrono::seconds>(time);
  const auto ms = static_cast<int>((time - second).count());
  std::string text(second_text(second));
  for (const int digit : {ms / 100, ms / 10 % 10, ms % 10}) text.push_back(static_cast<char>('0' + digit));
  text.push_back('Z');
  return text;
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

void append_line(std::string& line, protocol::Timestamp at, Level level, std::string_view event,
                 Fields fields) {
  protocol::JsonWriter json(line);
  json.begin_object();
  json.key("at");
  json.plain_string(utc_text(at));
  json.key("level");
  json.plain_string(kLevels[static_cast<std::size_t>(level)].first);
  json.key("event");
  json.plain_string(event);
  for (const Field& field : fields) {
    json.key(field.name());
    write_value(json, field.value());
  }
  json.end_object();
}

void write_line(Level level, std::string_view event, Fields fields) {
  if (!is_enabled(level)) return;
  thread_local std::string line;
  line.clear();
  append_line(line, system_clock().now(), level, event, fields);
  if (LogWriter* const running = running_writer.load(std::memory_order_acquire)) {
    return running->push(line, level >= Level::warn);
  }
  line.push_back('\n');
  std::fwrite(line.data(), 1, line.size(), stderr);
}

int open_for_appending(const std::string& file) {
  std::error_code ignored;  // open() tells what is wrong
  std::filesystem::create_directories(std::filesystem::path(file).parent_path(), ignored);
  const int descriptor = open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
  if (descriptor < 0) {
    throw std::runtime_error("The log file " + file + " cannot be opened: " + std::strerror(errno));
  }
  return descriptor;
}

}  // namespace

std::string format_line(protocol::Timestamp at, Level level, std::string_view event, Fields fields) {
  std::string line;
  append_line(line, at, level, event, fields);
  return line;
}

void start(const Options& options) {
  set_level(options.level);
  const int descriptor = options.file.empty() ? STDERR_FILENO : open_for_appending(options.file);
  auto started = std::make_unique<LogWriter>(descriptor, options.queue_lines);
  running_writer.store(started.get(), std::memory_order_release);
  kept_writer = std::move(started);
}

void stop() {
  if (LogWriter* const running = running_writer.exchange(nullptr, std::memory_order_acq_rel))
    running->finish();
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
