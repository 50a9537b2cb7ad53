#include "server/core/time_zone.hpp"

namespace stollen {

std::unique_ptr<icu::TimeZone> find_time_zone(std::string_view zone) {
  const auto name =
      icu::UnicodeString::fromUTF8(icu::StringPiece(zone.data(), static_cast<int32_t>(zone.size())));
  UBool is_in_data = false;
  icu::UnicodeString canonical;
  UErrorCode status = U_ZERO_ERROR;
  icu::TimeZone::getCanonicalID(name, canonical, is_in_data, status);
  if (U_FAILURE(status) || !is_in_data) return nullptr;
  return std::unique_ptr<icu::TimeZone>(icu::TimeZone::createTimeZone(name));
}

}  // namespace stollen
