#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "protocol/cpp/timestamp.hpp"
#include "protocol/generated/cpp/vocabulary.hpp"

/// How the server writes times for people, in mails and calendar entries: always in the fair's zone, with the
/// zone named. (Pages write theirs with the browser's Intl.) An unknown fair's zone is std::invalid_argument.
namespace stollen::mail {

/// A span of time and where the fair is.
struct TimeSpan {
  protocol::Timestamp start;
  std::chrono::minutes length{0};
  std::string fair_zone;  ///< IANA
};

/// "Di., 29.12.2026, 10:00–10:15 Uhr (MEZ)", "Tue, 29 Dec 2026, 10:00–10:15 (CET)". When the clock is changed
/// meanwhile both zones stand there: "So., 25.10.2026, 02:50 Uhr (MESZ) – 02:05 Uhr (MEZ)".
std::string time_text(const TimeSpan& span, protocol::Locale locale);

/// "29.12.2026, 10:00 Uhr", "29 Dec 2026, 10:00": for subjects.
std::string short_time_text(const TimeSpan& span, protocol::Locale locale);

/// What the clock says at the start where the reader is: "09:00 Uhr in Lissabon", with the day when it is
/// another: "Mi., 30.12.2026, 01:00 Uhr in Auckland". Empty when it says the same as at the fair, or when
/// `own_zone` is empty or unknown.
std::string time_elsewhere_text(const TimeSpan& span, std::string_view own_zone, protocol::Locale locale);

}  // namespace stollen::mail
