#pragma once
// Decisions about waiting, without a transaction.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "protocol/generated/cpp/slot.hpp"

namespace stollen::waitlist {

using protocol::Timestamp;

inline constexpr std::int64_t kMostBooths = 5;
inline constexpr std::int64_t kMostUnanswered = 2;  ///< offers in a row; then the person waits no longer
inline constexpr std::chrono::minutes kShortNotice{120};  ///< what begins sooner, not everybody can come to
inline constexpr std::chrono::minutes kAnswer{15};
inline constexpr std::chrono::minutes kShortAnswer{3};  ///< to an offer at short notice
/// Servers look at open offers this often; when none did for so long, nobody could answer.
inline constexpr std::chrono::seconds kLook{20};
inline constexpr std::chrono::seconds kAway{60};

bool is_short_notice(Timestamp now, Timestamp starts_at);
/// When an offer that is made now ends. Nothing: the slot begins before anybody could answer.
std::optional<Timestamp> deadline(Timestamp now, Timestamp starts_at);
/// The deadline of an open offer after an outage: as long as if it were made now, but not beyond the start.
Timestamp deadline_after_outage(Timestamp now, Timestamp until, Timestamp starts_at);

struct Wish {
  std::optional<protocol::PersonId> member;  ///< only this one
  bool short_notice = false;
};
bool fits(const Wish& wish, const protocol::Slot& slot, Timestamp now);

/// Somebody who waits, and what stands between them and one slot.
struct Candidate {
  Wish wish;
  bool has_passed = false;        ///< did not want the slot, or let an offer of it run out
  bool is_busy = false;           ///< has something else at that time
  std::int64_t appointments = 0;  ///< to come, at any booth
};
bool may_be_offered(const Candidate& candidate, const protocol::Slot& slot, Timestamp now);
/// Whom the slot is offered to, of those who wait in the order of joining. Nothing: none of them.
std::optional<std::size_t> next_of(std::span<const Candidate> waiting, const protocol::Slot& slot,
                                   Timestamp now);

}  // namespace stollen::waitlist
