#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/cpp/timestamp.hpp"

/// Calendar files (iCalendar, RFC 5545, and its scheduling, RFC 5546).
namespace stollen::calendar {

/// What the receiver's calendar is asked to do.
enum class Method : std::uint8_t {
  publish,  ///< show: a file to download, a feed to subscribe to
  request,  ///< invite, or move: the same uid with a higher sequence
  cancel,   ///< take away: the same uid with a higher sequence
};

struct Person {
  std::string name;
  std::string email;
};

/// An appointment as a calendar shows it. The texts may be whatever people wrote: they stay one value each.
struct Entry {
  std::string uid;            ///< the same for the whole life of the appointment: `ID@host`
  std::int64_t sequence = 0;  ///< one more with every change of time, place or state
  protocol::Timestamp start;
  std::chrono::minutes length{0};
  std::string zone;  ///< IANA, the fair's; its rules come along, from the system's zone data
  std::string summary;
  std::string description;  ///< may have several lines
  std::string location;
  std::string url;  ///< left out unless http(s)
  std::optional<Person> organizer{};
  std::optional<Person> attendee{};  ///< not shown by `publish`, as RFC 5546 has it
  protocol::Timestamp created;
  protocol::Timestamp changed;                 ///< DTSTAMP and LAST-MODIFIED
  bool is_cancelled = false;                   ///< in a feed; `cancel` implies it
  bool is_private = false;                     ///< CLASS:PRIVATE
  std::vector<std::chrono::minutes> alarms{};  ///< before the start
};

/// The complete file: UTF-8, CRLF, lines of at most 75 octets that never end inside a character. Times are in
/// the entry's zone; where its clock shows the same time twice and the second is meant, in UTC.
///
/// `publish` takes any number of entries and a name for the calendar. `request` and `cancel` take exactly
/// one, with organizer and attendee. Otherwise, and for an unknown zone: std::invalid_argument. Any thread.
std::string calendar_text(Method method, std::span<const Entry> entries, std::string_view name = {});
inline std::string calendar_text(Method method, const Entry& entry) {
  return calendar_text(method, std::span(&entry, 1));
}

/// `REQUEST`, as in `Content-Type: text/calendar; method=REQUEST`.
std::string_view method_text(Method method);

}  // namespace stollen::calendar
