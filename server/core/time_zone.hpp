#pragma once

#include <memory>
#include <string_view>

#include <unicode/timezone.h>

namespace stollen {

/// ICU's time zone of this IANA name; nothing when the zone data does not know it. Names that ICU would make
/// a zone from, such as "GMT+1", are not known: browsers do not know them either.
std::unique_ptr<icu::TimeZone> find_time_zone(std::string_view zone);

}  // namespace stollen
