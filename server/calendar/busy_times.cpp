#include "server/calendar/busy_times.hpp"

#include <algorithm>
#include <chrono>
#include <map>
#include <optional>
#include <set>
#include <stdexcept>

#include "server/calendar/ical.hpp"
#include "server/core/time_zone.hpp"

namespace stollen::calendar {
namespace {

using namespace std::chrono_literals;
using protocol::Timestamp;
using Seconds = std::int64_t;  ///< since 1970

constexpr std::size_t kMostParts = 10'000;
constexpr std::size_t kDeepest = 6;
constexpr std::size_t kMostLines = 200'000;
constexpr int kStepsOfEvent = 20'000;  ///< daily for fifty years
constexpr int kStepsOfFile = 100'000;
constexpr auto kLongestWork = 300ms;
constexpr Seconds kDay = 86'400;

bool begins(std::string_view line, std::string_view word) {
  return line.size() >= word.size() &&
         std::ranges::equal(line.substr(0, word.size()), word, [](char a, char b) {
           return (a >= 'a' && a <= 'z' ? static_cast<char>(a - 32) : a) == b;
         });
}

/// Without folds, since they could hide what is counted here. Nothing when it is too much to be read:
/// libical's memory and its depth of recursion grow with the parts.
std::optional<std::string> unfolded(std::string_view text) {
  std::string whole;
  whole.reserve(text.size());
  for (const char c : text) {
    if ((c == ' ' || c == '\t') && whole.ends_with('\n'))
      whole.pop_back();
    else if (c != '\r')
      whole.push_back(c);
  }
  std::size_t depth = 0, parts = 0, lines = 0;
  for (std::string_view rest = whole; !rest.empty();) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(line.size() + 1, rest.size()));
    if (begins(line, "BEGIN")) depth += 1, parts += 1;
    if (begins(line, "END:") && depth > 0) depth -= 1;
    if (depth > kDeepest || parts > kMostParts || ++lines > kMostLines) return std::nullopt;
  }
  return whole;
}

bool has_one_time_a_day(const icalrecurrencetype& rule) {
  const auto is_list = [](const short* by) {
    return by[0] != ICAL_RECURRENCE_ARRAY_MAX && by[1] != ICAL_RECURRENCE_ARRAY_MAX;
  };
  return rule.freq >= ICAL_DAILY_RECURRENCE && !is_list(rule.by_hour) && !is_list(rule.by_minute) &&
         !is_list(rule.by_second);
}

/// Rules of a zone that came in the file are worked out from their beginning on: only yearly ones may be.
bool is_harmless(icalcomponent* zone) {
  int count = 0;
  for (auto* part = icalcomponent_get_first_component(zone, ICAL_ANY_COMPONENT); part != nullptr;
       part = icalcomponent_get_next_component(zone, ICAL_ANY_COMPONENT)) {
    if (++count > 50 || icalcomponent_get_dtstart(part).year < 1600) return false;
    for (auto* property = icalcomponent_get_first_property(part, ICAL_RRULE_PROPERTY); property != nullptr;
         property = icalcomponent_get_next_property(part, ICAL_RRULE_PROPERTY)) {
      const auto rule = icalproperty_get_rrule(property);
      if (rule.freq != ICAL_YEARLY_RECURRENCE || !has_one_time_a_day(rule)) return false;
      if (rule.by_year_day[0] != ICAL_RECURRENCE_ARRAY_MAX || rule.by_week_no[0] != ICAL_RECURRENCE_ARRAY_MAX)
        return false;
    }
  }
  return count > 0;
}

std::string text_of(icalcomponent* event, icalproperty_kind kind) {
  auto* property = icalcomponent_get_first_property(event, kind);
  const char* text = property == nullptr ? nullptr : icalproperty_get_value_as_string(property);
  return text == nullptr ? std::string{} : text;
}

/// One file, one window.
class Reading {
 public:
  Reading(icalcomponent* calendar, Reach window, const std::string& zone)
      : calendar_(calendar),
        window_(window),
        reach_{window.from - std::chrono::milliseconds(48h), window.to + std::chrono::milliseconds(48h)},
        default_zone_(zone_rules(zone, reach_)) {}

  BusyTimes read() {
    for_each_event([this](icalcomponent* event) { note_moved_instance(event); });
    for_each_event([this](icalcomponent* event) { read_event(event); });
    return merged();
  }

 private:
  template <class Visit>
  void for_each_event(const Visit& visit) {
    for (auto* event = icalcomponent_get_first_component(calendar_, ICAL_VEVENT_COMPONENT); event != nullptr;
         event = icalcomponent_get_next_component(calendar_, ICAL_VEVENT_COMPONENT)) {
      visit(event);
    }
  }

  icaltimezone* zone_of(icalproperty* property) {
    auto* parameter = icalproperty_get_first_parameter(property, ICAL_TZID_PARAMETER);
    const char* id = parameter == nullptr ? nullptr : icalparameter_get_tzid(parameter);
    if (id == nullptr) return default_zone_.get();
    const auto [place, is_new] = zones_.try_emplace(id, default_zone_);
    if (!is_new) return place->second.get();
    if (find_time_zone(id) != nullptr) {
      place->second = zone_rules(id, reach_);
    } else if (auto* own = icalcomponent_get_timezone(calendar_, id);
               own != nullptr && is_harmless(icaltimezone_get_component(own))) {
      place->second = ZoneRules(own, [](icaltimezone*) {});  // the calendar's
    }
    return place->second.get();
  }

  /// A time on the wall of `zone`, or in UTC, as an instant.
  static Seconds instant(icaltimetype time, icaltimezone* zone) {
    if (icaltime_is_utc(time) != 0) return icaltime_as_timet(time);
    if (time.is_date != 0) time.hour = time.minute = time.second = 0, time.is_date = 0;
    time.zone = nullptr;
    return icaltime_as_timet_with_zone(time, zone);
  }

  void note_moved_instance(icalcomponent* event) {
    auto* property = icalcomponent_get_first_property(event, ICAL_RECURRENCEID_PROPERTY);
    if (property == nullptr) return;
    moved_[text_of(event, ICAL_UID_PROPERTY)].insert(
        instant(icalproperty_get_recurrenceid(property), zone_of(property)));
  }

  void read_event(icalcomponent* event) {
    result_.events += 1;
    if (icalcomponent_get_status(event) == ICAL_STATUS_CANCELLED) return;
    if (text_of(event, ICAL_TRANSP_PROPERTY) == "TRANSPARENT") return;
    auto* property = icalcomponent_get_first_property(event, ICAL_DTSTART_PROPERTY);
    const auto start = property == nullptr ? icaltime_null_time() : icalproperty_get_dtstart(property);
    if (icaltime_is_null_time(start) != 0 || icaltime_is_valid_time(start) == 0 || start.year < 1900) {
      result_.unread += 1;
      return;
    }
    icaltimezone* zone = zone_of(property);
    const Seconds length = length_of(event, start, zone);
    if (length < 0) {
      result_.unread += 1;
      return;
    }
    excluded_ = excluded_of(event);
    if (icalcomponent_get_first_property(event, ICAL_RECURRENCEID_PROPERTY) == nullptr) {
      const auto& moved = moved_[text_of(event, ICAL_UID_PROPERTY)];
      excluded_.insert(moved.begin(), moved.end());
    }
    add(start, zone, length);
    follow_rules(event, start, zone, length);
    for (auto* date = icalcomponent_get_first_property(event, ICAL_RDATE_PROPERTY); date != nullptr;
         date = icalcomponent_get_next_property(event, ICAL_RDATE_PROPERTY)) {
      const auto more = icalproperty_get_rdate(date);
      const auto time = icaltime_is_null_time(more.time) != 0 ? more.period.start : more.time;
      add(time, zone_of(date), length);
    }
  }

  Seconds length_of(icalcomponent* event, const icaltimetype& start, icaltimezone* zone) {
    if (auto* end = icalcomponent_get_first_property(event, ICAL_DTEND_PROPERTY))
      return instant(icalproperty_get_dtend(end), start.is_date != 0 ? zone : zone_of(end)) -
             instant(start, zone);
    if (auto* duration = icalcomponent_get_first_property(event, ICAL_DURATION_PROPERTY))
      return icaldurationtype_as_int(icalproperty_get_duration(duration));
    return start.is_date != 0 ? kDay : 0;
  }

  std::set<Seconds> excluded_of(icalcomponent* event) {
    std::set<Seconds> excluded;
    for (auto* date = icalcomponent_get_first_property(event, ICAL_EXDATE_PROPERTY); date != nullptr;
         date = icalcomponent_get_next_property(event, ICAL_EXDATE_PROPERTY)) {
      excluded.insert(instant(icalproperty_get_exdate(date), zone_of(date)));
    }
    return excluded;
  }

  void follow_rules(icalcomponent* event, const icaltimetype& start, icaltimezone* zone, Seconds length) {
    for (auto* property = icalcomponent_get_first_property(event, ICAL_RRULE_PROPERTY); property != nullptr;
         property = icalcomponent_get_next_property(event, ICAL_RRULE_PROPERTY)) {
      if (is_late()) {  // looking for the first instance alone takes long for days that never come
        result_.is_complete = false;
        return;
      }
      auto rule = icalproperty_get_rrule(property);
      if (!has_one_time_a_day(rule)) {
        result_.unread += 1;
        continue;
      }
      // The end is told in UTC, the instances are on the wall.
      if (icaltime_is_utc(rule.until) != 0 && icaltime_is_utc(start) == 0) {
        rule.until = icaltime_from_timet_with_zone(icaltime_as_timet(rule.until), start.is_date, zone);
        rule.until.zone = nullptr;
      }
      follow(rule, start, zone, length);
    }
  }

  void follow(icalrecurrencetype rule, const icaltimetype& start, icaltimezone* zone, Seconds length) {
    const std::unique_ptr<icalrecur_iterator, decltype(&icalrecur_iterator_free)> iterator(
        icalrecur_iterator_new(rule, start), &icalrecur_iterator_free);
    if (iterator == nullptr) {
      result_.unread += 1;
      return;
    }
    for (int step = 0;; ++step) {
      if (step >= kStepsOfEvent || steps_ >= kStepsOfFile || is_late()) {
        result_.is_complete = false;
        return;
      }
      steps_ += 1;
      const auto next = icalrecur_iterator_next(iterator.get());
      if (icaltime_is_null_time(next) != 0) return;
      // On the wall is less than a day from the instant.
      const Seconds about = icaltime_as_timet(next);
      if (about > window_.to.ms / 1000 + kDay) return;
      if (about + length + kDay >= window_.from.ms / 1000) add(next, zone, length);
    }
  }

  [[nodiscard]] bool is_late() const { return std::chrono::steady_clock::now() > deadline_; }

  void add(icaltimetype time, icaltimezone* zone, Seconds length) {
    const Seconds start = instant(time, zone);
    if (excluded_.contains(start)) return;
    if (time.is_date != 0) {  // whole days, of which one has 23 hours and one 25
      icaltime_adjust(&time, static_cast<int>((length + kDay / 2) / kDay), 0, 0, 0);
      length = instant(time, zone) - start;
    }
    const Timestamp from = std::max(window_.from, Timestamp{start * 1000});
    const Timestamp to = std::min(window_.to, Timestamp{(start + length) * 1000});
    if (from < to) result_.times.push_back({from, to});
  }

  BusyTimes merged() {
    std::ranges::sort(result_.times, {}, &BusyTime::start);
    std::vector<BusyTime> apart;
    for (const BusyTime& time : result_.times) {
      if (!apart.empty() && time.start <= apart.back().end)
        apart.back().end = std::max(apart.back().end, time.end);
      else
        apart.push_back(time);
    }
    result_.times = std::move(apart);
    return std::move(result_);
  }

  icalcomponent* calendar_;
  const Reach window_;
  const Reach reach_;
  const ZoneRules default_zone_;
  std::map<std::string, ZoneRules> zones_;
  std::map<std::string, std::set<Seconds>> moved_;  ///< by uid: instances that have an event of their own
  std::set<Seconds> excluded_;                      ///< of the event that is being read
  int steps_ = 0;
  const std::chrono::steady_clock::time_point deadline_ = std::chrono::steady_clock::now() + kLongestWork;
  BusyTimes result_;
};

}  // namespace

std::expected<BusyTimes, CalendarFault> read_busy(std::string_view text, Timestamp from, Timestamp to,
                                                  const std::string& zone) {
  if (to < from || to - from > 366 * 24h) throw std::invalid_argument("the window is at most a year");
  if (text.size() > kLongestCalendar) return std::unexpected(CalendarFault::too_large);
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  if (!begins(text, "BEGIN:VCALENDAR") || text.contains('\0'))
    return std::unexpected(CalendarFault::no_calendar);
  const auto whole = unfolded(text);
  if (!whole) return std::unexpected(CalendarFault::too_large);
  const auto lock = ical_lock();
  icalerror_set_errors_are_fatal(0);
  const ComponentPtr calendar(icalparser_parse_string(whole->c_str()));
  if (calendar == nullptr || icalcomponent_isa(calendar.get()) != ICAL_VCALENDAR_COMPONENT)
    return std::unexpected(CalendarFault::no_calendar);
  return Reading(calendar.get(), {from, to}, zone).read();
}

}  // namespace stollen::calendar
