#include <algorithm>
#include <chrono>
#include <map>
#include <stdexcept>
#include <tuple>
#include <vector>

#include "server/calendar/ical.hpp"
#include "server/core/time_zone.hpp"

namespace stollen::calendar {
namespace {

using Days = std::chrono::sys_days;

constexpr Days kNever = Days::max();
constexpr std::chrono::days kSomeYear{400};
constexpr std::size_t kMostKept = 64;

/// By the fields: libical's seconds since 1970 are wrong for times long before.
Days day_of(const icaltimetype& time) {
  return std::chrono::year(time.year) / time.month / time.day;
}

/// When a rule begins and ends; hours do not matter here.
struct Validity {
  Days first;
  Days last;
};

Validity validity_of(icalcomponent* rule) {
  const Days first = day_of(icalcomponent_get_dtstart(rule));
  Validity validity{first, first};
  for (auto* date = icalcomponent_get_first_property(rule, ICAL_RDATE_PROPERTY); date != nullptr;
       date = icalcomponent_get_next_property(rule, ICAL_RDATE_PROPERTY)) {
    validity.last = std::max(validity.last, day_of(icalproperty_get_rdate(date).time));
  }
  if (auto* repeated = icalcomponent_get_first_property(rule, ICAL_RRULE_PROPERTY)) {
    const auto until = icalproperty_get_rrule(repeated).until;
    validity.last = icaltime_is_null_time(until) != 0 ? kNever : std::max(validity.last, day_of(until));
  }
  return validity;
}

/// A rule that ends behind the reach, since the zone data go no further, is written without an end: simple
/// readers know no other.
void let_go_on(icalcomponent* rule) {
  auto* repeated = icalcomponent_get_first_property(rule, ICAL_RRULE_PROPERTY);
  if (repeated == nullptr) return;
  auto recurrence = icalproperty_get_rrule(repeated);
  recurrence.until = icaltime_null_time();
  icalproperty_set_rrule(repeated, recurrence);
}

/// Of a rule that was over before the reach the last change alone matters: it is written as a single one.
void keep_last_change(icalcomponent* rule) {
  auto* repeated = icalcomponent_get_first_property(rule, ICAL_RRULE_PROPERTY);
  auto* offset = icalcomponent_get_first_property(rule, ICAL_TZOFFSETFROM_PROPERTY);
  if (repeated == nullptr || offset == nullptr) return;
  auto last = icalproperty_get_rrule(repeated).until;  // in UTC; the rule begins in local time
  icaltime_adjust(&last, 0, 0, 0, icalproperty_get_tzoffsetfrom(offset));
  last.zone = nullptr;
  icalcomponent_set_dtstart(rule, last);
  icalcomponent_remove_property(rule, repeated);
  icalproperty_free(repeated);
}

/// Zone data tell the history since the nineteenth century, which makes files of kilobytes and confuses
/// calendars that want one rule for summer and one for winter.
void drop_history(icalcomponent* zone, Days from, Days to) {
  std::vector<std::pair<icalcomponent*, Validity>> rules;
  for (auto* rule = icalcomponent_get_first_component(zone, ICAL_ANY_COMPONENT); rule != nullptr;
       rule = icalcomponent_get_next_component(zone, ICAL_ANY_COMPONENT)) {
    rules.emplace_back(rule, validity_of(rule));
  }
  // What holds at `from` began before it: at the latest change that is not after it.
  Days last_change = Days::min();
  for (const auto& [rule, validity] : rules) {
    if (validity.first <= from)
      last_change = std::max(last_change, std::min(validity.last, from - kSomeYear));
  }
  for (const auto& [rule, validity] : rules) {
    if (validity.first <= to && validity.last >= last_change) {
      if (validity.last > to) let_go_on(rule);
      if (validity.last < from) keep_last_change(rule);
      continue;
    }
    icalcomponent_remove_component(zone, rule);
    icalcomponent_free(rule);
  }
}

ZoneRules read_rules(const std::string& zone, Days from, Days to) {
  // The name becomes a path: only names that are known as zones may.
  icalcomponent* found = find_time_zone(zone) == nullptr ? nullptr : icaltzutil_fetch_timezone(zone.c_str());
  if (found == nullptr) throw std::invalid_argument("\"" + zone + "\" is no time zone");
  drop_history(found, from, to);
  if (auto* id = icalcomponent_get_first_property(found, ICAL_TZID_PROPERTY))
    icalproperty_set_tzid(id, zone.c_str());  // libical puts a prefix of its own before it
  ZoneRules rules(icaltimezone_new(), [](icaltimezone* old) { icaltimezone_free(old, 1); });
  icaltimezone_set_component(rules.get(), found);
  return rules;
}

std::chrono::year year_of(protocol::Timestamp at) {
  const std::chrono::sys_time<std::chrono::milliseconds> time{std::chrono::milliseconds(at.ms)};
  return std::chrono::year_month_day(std::chrono::floor<std::chrono::days>(time)).year();
}

}  // namespace

std::unique_lock<std::mutex> ical_lock() {
  static std::mutex mutex;
  return std::unique_lock(mutex);
}

icaltimetype ical_time(protocol::Timestamp at) {
  return icaltime_from_timet_with_zone(at.ms / 1000, 0, icaltimezone_get_utc_timezone());
}

ZoneRules zone_rules(const std::string& zone, Reach reach) {
  static std::map<std::tuple<std::string, std::chrono::year, std::chrono::year>, ZoneRules> kept;
  const auto first = year_of(reach.from);
  const auto last = year_of(reach.to);
  const auto key = std::tuple(zone, first, last);
  if (const auto found = kept.find(key); found != kept.end()) return found->second;
  auto rules = read_rules(zone, first / std::chrono::January / 1, last / std::chrono::December / 31);
  if (kept.size() >= kMostKept) kept.clear();
  return kept.emplace(key, std::move(rules)).first->second;
}

}  // namespace stollen::calendar
