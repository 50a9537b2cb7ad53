#include "server/features/waitlist/waitlist_rules.hpp"

#include <algorithm>

#include "server/features/slot/slot.hpp"

namespace stollen::waitlist {

bool is_short_notice(Timestamp now, Timestamp starts_at) {
  return starts_at < now + kShortNotice;
}

std::optional<Timestamp> deadline(Timestamp now, Timestamp starts_at) {
  const Timestamp until = now + (is_short_notice(now, starts_at) ? kShortAnswer : kAnswer);
  if (until > starts_at) return std::nullopt;
  return until;
}

Timestamp deadline_after_outage(Timestamp now, Timestamp until, Timestamp starts_at) {
  return std::max(until, deadline(now, starts_at).value_or(starts_at));
}

bool fits(const Wish& wish, const protocol::Slot& slot, Timestamp now) {
  if (wish.member && *wish.member != slot.person_id) return false;
  return wish.short_notice || !is_short_notice(now, slot.starts_at);
}

bool may_be_offered(const Candidate& candidate, const protocol::Slot& slot, Timestamp now) {
  return !candidate.has_passed && !candidate.is_busy && candidate.appointments < slot::kMostAppointments &&
         fits(candidate.wish, slot, now);
}

std::optional<std::size_t> next_of(std::span<const Candidate> waiting, const protocol::Slot& slot,
                                   Timestamp now) {
  const auto next = std::ranges::find_if(
      waiting, [&](const Candidate& candidate) { return may_be_offered(candidate, slot, now); });
  if (next == waiting.end()) return std::nullopt;
  return static_cast<std::size_t>(next - waiting.begin());
}

}  // namespace stollen::waitlist
