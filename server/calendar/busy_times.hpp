#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/cpp/timestamp.hpp"

namespace stollen::calendar {

/// A span of time in which somebody is busy; nothing else of their calendar is kept.
struct BusyTime {
  protocol::Timestamp start;
  protocol::Timestamp end;
  bool operator==(const BusyTime&) const = default;
};

struct BusyTimes {
  std::vector<BusyTime> times;  ///< in order, without overlaps, cut to the window
  std::size_t events = 0;       ///< that were read
  std::size_t unread = 0;       ///< events without a usable time, or repeated in a way that is not followed
  bool is_complete = true;      ///< false: there was more than is followed within the bounds of work
};

enum class CalendarFault : std::uint8_t {
  no_calendar,  ///< not an iCalendar file
  too_large,    ///< above kLongestCalendar octets, too many lines or parts, or nested too deeply
};

inline constexpr std::size_t kLongestCalendar = 2 * 1024 * 1024;

/// Reads when the owner of an uploaded calendar file is busy between `from` and `to`, at most a year apart
/// (else std::invalid_argument). Repeated events are followed, with exceptions and moved instances. Free
/// (TRANSP) and cancelled events are skipped. All-day events, and times without a zone
/// that is known here or described in the file, are in `zone`. The file may be hostile: work and memory are
/// bounded, whatever it says. Takes up to some tenths of a second, in which no other calendar is written:
/// for a command's `prepare`, never for the writer.
std::expected<BusyTimes, CalendarFault> read_busy(std::string_view text, protocol::Timestamp from,
                                                  protocol::Timestamp to, const std::string& zone);

}  // namespace stollen::calendar
