#include "server/mail/time_text.hpp"

#include <fmt/format.h>
#include <unicode/smpdtfmt.h>
#include <unicode/tznames.h>

#include <cstdint>
#include <map>
#include <memory>
#include <stdexcept>
#include <string_view>
#include <utility>

#include "server/core/time_zone.hpp"

namespace stollen::mail {
namespace {

using protocol::Locale;
using protocol::Timestamp;

struct Words {
  const char* language;
  const char* region;
  const char* day;             ///< pattern
  const char* day_of_subject;  ///< pattern
  std::string_view clock;      ///< what follows a time of day
};

const Words& words(Locale locale) {
  // The United Kingdom's English, since that of the United States calls MEZ "GMT+1".
  static constexpr Words kGerman{"de", "DE", "EEE, dd.MM.y", "dd.MM.y", " Uhr"};
  static constexpr Words kEnglish{"en", "GB", "EEE, d MMM y", "d MMM y", ""};
  return locale == Locale::de ? kGerman : kEnglish;
}

std::string utf8(const icu::UnicodeString& text) {
  std::string out;
  text.toUTF8String(out);
  return out;
}

/// To make a format costs many times what its use does, and mails are written where all bookings wait for
/// each other. So each thread keeps those that it has used: a handful of patterns, in two languages.
icu::SimpleDateFormat& kept_format(std::string_view pattern, Locale locale) {
  thread_local std::map<std::pair<std::string_view, Locale>, std::unique_ptr<icu::SimpleDateFormat>> kept;
  auto& format = kept[{pattern, locale}];
  if (format != nullptr) return *format;
  UErrorCode status = U_ZERO_ERROR;
  const Words& in = words(locale);
  auto made =
      std::make_unique<icu::SimpleDateFormat>(icu::UnicodeString::fromUTF8(icu::StringPiece(
                                                  pattern.data(), static_cast<std::int32_t>(pattern.size()))),
                                              icu::Locale(in.language, in.region), status);
  if (U_FAILURE(status)) throw std::runtime_error(u_errorName(status));
  format = std::move(made);
  return *format;
}

/// One zone in one language.
class Writer {
 public:
  Writer(std::unique_ptr<icu::TimeZone> zone, Locale locale)
      : zone_(std::move(zone)), locale_(locale), words_(words(locale)) {}

  [[nodiscard]] std::string day(Timestamp at) const { return by_pattern(at, words_.day); }
  [[nodiscard]] std::string day_of_subject(Timestamp at) const {
    return by_pattern(at, words_.day_of_subject);
  }
  [[nodiscard]] std::string time(Timestamp at) const { return by_pattern(at, "HH:mm"); }
  [[nodiscard]] std::string zone(Timestamp at) const { return by_pattern(at, "zzz"); }
  [[nodiscard]] std::string_view clock() const { return words_.clock; }
  /// All that a clock and a calendar on the wall show.
  [[nodiscard]] std::string wall(Timestamp at) const { return by_pattern(at, "y-MM-dd HH:mm"); }
  /// "Lissabon"; of zones that belong to no place, their name.
  [[nodiscard]] std::string place(Timestamp at) const {
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<icu::TimeZoneNames> names(
        icu::TimeZoneNames::createInstance(icu::Locale(words_.language, words_.region), status));
    if (U_FAILURE(status)) throw std::runtime_error(u_errorName(status));
    icu::UnicodeString id, canonical, place;
    icu::TimeZone::getCanonicalID(zone_->getID(id), canonical, status);
    names->getExemplarLocationName(canonical, place);
    return place.isEmpty() ? zone(at) : utf8(place);
  }

 private:
  /// `pattern`: constant text.
  [[nodiscard]] std::string by_pattern(Timestamp at, std::string_view pattern) const {
    icu::SimpleDateFormat& format = kept_format(pattern, locale_);
    format.setTimeZone(*zone_);
    icu::UnicodeString text;
    format.format(static_cast<UDate>(at.ms), text);
    return utf8(text);
  }

  std::unique_ptr<icu::TimeZone> zone_;
  Locale locale_;
  const Words& words_;
};

Writer at_fair(const TimeSpan& span, Locale locale) {
  auto zone = find_time_zone(span.fair_zone);
  if (zone == nullptr) throw std::invalid_argument("\"" + span.fair_zone + "\" is no time zone");
  return {std::move(zone), locale};
}

}  // namespace

std::string time_text(const TimeSpan& span, Locale locale) {
  const Writer fair = at_fair(span, locale);
  const Timestamp start = span.start;
  const Timestamp end = start + span.length;
  std::string text = fmt::format("{}, {}", fair.day(start), fair.time(start));
  if (fair.zone(start) != fair.zone(end))
    text += fmt::format("{} ({}) – {}", fair.clock(), fair.zone(start), fair.time(end));
  else if (span.length.count() > 0)
    text += fmt::format("–{}", fair.time(end));
  return text + fmt::format("{} ({})", fair.clock(), fair.zone(end));
}

std::string short_time_text(const TimeSpan& span, Locale locale) {
  const Writer fair = at_fair(span, locale);
  return fmt::format("{}, {}{}", fair.day_of_subject(span.start), fair.time(span.start), fair.clock());
}

std::string time_elsewhere_text(const TimeSpan& span, std::string_view own_zone, Locale locale) {
  auto zone = find_time_zone(own_zone);
  if (zone == nullptr) return {};
  const Writer fair = at_fair(span, locale);
  const Writer own(std::move(zone), locale);
  if (own.wall(span.start) == fair.wall(span.start)) return {};
  const bool is_same_day = own.day(span.start) == fair.day(span.start);
  return fmt::format("{}{}{} in {}", is_same_day ? "" : own.day(span.start) + ", ", own.time(span.start),
                     own.clock(), own.place(span.start));
}

}  // namespace stollen::mail
