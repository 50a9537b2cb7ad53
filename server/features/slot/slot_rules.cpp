#include "server/features/slot/slot_rules.hpp"

#include <unicode/timezone.h>

#include <algorithm>
#include <memory>

#include "protocol/generated/cpp/session.hpp"
#include "server/features/slot/slot.hpp"

namespace stollen::slot {
namespace {

constexpr std::int64_t kMinuteMs = 60'000;
constexpr std::int64_t kDayMs = 86'400'000;

std::int64_t floor_to(std::int64_t value, std::int64_t step) {
  const std::int64_t rest = value % step;
  return value - (rest < 0 ? rest + step : rest);
}

std::unexpected<Error> wrong(std::string sentence, std::string field) {
  return fail(protocol::session::errors::invalid_field, std::move(sentence), std::move(field));
}

std::unique_ptr<icu::TimeZone> find_zone(const std::string& zone) {
  const auto name = icu::UnicodeString::fromUTF8(zone);
  // ICU makes zones such as "GMT+1" up; browsers do not know them.
  UBool is_in_data = false;
  icu::UnicodeString canonical;
  UErrorCode status = U_ZERO_ERROR;
  icu::TimeZone::getCanonicalID(name, canonical, is_in_data, status);
  if (U_FAILURE(status) || !is_in_data) return nullptr;
  return std::unique_ptr<icu::TimeZone>(icu::TimeZone::createTimeZone(name));
}

std::int64_t offset_ms(const icu::TimeZone& zone, std::int64_t at, bool is_local) {
  std::int32_t raw = 0, summer = 0;
  UErrorCode status = U_ZERO_ERROR;
  zone.getOffset(static_cast<UDate>(at), static_cast<UBool>(is_local), raw, summer, status);
  return U_FAILURE(status) ? 0 : raw + summer;
}

}  // namespace

Timestamp cut_down(Timestamp at) {
  return {floor_to(at.ms, kCellMs)};
}

Timestamp cut_up(Timestamp at) {
  return {floor_to(at.ms + kCellMs - 1, kCellMs)};
}

Cells cells_of(Timestamp starts_at, std::int64_t minutes) {
  const std::int64_t first = starts_at.ms / kCellMs;
  return {.first = first, .end = first + minutes * kMinuteMs / kCellMs};
}

Result<void> check(const Plan& plan) {
  if (plan.minutes % 5 != 0) return wrong("minutes must be a multiple of 5", "minutes");
  if (plan.buffer_minutes % 5 != 0) return wrong("buffer_minutes must be a multiple of 5", "buffer_minutes");
  for (std::size_t i = 0; i < plan.windows.size(); ++i) {
    const std::int64_t length = plan.windows[i].to.ms - plan.windows[i].from.ms;
    const std::string field = "windows[" + std::to_string(i) + "].to";
    if (length <= 0) return wrong("a window must end after it begins", field);
    if (length > kDayMs) return wrong("a window is at most 24 hours long", field);
  }
  for (std::size_t i = 0; i < plan.breaks.size(); ++i) {
    if (plan.breaks[i].to.ms <= plan.breaks[i].from.ms)
      return wrong("a break must end after it begins", "breaks[" + std::to_string(i) + "].to");
  }
  return {};
}

std::vector<Timestamp> starts_of(const Plan& plan) {
  const std::int64_t length = plan.minutes * kMinuteMs;
  std::vector<Timestamp> starts;
  for (const TimeSpan& window : plan.windows) {
    std::int64_t at = cut_up(window.from).ms;
    while (at + length <= window.to.ms) {
      const auto touched = std::ranges::find_if(plan.breaks, [&](const TimeSpan& pause) {
        return at < pause.to.ms && pause.from.ms < at + length;
      });
      if (touched != plan.breaks.end()) {
        at = cut_up(touched->to).ms;
        continue;
      }
      starts.push_back({at});
      at += length + plan.buffer_minutes * kMinuteMs;
    }
  }
  return starts;
}

Result<void> check(const Release& release) {
  std::int64_t sum = release.walk_in_percent;
  for (const auto& portion : release.portions) sum += portion.percent;
  if (sum > 100) return wrong("walk-ins and portions are more than 100 percent", "portions");
  return {};
}

Dealer::Dealer(const Release& release) {
  std::int64_t rest = 100 - release.walk_in_percent;
  if (release.walk_in_percent > 0)
    piles_.push_back({.share = {.is_walk_in = true, .opens_at = {}}, .percent = release.walk_in_percent});
  for (const auto& portion : release.portions) {
    piles_.push_back(
        {.share = {.is_walk_in = false, .opens_at = portion.opens_at}, .percent = portion.percent});
    rest -= portion.percent;
  }
  if (rest > 0) piles_.push_back({.share = {}, .percent = rest});
}

Dealer::Share Dealer::next() {
  // Each pile is owed its percentage of every slot; who is owed most gets it.
  for (Pile& pile : piles_) pile.owed += pile.percent;
  Pile& pile = *std::ranges::max_element(piles_, {}, &Pile::owed);
  pile.owed -= 100;
  return pile.share;
}

bool overlaps(const std::vector<calendar::BusyTime>& busy, Timestamp starts_at, std::int64_t minutes) {
  const auto ends_at = starts_at + std::chrono::minutes(minutes);
  const auto next = std::ranges::upper_bound(busy, starts_at, {}, &calendar::BusyTime::end);
  return next != busy.end() && next->start < ends_at;
}

Timestamp day_start(Timestamp now, const std::string& zone) {
  const auto known = find_zone(zone);
  if (!known) return {floor_to(now.ms, kDayMs)};
  const std::int64_t midnight = floor_to(now.ms + offset_ms(*known, now.ms, false), kDayMs);
  return {midnight - offset_ms(*known, midnight, true)};
}

bool is_known_zone(const std::string& zone) {
  return find_zone(zone) != nullptr;
}

}  // namespace stollen::slot
