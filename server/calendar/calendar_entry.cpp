#include "server/calendar/calendar_entry.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <stdexcept>

#include "server/calendar/ical.hpp"
#include "server/core/plain_text.hpp"

namespace stollen::calendar {
namespace {

using protocol::Timestamp;

/// A zone that entries are in. Without rules its times are written in UTC.
struct Zone {
  Reach reach;
  ZoneRules rules{};
  [[nodiscard]] bool has_rules() const {
    return icalcomponent_get_first_component(icaltimezone_get_component(rules.get()), ICAL_ANY_COMPONENT) !=
           nullptr;
  }
};
using Zones = std::map<std::string, Zone>;

Zones zones_of(std::span<const Entry> entries) {
  Zones zones;
  for (const Entry& entry : entries) {
    const Timestamp end = entry.start + entry.length;
    auto& reach = zones.try_emplace(entry.zone, Zone{{entry.start, end}}).first->second.reach;
    reach.from = std::min(reach.from, entry.start);
    reach.to = std::max(reach.to, end);
  }
  for (auto& [name, zone] : zones) zone.rules = zone_rules(name, zone.reach);
  return zones;
}

std::int64_t offset_at(const Zone& zone, std::int64_t second) {
  auto at = ical_time({second * 1000});
  int is_daylight = 0;
  return icaltimezone_get_utc_offset_of_utc_time(zone.rules.get(), &at, &is_daylight);
}

/// Whether the zone's clock shows this time for the second time in a night: local text would mean the first.
bool is_repeated(const Zone& zone, Timestamp at) {
  constexpr std::int64_t kSomeHours = 6 * 3'600;  // longer than any clock is set back, shorter than a season
  const std::int64_t second = at.ms / 1000;
  const std::int64_t before = offset_at(zone, second - kSomeHours);
  const std::int64_t first = second + offset_at(zone, second) - before;
  return first < second && offset_at(zone, first) == before;
}

void add(icalcomponent* to, icalproperty* property) {
  icalcomponent_add_property(to, property);
}

void add_time(icalcomponent* event, icalproperty_kind kind, const Entry& entry, const Zone& zone,
              Timestamp at, bool is_local) {
  auto time = ical_time(at);
  if (is_local) {
    icaltime_adjust(&time, 0, 0, 0, static_cast<int>(offset_at(zone, at.ms / 1000)));
    time.zone = nullptr;  // the parameter names it
  }
  icalproperty* property = icalproperty_new(kind);
  icalproperty_set_value(property, icalvalue_new_datetime(time));
  if (is_local) icalproperty_add_parameter(property, icalparameter_new_tzid(entry.zone.c_str()));
  add(event, property);
}

/// RFC 6068: what is not plain in an address is written as its octets.
std::string mail_uri(std::string_view email) {
  std::string uri = "mailto:";
  for (const char c : email) {
    const bool is_plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                          std::string_view("-._~@+!$'*").contains(c);
    is_plain ? uri.push_back(c)
             : static_cast<void>(uri += fmt::format("%{:02X}", static_cast<unsigned char>(c)));
  }
  return uri;
}

void add_name(icalproperty* property, const Person& person) {
  std::string name = one_line(person.name);
  std::ranges::replace(name, '"', '\'');  // it is quoted, and quotes have no escape that all readers know
  std::ranges::replace(name, '^', '\'');
  if (!name.empty()) icalproperty_add_parameter(property, icalparameter_new_cn(name.c_str()));
}

void add_people(icalcomponent* event, const Entry& entry, Method method) {
  if (entry.organizer) {
    auto* organizer = icalproperty_new_organizer(mail_uri(entry.organizer->email).c_str());
    add_name(organizer, *entry.organizer);
    add(event, organizer);
  }
  if (!entry.attendee || method == Method::publish) return;
  auto* attendee = icalproperty_new_attendee(mail_uri(entry.attendee->email).c_str());
  add_name(attendee, *entry.attendee);
  icalproperty_add_parameter(attendee, icalparameter_new_role(ICAL_ROLE_REQPARTICIPANT));
  // Who books has said yes already; nobody waits for an answer by mail.
  icalproperty_add_parameter(attendee, icalparameter_new_partstat(ICAL_PARTSTAT_ACCEPTED));
  icalproperty_add_parameter(attendee, icalparameter_new_rsvp(ICAL_RSVP_FALSE));
  add(event, attendee);
}

void add_texts(icalcomponent* event, const Entry& entry) {
  add(event, icalproperty_new_summary(one_line(entry.summary).c_str()));
  if (!entry.description.empty())
    add(event, icalproperty_new_description(plain_lines(entry.description).c_str()));
  if (!entry.location.empty()) add(event, icalproperty_new_location(one_line(entry.location).c_str()));
  const bool is_link = entry.url.starts_with("https://") || entry.url.starts_with("http://");
  const bool is_whole = std::ranges::all_of(entry.url, [](char c) { return c > ' ' && c < '\x7F'; });
  if (is_link && is_whole) add(event, icalproperty_new_url(entry.url.c_str()));
}

void add_alarms(icalcomponent* event, const Entry& entry) {
  for (const auto before : entry.alarms) {
    icalcomponent* alarm = icalcomponent_new(ICAL_VALARM_COMPONENT);
    add(alarm, icalproperty_new_action(ICAL_ACTION_DISPLAY));
    add(alarm, icalproperty_new_description(one_line(entry.summary).c_str()));
    icaltriggertype trigger{};
    trigger.time = icaltime_null_time();
    trigger.duration = icaldurationtype_from_int(static_cast<int>(-before.count() * 60));
    add(alarm, icalproperty_new_trigger(trigger));
    icalcomponent_add_component(event, alarm);
  }
}

icalcomponent* event_of(const Entry& entry, const Zone& zone, Method method) {
  icalcomponent* event = icalcomponent_new(ICAL_VEVENT_COMPONENT);
  add(event, icalproperty_new_uid(one_line(entry.uid).c_str()));
  add(event, icalproperty_new_sequence(static_cast<int>(entry.sequence)));
  add(event, icalproperty_new_dtstamp(ical_time(entry.changed)));
  add(event, icalproperty_new_created(ical_time(entry.created)));
  add(event, icalproperty_new_lastmodified(ical_time(entry.changed)));
  const Timestamp end = entry.start + entry.length;
  const bool is_local = zone.has_rules() && !is_repeated(zone, entry.start) && !is_repeated(zone, end);
  add_time(event, ICAL_DTSTART_PROPERTY, entry, zone, entry.start, is_local);
  add_time(event, ICAL_DTEND_PROPERTY, entry, zone, end, is_local);
  add_texts(event, entry);
  add_people(event, entry, method);
  const bool is_cancelled = entry.is_cancelled || method == Method::cancel;
  add(event, icalproperty_new_status(is_cancelled ? ICAL_STATUS_CANCELLED : ICAL_STATUS_CONFIRMED));
  if (entry.is_private) add(event, icalproperty_new_class(ICAL_CLASS_PRIVATE));
  add(event, icalproperty_new_transp(is_cancelled ? ICAL_TRANSP_TRANSPARENT : ICAL_TRANSP_OPAQUE));
  if (!is_cancelled) add_alarms(event, entry);
  return event;
}

void check(Method method, std::span<const Entry> entries) {
  if (method == Method::publish) return;
  if (entries.size() != 1) throw std::invalid_argument("an invitation is about one appointment");
  if (!entries[0].organizer || !entries[0].attendee)
    throw std::invalid_argument("an invitation has an organizer and an attendee");
}

icalproperty_method ical_method(Method method) {
  switch (method) {
    case Method::publish: return ICAL_METHOD_PUBLISH;
    case Method::request: return ICAL_METHOD_REQUEST;
    case Method::cancel: return ICAL_METHOD_CANCEL;
  }
  return ICAL_METHOD_PUBLISH;
}

}  // namespace

std::string_view method_text(Method method) {
  switch (method) {
    case Method::publish: return "PUBLISH";
    case Method::request: return "REQUEST";
    case Method::cancel: return "CANCEL";
  }
  return "";
}

std::string calendar_text(Method method, std::span<const Entry> entries, std::string_view name) {
  check(method, entries);
  const auto lock = ical_lock();
  const Zones zones = zones_of(entries);
  const ComponentPtr calendar(icalcomponent_new(ICAL_VCALENDAR_COMPONENT));
  add(calendar.get(), icalproperty_new_version("2.0"));
  add(calendar.get(), icalproperty_new_prodid("-//Stollen//Stollen//DE"));
  add(calendar.get(), icalproperty_new_calscale("GREGORIAN"));
  add(calendar.get(), icalproperty_new_method(ical_method(method)));
  if (!name.empty()) {
    auto* title = icalproperty_new_x(one_line(name).c_str());
    icalproperty_set_x_name(title, "X-WR-CALNAME");
    add(calendar.get(), title);
  }
  for (const auto& [zone_name, zone] : zones) {
    if (!zone.has_rules()) continue;
    icalcomponent_add_component(calendar.get(),
                                icalcomponent_new_clone(icaltimezone_get_component(zone.rules.get())));
  }
  for (const Entry& entry : entries)
    icalcomponent_add_component(calendar.get(), event_of(entry, zones.at(entry.zone), method));
  const std::unique_ptr<char, decltype(&icalmemory_free_buffer)> text(
      icalcomponent_as_ical_string_r(calendar.get()), [](void* buffer) { icalmemory_free_buffer(buffer); });
  return text.get();
}

}  // namespace stollen::calendar
