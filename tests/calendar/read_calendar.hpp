#pragma once

#include <string>

#include <nlohmann/json.hpp>

namespace stollen::tests {

/// What python3-icalendar and python3-vobject find in a calendar file, and what is wrong with its lines.
nlohmann::json read_calendar(const std::string& text);

}  // namespace stollen::tests
