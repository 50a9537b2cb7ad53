#pragma once
// Decisions about times, without a transaction.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "protocol/generated/cpp/slot.hpp"
#include "server/calendar/busy_times.hpp"
#include "server/core/result.hpp"

namespace stollen::slot {

using protocol::TimeSpan;
using protocol::Timestamp;

inline constexpr std::int64_t kCellMs = 300'000;  ///< five minutes: all slots begin and end on their borders
inline constexpr std::int64_t kHoldMs = 120'000;
inline constexpr std::int64_t kMostExtensions = 10;
inline constexpr std::int64_t kMostSlots = 600;  ///< of a booth, as far as its calendar shows them

Timestamp cut_down(Timestamp at);
Timestamp cut_up(Timestamp at);

/// Cells from `first` to before `end`.
struct Cells {
  std::int64_t first = 0;
  std::int64_t end = 0;
};
Cells cells_of(Timestamp starts_at, std::int64_t minutes);

struct Plan {
  std::vector<TimeSpan> windows;
  std::vector<TimeSpan> breaks;
  std::int64_t minutes = 0;
  std::int64_t buffer_minutes = 0;
};
/// session.invalid_field for what makes no sense: lengths that are no multiples of five, windows that end
/// before they begin or are longer than a day.
Result<void> check(const Plan& plan);
/// When slots begin, in the order of the windows. A slot that would touch a break begins after it.
std::vector<Timestamp> starts_of(const Plan& plan);

/// What becomes of the slots of one opening: kept for walk-ins, released later, or bookable at once.
struct Release {
  std::int64_t walk_in_percent = 0;
  std::vector<protocol::Portion> portions;
};
Result<void> check(const Release& release);
/// Deals slots out, evenly over the day: after any number of slots each share is within one of its
/// percentage.
class Dealer {
 public:
  explicit Dealer(const Release& release);
  struct Share {
    bool is_walk_in = false;
    std::optional<Timestamp> opens_at;
  };
  Share next();

 private:
  struct Pile {
    Share share;
    std::int64_t percent = 0;
    std::int64_t owed = 0;
  };
  std::vector<Pile> piles_;
};

/// Whether somebody with these busy times, in order and apart, is busy at some moment of a slot.
bool overlaps(const std::vector<calendar::BusyTime>& busy, Timestamp starts_at, std::int64_t minutes);

/// When the day of `now` began in a zone; in UTC when the zone is unknown.
Timestamp day_start(Timestamp now, const std::string& zone);

}  // namespace stollen::slot
