#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "protocol/cpp/timestamp.hpp"

namespace stollen::import {

/// Whether the system's time zone data knows this IANA name.
bool is_known_zone(std::string_view zone);

/// `2026-12-29T10:00` in a zone, as UTC. A local time that the zone skips (the night when summer time begins)
/// is refused; of one that occurs twice the first is meant.
std::expected<protocol::Timestamp, std::string> parse_local_time(std::string_view text,
                                                                 const std::string& zone);

/// `+4h`, `-14d`, `+0:30`, `-1d`: an offset in milliseconds; nothing when the text is no offset.
std::optional<std::int64_t> parse_offset(std::string_view text);

}  // namespace stollen::import
