#pragma once

#include <chrono>
#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "protocol/cpp/id.hpp"
#include "protocol/cpp/secret.hpp"
#include "protocol/cpp/timestamp.hpp"

/// Logs are JSON lines: time, level, a constant event name `<feature>.<what>`, typed fields. No personal data
/// beyond ids.
namespace stollen::log {

enum class Level : std::uint8_t { debug, info, warn, error, off };

/// One typed field of a line. Text is viewed, not copied: it must outlive the call that logs it.
class Field {
 public:
  using Value = std::variant<bool, std::int64_t, double, std::string_view, protocol::IdText>;

  Field(std::string_view name, std::string_view text) : name_(name), value_(text) {}
  Field(std::string_view name, const std::string& text) : name_(name), value_(std::string_view(text)) {}
  Field(std::string_view name, const char* text) : name_(name), value_(std::string_view(text)) {}
  Field(std::string_view name, bool flag) : name_(name), value_(flag) {}
  template <std::integral I>
    requires(!std::same_as<I, bool>)
  Field(std::string_view name, I number) : name_(name), value_(static_cast<std::int64_t>(number)) {}
  template <std::floating_point F>
  Field(std::string_view name, F number) : name_(name), value_(static_cast<double>(number)) {}
  Field(std::string_view name, protocol::Timestamp at) : name_(name), value_(at.ms) {}
  /// Milliseconds with a fraction: name the field `…_ms`.
  template <class Rep, class Period>
  Field(std::string_view name, std::chrono::duration<Rep, Period> span)
      : name_(name), value_(std::chrono::duration<double, std::milli>(span).count()) {}
  template <class Tag>
  Field(std::string_view name, const protocol::Id<Tag>& id) : name_(name), value_(id.chars()) {}
  Field(std::string_view name, const protocol::Secret&) = delete;

  [[nodiscard]] std::string_view name() const { return name_; }
  [[nodiscard]] const Value& value() const { return value_; }

 private:
  std::string_view name_;
  Value value_;
};

using Fields = std::initializer_list<Field>;

struct Options {
  Level level = Level::info;
  std::string file;  ///< empty: standard error
  /// When so many wait, further lines are lost, and how many is told: nobody waits for a log.
  std::size_t queue_lines = 8192;
};

/// Starts the writing thread. Throws std::runtime_error when the file cannot be opened. Before this call, and
/// after stop(), lines go straight to standard error. A line is written at once, or with those that come
/// within a millisecond of the block before; warnings and errors at once in any case.
void start(const Options& options);
/// Writes what is queued and ends the writing thread.
void stop();

void set_level(Level level);
[[nodiscard]] bool is_enabled(Level level);
[[nodiscard]] std::optional<Level> parse_level(std::string_view text);

void debug(std::string_view event, Fields fields = {});
void info(std::string_view event, Fields fields = {});
void warn(std::string_view event, Fields fields = {});
void error(std::string_view event, Fields fields = {});

/// The line without its end, as `start` would write it: for tests and for ways out that do not pass the
/// queue.
[[nodiscard]] std::string format_line(protocol::Timestamp at, Level level, std::string_view event,
                                      Fields fields);

}  // namespace stollen::log
