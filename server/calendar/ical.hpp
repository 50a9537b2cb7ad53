#pragma once
// What the files of this folder share of libical. Nobody else sees it.

#include <libical/ical.h>

#include <memory>
#include <mutex>
#include <string>

#include "protocol/cpp/timestamp.hpp"

namespace stollen::calendar {

/// libical keeps its zones and its memory for texts in globals; all use of it is under this lock.
std::unique_lock<std::mutex> ical_lock();

struct FreeComponent {
  void operator()(icalcomponent* component) const { icalcomponent_free(component); }
};
using ComponentPtr = std::unique_ptr<icalcomponent, FreeComponent>;
using ZoneRules = std::shared_ptr<icaltimezone>;

/// A span of time whose rules are wanted.
struct Reach {
  protocol::Timestamp from;
  protocol::Timestamp to;
};

/// The rules of a zone of the system's data, without those that were over before the years of the reach or
/// begin after them. An unknown zone is std::invalid_argument. They are kept: working them out costs
/// milliseconds.
ZoneRules zone_rules(const std::string& zone, Reach reach);

/// In UTC.
icaltimetype ical_time(protocol::Timestamp at);

}  // namespace stollen::calendar
