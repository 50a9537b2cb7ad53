#include "server/import/local_time.hpp"

#include <fmt/format.h>
#include <unicode/calendar.h>
#include <unicode/gregocal.h>

#include <charconv>
#include <cstdint>

#include "server/core/time_zone.hpp"

namespace stollen::import {
namespace {

struct LocalTime {
  int year = 0, month = 0, day = 0, hour = 0, minute = 0;
};

std::optional<int> digits(std::string_view text, std::size_t at, std::size_t count) {
  if (at + count > text.size()) return std::nullopt;
  int value = 0;
  for (const char c : text.substr(at, count)) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

std::optional<LocalTime> parse_fields(std::string_view text) {
  if (text.size() != 16 || text[4] != '-' || text[7] != '-' || (text[10] != 'T' && text[10] != ' ') ||
      text[13] != ':') {
    return std::nullopt;
  }
  const auto year = digits(text, 0, 4), month = digits(text, 5, 2), day = digits(text, 8, 2),
             hour = digits(text, 11, 2), minute = digits(text, 14, 2);
  if (!year || !month || !day || !hour || !minute) return std::nullopt;
  return LocalTime{*year, *month, *day, *hour, *minute};
}

}  // namespace

bool is_known_zone(std::string_view zone) {
  return find_time_zone(zone) != nullptr;
}

std::expected<protocol::Timestamp, std::string> parse_local_time(std::string_view text,
                                                                 const std::string& zone) {
  const auto fields = parse_fields(text);
  if (!fields)
    return std::unexpected(fmt::format("\"{}\" is no date and time such as 2026-12-29T10:00", text));
  auto time_zone = find_time_zone(zone);
  if (time_zone == nullptr)
    return std::unexpected(fmt::format("\"{}\" is no time zone such as Europe/Berlin", zone));
  UErrorCode status = U_ZERO_ERROR;
  icu::GregorianCalendar calendar(*time_zone, status);
  calendar.setLenient(false);
  calendar.setRepeatedWallTimeOption(UCAL_WALLTIME_FIRST);
  calendar.setSkippedWallTimeOption(UCAL_WALLTIME_LAST);
  calendar.clear();
  calendar.set(fields->year, fields->month - 1, fields->day, fields->hour, fields->minute, 0);
  const double at = calendar.getTime(status);
  if (U_FAILURE(status)) {
    return std::unexpected(
        fmt::format("{} does not exist in {}: either no such day, or the clock skips this time "
                    "when summer time begins",
                    text, zone));
  }
  return protocol::Timestamp{static_cast<std::int64_t>(at)};
}

std::optional<std::int64_t> parse_offset(std::string_view text) {
  if (text.size() < 3 || (text[0] != '+' && text[0] != '-')) return std::nullopt;
  const std::int64_t sign = text[0] == '-' ? -1 : 1;
  text.remove_prefix(1);
  std::int64_t number = 0;
  const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || number < 0 || number > 10'000) return std::nullopt;
  const std::string_view unit(rest, static_cast<std::size_t>(text.data() + text.size() - rest));
  constexpr std::int64_t kMinute = 60'000;
  if (unit == "d") return sign * number * 24 * 60 * kMinute;
  if (unit == "h") return sign * number * 60 * kMinute;
  if (unit == "m") return sign * number * kMinute;
  if (unit.size() == 3 && unit[0] == ':') {
    const auto minutes = digits(unit, 1, 2);
    if (minutes && *minutes < 60) return sign * (number * 60 + *minutes) * kMinute;
  }
  return std::nullopt;
}

}  // namespace stollen::import
